"""What a hub sees of its specialists and groups: somebody too early to lead, a group that begins elsewhere."""

from accounts.models import User
from demo import people
from hubs.models import Hub, Specialist
from hubs.specialists import add_specialist, change_specialist
from workgroups import groups
from workgroups.models import Project, WorkGroup


def show(*, by: User, year: int) -> None:
    """At the cast's hub, by the verbs. A group without a lead, or with too few schools, is there already."""
    hub = Hub.objects.get(slug=people.HUB)
    too_early = {"cohort": 9, "first_year": year - 1, "most_groups": 1, "days": "Fridays"}
    add_specialist(
        hub=hub,
        email=f"second.year.{hub.slug}@example.org",
        first_name="Yusuf",
        last_name="Yates",
        kind=Specialist.Kind.SECONDARY,
        by=by,
        **too_early,
    )
    wendy = Specialist.objects.filter(hub=hub, user__email="wendy@example.org").first()
    if wendy:
        change_specialist(wendy, by=by, travel_km=8)
    own = WorkGroup.objects.filter(hub=hub, project__year=year)
    begins = own.filter(project__kind=Project.Kind.SUSTAINING, places__isnull=False).select_related("lead").first()
    if begins:
        groups.change(begins, by=by, first_school=begins.places.first().school)
