"""Who may lead which Work Group, with what they lead already (R1, D1, S1, Y1). The rule itself is `leading`."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from hubs.models import Hub, Specialist
from journal.moves import Refused
from schools.models import School
from workgroups.leading import KINDS, Load, cautions, training_year, why_not
from workgroups.models import Project, WorkGroup


@dataclass(frozen=True)
class Choice:
    """One specialist where a lead is chosen: open, or closed with the reason."""

    specialist: Specialist
    why_not: str
    load: Load
    training_year: int
    cautions: list[str] = field(default_factory=list)


def led_by(people: Iterable[Specialist], year: int, *, but: WorkGroup | None = None) -> dict[int, list[WorkGroup]]:
    """The groups each of these people leads in a year, at any hub, by the key of the user; `but` is left out."""
    groups: dict[int, list[WorkGroup]] = {person.user_id: [] for person in people}
    led = WorkGroup.objects.filter(lead__user__in=groups, project__year=year).select_related("project", "lead")
    for group in led.exclude(pk=but.pk) if but else led:
        groups[group.lead.user_id].append(group)
    return groups


def check_may_lead(
    specialist: Specialist, project: Project, *, hub: Hub, group: WorkGroup | None = None, capacity: int | None = None
) -> None:
    """Raise Refused with the reason where this specialist may not lead a group of this project at this hub.

    `group` is the one they lead already, or are about to: it is not counted against them. `capacity` is how many
    schools or departments it will take; the edition's group size unless told.
    """
    led = led_by([specialist], project.year, but=group)[specialist.user_id]
    reason = why_not(
        specialist,
        project,
        hub=hub,
        load=Load.of(led, specialist.kind),
        capacity=capacity or project.group_size,
        on=timezone.localdate(),
    )
    if reason:
        raise Refused(reason)


def may_lead(specialist: Specialist, project: Project, *, hub: Hub, group: WorkGroup | None = None) -> bool:
    """Whether `check_may_lead` has nothing against it."""
    try:
        check_may_lead(specialist, project, hub=hub, group=group)
    except Refused:
        return False
    return True


def choices(
    project: Project, *, hub: Hub, group: WorkGroup | None = None, schools: Iterable[School] = ()
) -> list[Choice]:
    """The hub's specialists of a kind that leads this project, who may lead first, and who leads `group` now.

    Three queries, however many they are. `schools` are those of the group, for how far they are. How many schools
    it will take is judged when it is saved: whoever has room for one more is open here.
    """
    now = group.lead_id if group else None
    suited = Q(hub=hub, kind__in=KINDS[project.kind]) | Q(pk=now)
    people = Specialist.objects.filter(suited).select_related("user", "hub", "home_school")
    today, schools = timezone.localdate(), list(schools)
    people = [one for one in people.prefetch_related("travel_areas") if one.pk == now or not one.has_ended(today)]
    led = led_by(people, project.year, but=group)
    found = []
    for person in people:
        load = Load.of(led[person.user_id], person.kind)
        reason = "" if person.pk == now else why_not(person, project, hub=hub, load=load, capacity=1, on=today)
        said = cautions(person, project, schools)
        found.append(Choice(person, reason, load, training_year(person, project), said))
    return sorted(found, key=lambda choice: (bool(choice.why_not), str(choice.specialist).casefold()))


def leads_for(project: Project, *, hub: Hub, group: WorkGroup | None = None) -> list[Specialist]:
    """Those of the `choices` that are open."""
    return [choice.specialist for choice in choices(project, hub=hub, group=group) if not choice.why_not]
