"""What is reminded of about Work Groups and their papers: signatures that are waited for."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from hubs.reminders.types import Asked, Kind, Wanted, local
from journal.clock import day
from schools.calendar import nine
from workgroups.models import Signatory

AFTER_LINK = (5, 12, 21)  # days; a link works for 30


def signatures_waiting(asked: Asked) -> Iterator[Wanted]:
    """To who was sent a link to sign with and has not answered: three times while that link works."""
    since = nine(asked.first - timedelta(days=60))
    rows = asked.of_hubs(Signatory.objects.waiting(), "pledge__hub")
    rows = rows.filter(link_expires__gt=nine(asked.first), link_sent__gte=since).exclude(email="")
    for one in rows.select_related("pledge__hub", "pledge__school", "pledge__project"):
        sent = local(one.link_sent)
        days = [sent + timedelta(days=after) for after in AFTER_LINK]
        ends = [*(nine(each) for each in days[1:]), one.link_expires]
        for after, first, until in zip(AFTER_LINK, days, ends, strict=True):
            yield _about(one, day=first, until=until, occasion=f"{after}-{one.links}")


def _about(one: Signatory, **when) -> Wanted:
    pledge, role = one.pledge, one.short_title
    project = f"{pledge.project.title}, {pledge.project.academic_year}"
    return Wanted(
        hub=pledge.hub,
        subject=one,
        to=one.email.lower(),
        **when,
        title=f"Your signature for {pledge.school.name} is waited for",
        why=(
            f"You are asked to sign as {role} for {project}. Open the link in our email of {day(one.link_sent)}: it is "
            f"yours alone and works until {day(one.link_expires)}. You can sign, decline, or say that it is not for "
            f"you. Where you no longer have that email, {pledge.hub} sends you a new link."
        ),
        path=reverse("public:hub", args=[pledge.hub.slug]),
        button=f"How to reach {pledge.hub}",
        reason=f"{pledge.school.name} has not signed for {project}: {role}, asked {day(one.link_sent)}.",
        whom=f"{one.name} ({one.email})" if one.name else one.email,
        authority=pledge.school.authority_id,
    )


SIGNATURE_WAITING = Kind(
    "signature-waiting",
    "Signatures that are waited for",
    for_school=True,
    find=signatures_waiting,
    necessary="the school has named you, and its form is not complete without your answer.",
)
