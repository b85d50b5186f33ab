"""“This is not right”: said by a link about a claim, by whoever reads at the address that it was sent to."""

from django.db import transaction
from django.utils import timezone

from accounts import roles
from journal.moves import Refused, move
from journal.tokens import hash_of
from schools import claim_letters
from schools.claim_models import ClaimLink
from schools.claims import MOVES, Status
from schools.models import SchoolRole
from schools.people import MANAGE, roles_at


def found_by(token: str) -> ClaimLink | None:
    """The link with its claim; None for any other."""
    links = ClaimLink.objects.select_related("claim__school", "claim__user")
    return links.filter(token_hash=hash_of(token)).first()


def is_own(link: ClaimLink) -> bool:
    """Whether it was sent to the person in whose name the claim was made."""
    return link.email == link.claim.email


def why_not(link: ClaimLink) -> str:
    """Why the link does nothing (any more); "" where it does.

    The owner of the address may say so of what was verified too. Anybody else only while it waits, and while they say
    who acts for the school.
    """
    claim = link.claim
    if claim.status not in (Status.WAITING, Status.VERIFIED):
        return "This has been answered already, and nobody acts for the school by it."
    if is_own(link):
        return ""
    if not claim.is_waiting:
        return f"This was verified {claim.get_how_display()}. You can end the role on the school’s page."
    if not roles_at(claim.school).filter(kind__in=MANAGE, user__email__iexact=link.email).exists():
        return "This link was for somebody who says who acts for the school."
    return ""


@transaction.atomic
def disown(link: ClaimLink) -> None:
    """The claim ends, with the role it gave. Nobody is signed in by it, and nothing else is changed."""
    if reason := why_not(link):
        raise Refused(reason)
    claim = link.claim
    said = "by the owner of the address" if is_own(link) else "by the school"
    closed = {"decided": timezone.now(), "decided_by": None, "code_hash": ""}
    move(claim, Status.NOT_THEIRS, by=None, table=MOVES, note=said, data={"link": link.pk}, also=closed)
    if claim.role_id and SchoolRole.objects.current().filter(pk=claim.role_id).exists():
        roles.end_now(claim.role, by=None, note="said not to be theirs")
    if not is_own(link):
        claim_letters.tell_person(claim)
