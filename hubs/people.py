"""Who works for a hub: invited by its lead or an administrator, and ended by them."""

from accounts import invitations, roles
from accounts.models import Invitation
from hubs.access import is_lead
from hubs.models import Hub, HubRole
from journal.moves import Refused, record

ONLY_LEADS = "Only the hub lead says who works for the hub."


def why_not_change(hub: Hub, by) -> str:
    """Why this person may not invite to the hub or end a role there; "" where they may."""
    return "" if is_lead(by, hub) else ONLY_LEADS


def invite(*, hub: Hub, email: str, kind: str, by) -> Invitation:
    """Invite an address to a role at the hub. Refused to all but its lead, and where the person has that role."""
    if reason := why_not_change(hub, by):
        raise Refused(reason)
    if HubRole.objects.current().filter(hub=hub, kind=kind, user__email__iexact=email.strip()).exists():
        raise Refused(f"This person is {HubRole.Kind(kind).label} of {hub} already.")
    return invitations.invite(
        email=email,
        kind=Invitation.Kind.HUB,
        role=kind,
        role_name=HubRole.Kind(kind).label,
        place=hub.pk,
        place_name=str(hub),
        by=by,
        reply_to=hub.enquiry_email,
    )


def invited_to(hub: Hub):
    """Invitations to this hub that wait or have run out."""
    return Invitation.objects.open().filter(kind=Invitation.Kind.HUB, place=hub.pk)


def give(invitation: Invitation, user) -> None:
    """The role that was offered; none twice."""
    role, made = HubRole.objects.current().get_or_create(user=user, hub_id=invitation.place, kind=invitation.role)
    if made:
        record(role, "given by invitation", by=user)


def revoke(invitation: Invitation, *, hub: Hub, by) -> None:
    if reason := why_not_change(hub, by):
        raise Refused(reason)
    invitations.revoke(invitation, by=by)


def why_not_end(role: HubRole, by) -> str:
    if reason := why_not_change(role.hub, by):
        return reason
    others = HubRole.objects.current().filter(hub=role.hub_id, kind=HubRole.Kind.LEAD).exclude(pk=role.pk)
    if role.kind == HubRole.Kind.LEAD and not others.exists():
        return "A hub keeps a lead. Invite the next one first; when they have taken it up, end this role."
    return ""


def end(role: HubRole, *, by) -> None:
    """The person's access ends by their next request."""
    if reason := why_not_end(role, by):
        raise Refused(reason)
    roles.end_now(role, by=by)
