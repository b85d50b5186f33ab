"""Who acts for a school: invited by its headteacher or office, ended by them, and leaving by oneself."""

from accounts import invitations, roles
from accounts.models import Invitation
from journal.moves import Refused, record
from schools.models import School, SchoolRole

MANAGE = (SchoolRole.Kind.HEADTEACHER, SchoolRole.Kind.OFFICE)


def roles_at(school: School):
    return SchoolRole.objects.current().filter(school=school).select_related("user")


def why_not_change(school: School, by) -> str:
    """Why this person may not invite to the school or end a role there; "" where they may."""
    if by.is_administrator or roles_at(school).filter(user=by, kind__in=MANAGE).exists():
        return ""
    return "Only the headteacher or the office says who acts for the school."


def invite(*, school: School, email: str, kind: str, by) -> Invitation:
    """Invite a colleague. Refused to all but headteacher and office, and where the person has that role."""
    if reason := why_not_change(school, by):
        raise Refused(reason)
    if roles_at(school).filter(kind=kind, user__email__iexact=email.strip()).exists():
        raise Refused("This person has that role already.")
    return invitations.invite(
        email=email,
        kind=Invitation.Kind.SCHOOL,
        role=kind,
        role_name=SchoolRole.Kind(kind).label,
        place=school.pk,
        place_name=school.name,
        by=by,
    )


def invited_to(school: School):
    """Invitations to this school that wait or have run out."""
    return Invitation.objects.open().filter(kind=Invitation.Kind.SCHOOL, place=school.pk)


def give(invitation: Invitation, user) -> SchoolRole:
    """The role that was offered; none twice. `claims.take_up` calls it."""
    role, made = SchoolRole.objects.current().get_or_create(user=user, school_id=invitation.place, kind=invitation.role)
    if made:
        record(role, "given by invitation", by=user)
    return role


def revoke(invitation: Invitation, *, school: School, by) -> None:
    if reason := why_not_change(school, by):
        raise Refused(reason)
    invitations.revoke(invitation, by=by)


def end(role: SchoolRole, *, by) -> None:
    """End a colleague's role, or say of oneself that one is no longer there."""
    if role.user_id != by.pk and (reason := why_not_change(role.school, by)):
        raise Refused(reason)
    roles.end_now(role, by=by, note="is no longer there" if role.user_id == by.pk else "")
