"""Work Groups set up and changed by a hub (N3). How many they take is changed by `places.resize`."""

from django.db import IntegrityError, transaction

from hubs.models import Hub, Specialist
from journal.moves import Refused, record
from schools.models import School
from workgroups.leads import check_may_lead
from workgroups.models import Project, WorkGroup
from workgroups.places import locked, resize_locked

DETAILS = ("mode", "venue", "dates", "first_school")


def home_of_first(project: Project, lead: Specialist | None) -> School | None:
    """Where the first workshop is proposed: the lead's own school, in projects that begin there (S1)."""
    return lead.home_school if project.first_at_home and lead else None


@transaction.atomic
def set_up(
    *, hub: Hub, project: Project, name: str, capacity: int, by, lead: Specialist | None = None, **details
) -> WorkGroup:
    """Make a group; `details` are any of DETAILS, and `continues`, last year's group whose schools stay together.

    Refused where the lead may not lead it or the name is taken.
    """
    if lead:
        check_may_lead(_held(lead), project, hub=hub, capacity=capacity)
    details["first_school"] = details.get("first_school") or home_of_first(project, lead)
    try:
        with transaction.atomic():
            group = WorkGroup.objects.create(
                hub=hub, project=project, name=name, capacity=capacity, lead=lead, **details
            )
    except IntegrityError:
        raise Refused(f"{hub} has a group called {name} in this project already.") from None
    record(group, "set up", by=by, note=name, capacity=capacity, lead=lead.pk if lead else None)
    return group


@transaction.atomic
def change(group: WorkGroup, *, by, **changes) -> WorkGroup:
    """Change `name`, `lead`, `capacity` or any of DETAILS; what stays the same is not recorded."""
    group = locked(group)
    changes |= _first_school(group, changes)
    before = {name: getattr(group, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return group
    lead = changes.get("lead", group.lead)
    if lead and ("lead" in changed or "capacity" in changed):
        check_may_lead(
            _held(lead), group.project, hub=group.hub, group=group, capacity=changes.get("capacity", group.capacity)
        )
    if "capacity" in changed:
        group = resize_locked(group, capacity=changed.pop("capacity"), by=by)
    for name, value in changed.items():
        setattr(group, name, value)
    try:
        with transaction.atomic():
            group.save(update_fields=list(changed))
    except IntegrityError:
        raise Refused(f"{group.hub} has a group called {group.name} in this project already.") from None
    if changed:
        record(group, "changed", by=by, **{name: [_plain(before[name]), _plain(changed[name])] for name in changed})
    return group


def _first_school(group: WorkGroup, changes: dict) -> dict:
    """The first workshop goes with the lead, unless the hub has chosen another school for it (S1)."""
    if not group.project.first_at_home or not changes.keys() & {"lead", "first_school"}:
        return {}
    chosen, was = changes.get("first_school", group.first_school), home_of_first(group.project, group.lead)
    follows = chosen is None or (chosen == was and chosen == group.first_school)
    return {"first_school": home_of_first(group.project, changes.get("lead", group.lead))} if follows else {}


def _held(lead: Specialist) -> Specialist:
    """The specialist under a lock, so that two groups set up at once cannot both take the last they can lead."""
    return Specialist.objects.select_for_update(of=("self",)).select_related("user", "home_school").get(pk=lead.pk)


def _plain(value):
    return value if isinstance(value, str | int | None) else str(value)
