"""Who works for the programme as a whole: invited and ended by administrators."""

from accounts import invitations, roles
from accounts.models import Invitation, NationalRole
from journal.moves import Refused, record

ONLY_ADMINISTRATORS = "Only an administrator says who works for the programme."


def why_not_change(by) -> str:
    """Why this person may not invite to a national role or end one; "" where they may."""
    return "" if by.is_administrator else ONLY_ADMINISTRATORS


def invite(*, email: str, kind: str, by) -> Invitation:
    """Invite an address to a national role. Refused to all but administrators, and where the person has that role."""
    if reason := why_not_change(by):
        raise Refused(reason)
    if NationalRole.objects.current().filter(kind=kind, user__email__iexact=email.strip()).exists():
        raise Refused(f"This person is {NationalRole.Kind(kind).label} already.")
    return invitations.invite(
        email=email,
        kind=Invitation.Kind.NATIONAL,
        role=kind,
        role_name=NationalRole.Kind(kind).label,
        by=by,
    )


def give(invitation: Invitation, user) -> None:
    """The role that was offered; none twice."""
    role, made = NationalRole.objects.current().get_or_create(user=user, kind=invitation.role)
    if made:
        record(role, "given by invitation", by=user)


def revoke(invitation: Invitation, *, by) -> None:
    """Take back an invitation of the programme's staff, to whichever hub it was."""
    if reason := why_not_change(by):
        raise Refused(reason)
    invitations.revoke(invitation, by=by)


def why_not_end(role: NationalRole, by) -> str:
    if reason := why_not_change(by):
        return reason
    others = NationalRole.objects.current().filter(kind=role.kind, user__is_active=True).exclude(user=role.user_id)
    if role.kind == NationalRole.Kind.ADMINISTRATOR and not others.exists():
        return "There is always an administrator. Invite the next one first; when they have taken it up, end this role."
    return ""


def end(role: NationalRole, *, by) -> None:
    """The person's access ends by their next request."""
    if reason := why_not_end(role, by):
        raise Refused(reason)
    roles.end_now(role, by=by)
