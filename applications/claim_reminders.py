"""Claims of schools that a hub has not answered for a week: told to its desk, once a week as long as they wait."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from applications.claiming import claims_of
from applications.reminders import at_desk_on, desks, for_the_week, weeks
from hubs.models import HubRole
from hubs.reminders.types import Asked, Kind, Wanted
from schools.calendar import nine
from schools.models import Claim

AFTER = timedelta(days=7)


def claims_waiting(asked: Asked) -> Iterator[Wanted]:
    """To everybody at the desk of a hub that can confirm them; two queries, and one a hub while claims wait so long."""
    late = Claim.objects.waiting().filter(asked__lt=nine(asked.last) - AFTER)
    if asked.hubs is None and not late.exists():  # nowhere: no need to ask for each hub
        return
    people = desks(asked)
    hubs = {role.hub_id: role.hub for role in people}
    since = {key: list(claims_of(hub).waiting().values_list("asked", flat=True)) for key, hub in hubs.items()}
    for day, until in weeks(asked):
        for role in at_desk_on(day, people):
            number = sum(moment < nine(day) - AFTER for moment in since[role.hub_id])
            if number:
                yield _about(role, number, day, until)


def _about(role: HubRole, number: int, day: date, until: datetime) -> Wanted:
    who = (
        "1 person says that they act for a school" if number == 1 else f"{number} people say that they act for schools"
    )
    return Wanted(
        hub=role.hub,
        subject=role.hub,
        **for_the_week(role, day),
        until=until,
        title=f"People whom {role.hub} has not confirmed",
        why=f"{who}, and {'has' if number == 1 else 'have'} waited for over a week. Ask the school, then confirm them "
        "or not: until then they see nothing of their school.",
        path=reverse("desk:claims", args=[role.hub.slug]),
        button="See who waits",
    )


CLAIMS_WAITING = Kind(
    "claims-waiting", "People who wait to be confirmed by your hub", for_school=False, find=claims_waiting
)
