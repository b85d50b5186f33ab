"""Claims of schools, as a hub has to do with them: asked to confirm who acts for a school of its area, it answers.

The hub rings the school, or writes to it, at what the register has: never at what the claim says. It then confirms
at its desk, or reads out the code it was sent, which the person enters.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from applications.models import Application, Status
from hubs.access import is_at_desk
from hubs.areas import suggested_hubs
from hubs.models import Hub, HubArea
from journal import outbox
from journal.moves import Refused
from schools import claims
from schools.claim_models import Claim


def claims_of(hub: Hub):
    """Claims of schools in the hub's area today, and of schools for which the same person sent it an application."""
    areas = HubArea.objects.filter(hub=hub).current()
    districts = areas.exclude(district_code="").values("district_code")
    in_area = Q(school__authority__in=areas.values("authority")) | Q(school__district_code__in=districts)
    sent = Application.objects.filter(hub=hub, school=OuterRef("school"), started_by=OuterRef("user"))
    return Claim.objects.filter(in_area | Exists(sent.exclude(status=Status.DRAFT)))


def hubs_of(claim: Claim) -> list[Hub]:
    """The hubs that can confirm it; none where no hub is known to serve the school."""
    sent = Application.objects.filter(school=claim.school_id, started_by=claim.user_id).exclude(status=Status.DRAFT)
    there = list(suggested_hubs(claim.school))
    return there + list(Hub.objects.filter(applications__in=sent).exclude(pk__in=[hub.pk for hub in there]).distinct())


@transaction.atomic
def claim(*, school, kind: str, name: str, by) -> Claim:
    """Ask for a role at a school (`schools.claims.begin`); its hubs are asked about what is not verified at once."""
    made, code = claims.begin(school=school, kind=kind, name=name, by=by)
    if code:
        for hub in hubs_of(made):
            _ask(hub, made, code)
    return made


def _ask(hub: Hub, claim: Claim, code: str) -> None:
    if not hub.enquiry_email:
        return
    address = settings.SITE_URL + reverse("desk:claims", args=[hub.slug])
    context = {"claim": claim, "school": claim.school, "hub": hub, "code": code, "desk_url": address}
    key = f"claim-hub-{claim.pk}-{hub.pk}"
    outbox.queue(key, "applications/claim_hub", hub.enquiry_email, context, about=claim, secret=True)


def check_person(claim: Claim, hub: Hub, by) -> None:
    """Refuses who is not at this hub's desk, a claim that is none of the hub's, and one's own."""
    if not is_at_desk(by, hub):
        raise Refused(f"Only people at the desk of {hub} can do this.")
    if not claims_of(hub).filter(pk=claim.pk).exists():
        raise Refused(f"This school is not in the area of {hub}.")
    if claim.user_id == by.pk:
        raise Refused("Somebody else confirms what you ask for yourself.")


def confirm(claim: Claim, *, hub: Hub, by) -> Claim:
    """The hub has asked the school. Anybody at the desk does this: it takes a telephone call, and decides nothing."""
    check_person(claim, hub, by)
    claims.check_waiting(claim)
    return claims.verify(claim, how=Claim.How.HUB, by=by)


def is_for_hub(claim: Claim) -> bool:
    """Whether a hub may say no: it waits, or was verified by nobody of the school."""
    by_itself = (Claim.How.DOMAIN, Claim.How.CODE, Claim.How.HUB)
    return claim.is_waiting or (claim.status == Claim.Status.VERIFIED and claim.how in by_itself)


def refuse(claim: Claim, *, reason: str, hub: Hub, by) -> Claim:
    """The school does not know the person; said of one that was verified, it ends the role that was given."""
    check_person(claim, hub, by)
    if not is_for_hub(claim):
        claims.check_waiting(claim)
    return claims.refuse(claim, reason=reason, by=by)
