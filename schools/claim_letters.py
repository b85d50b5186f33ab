"""The messages about a claim of a school."""

from django.conf import settings
from django.urls import reverse

from journal import outbox
from journal.tokens import hash_of, new_token
from schools.claim_models import Claim, ClaimLink


def _link(claim: Claim, email: str) -> str:
    """A new link for this address; the one before opens nothing any more. The token is kept nowhere."""
    token = new_token()
    ClaimLink.objects.update_or_create(claim=claim, email=email, defaults={"token_hash": hash_of(token)})
    return settings.SITE_URL + reverse("apply:disown_claim", args=[token])


def tell_person(claim: Claim) -> None:
    """How their claim stands, to who asked; with a link to say that it was not them
    while there is something to undo."""
    stands = claim.status in (Claim.Status.WAITING, Claim.Status.VERIFIED)
    context = _context(claim) | {"link": _link(claim, claim.email) if stands else ""}
    key = f"claim-{claim.status}-{claim.pk}"
    outbox.queue(key, "schools/claim_stands", claim.email, context, about=claim, secret=True)


def ask_colleague(claim: Claim, colleague) -> None:
    """Whoever says who acts for the school hears that somebody asks to."""
    email = colleague.email.lower()
    context = _context(claim) | {"link": _link(claim, email), "people_url": _people_url(claim)}
    outbox.queue(
        f"claim-colleague-{claim.pk}-{colleague.pk}", "schools/claim_asked", email, context, about=claim, secret=True
    )


def _people_url(claim: Claim) -> str:
    return settings.SITE_URL + reverse("schools:people", args=[claim.school.urn])


def _context(claim: Claim) -> dict:
    address = reverse("apply:claim", args=[claim.school.urn])
    return {"claim": claim, "school": claim.school, "claim_url": settings.SITE_URL + address}
