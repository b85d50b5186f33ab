"""Invitations to a role: sent as a link, taken up by whoever has shown that the address is theirs.

The rooms above say who may invite to what, and make the role. A link is no sign-in.
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation
from journal import outbox
from journal.moves import Refused, record
from journal.tokens import hash_of, new_token

GOOD_FOR = timedelta(days=14)
TEMPLATE = "accounts/invitation"


@transaction.atomic
def invite(
    *, email: str, kind: str, role: str, role_name: str, by, place: int = 0, place_name: str = "", reply_to: str = ""
) -> Invitation:
    """Invite an address to a role at a place; asked again, the link is a new one and the days begin anew.

    `role_name` and `place_name` are the words of the message. The caller has asked whether `by` may.
    """
    token, expires = new_token(), timezone.now() + GOOD_FOR
    wanted = {"email": email.strip().lower(), "kind": kind, "role": role, "place": place}
    changes = {"token_hash": hash_of(token), "expires": expires, "by": by}
    open_ones = Invitation.objects.filter(accepted=None, revoked=None)
    words = {"role_name": role_name, "place_name": place_name}
    invitation, made = open_ones.update_or_create(**wanted, defaults=changes | words)
    record(invitation, "invited" if made else "invited again", by=by, note=f"{role_name} {place_name}".strip())
    context = {"invitation": invitation, "token": token}
    outbox.queue(
        f"invitation-{invitation.pk}-{invitation.token_hash[:16]}",
        TEMPLATE,
        invitation.email,
        context,
        about=invitation,
        reply_to=reply_to,
        secret=True,
    )
    return invitation


def found_by(token: str) -> Invitation | None:
    """The invitation that a link opens today; None for any other."""
    return Invitation.objects.live().select_related("by").filter(token_hash=hash_of(token)).first()


def why_not_accept(invitation: Invitation, user) -> str:
    """Why this person may not take it up; "" where they may."""
    proved = EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True)
    if proved.exists():
        return ""
    return f"This invitation was sent to {invitation.email}. Sign in with that address to take it up."


@transaction.atomic
def accept(token: str, *, user, give: Callable[[Invitation, object], None]) -> Invitation:
    """Take the invitation up; `give(invitation, user)` makes the role. Once: a second click raises Refused."""
    invitation = found_by(token)
    if invitation is None:
        raise Refused("This invitation has run out, was taken back, or was taken up. Ask for a new one.")
    if reason := why_not_accept(invitation, user):
        raise Refused(reason)
    changes = {"accepted": timezone.now(), "accepted_by": user}
    if not Invitation.objects.live().filter(pk=invitation.pk).update(**changes):
        raise Refused("This invitation was taken back or taken up a moment ago.")
    give(invitation, user)
    record(invitation, "accepted", by=user)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by) -> None:
    """Its link opens nothing from now on."""
    if not Invitation.objects.filter(pk=invitation.pk, accepted=None, revoked=None).update(revoked=timezone.now()):
        raise Refused("It was taken up or taken back already.")
    record(invitation, "taken back", by=by)
