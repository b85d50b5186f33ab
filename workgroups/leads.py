"""Who may lead which Work Group: the kind of specialist, their year of training, how many (R1, D1, S1, Y1)."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from hubs.models import Hub, Specialist
from journal.clock import day
from journal.moves import Refused
from workgroups.models import Project, WorkGroup

KINDS = {
    Project.Kind.READINESS: {Specialist.Kind.READINESS},
    Project.Kind.DEVELOPMENT: {Specialist.Kind.PRIMARY},
    # Embedding is supported by the hub rather than led (B1); where one has a lead, it is last year's (J3).
    Project.Kind.EMBEDDING: {Specialist.Kind.PRIMARY},
    Project.Kind.SUSTAINING: {Specialist.Kind.PRIMARY},
    Project.Kind.SECONDARY: {Specialist.Kind.SECONDARY},
}
SECONDARY_LEADS_FROM_YEAR = 3


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
    _check(specialist, project, hub, led, capacity or project.group_size)


def _check(specialist: Specialist, project: Project, hub: Hub, led: list[WorkGroup], capacity: int) -> None:
    if specialist.hub_id != hub.pk:
        raise Refused(f"{specialist} works for another hub.")
    if specialist.ended_on and specialist.ended_on <= timezone.localdate():
        raise Refused(f"{specialist} leads no new groups since {day(specialist.ended_on)}.")
    if specialist.kind not in KINDS[project.kind]:
        wanted = " or ".join(Specialist.Kind(kind).label for kind in KINDS[project.kind])
        raise Refused(
            f"{specialist} is a {specialist.get_kind_display()}. "
            f"{project.get_kind_display()} groups are led by a {wanted}."
        )
    if project.kind == Project.Kind.SECONDARY:
        _check_secondary(specialist, project, led, capacity)
    if len(led) >= specialist.most_groups:
        groups = "1 Work Group" if len(led) == 1 else f"{len(led)} Work Groups"
        raise Refused(f"{specialist} leads {groups} in {project.academic_year} already, and can lead no more.")


def _check_secondary(specialist: Specialist, project: Project, led: list[WorkGroup], capacity: int) -> None:
    """From the third year of their own training, and as many departments as an edition's group has: two (Y1)."""
    training = specialist.year_of_training(project.year)
    if training < SECONDARY_LEADS_FROM_YEAR:
        stage = f"is in year {training} of" if training > 0 else "has not begun"
        raise Refused(
            f"{specialist} {stage} their own training in {project.academic_year}. "
            "A Secondary Mastery Specialist leads from their third year on."
        )
    departments = sum(group.capacity for group in led if group.project.kind == Project.Kind.SECONDARY)
    if departments + capacity > project.group_size:
        raise Refused(
            f"{specialist} would work with {departments + capacity} departments in {project.academic_year}. "
            f"Each Secondary Mastery Specialist works with {project.group_size}."
        )


def may_lead(specialist: Specialist, project: Project, *, hub: Hub, group: WorkGroup | None = None) -> bool:
    """Whether `check_may_lead` has nothing against it."""
    try:
        check_may_lead(specialist, project, hub=hub, group=group)
    except Refused:
        return False
    return True


def leads_for(project: Project, *, hub: Hub, group: WorkGroup | None = None) -> list[Specialist]:
    """Specialists of the hub who may lead a group of this project, and the one who leads this `group` now.

    Two queries, however many they are. How many schools the group will take is judged when it is saved.
    """
    now = group.lead_id if group else None
    suited = Q(hub=hub, kind__in=KINDS[project.kind]) | Q(pk=now)
    people = list(Specialist.objects.filter(suited).select_related("user", "hub"))
    led = led_by(people, project.year, but=group)
    found = []
    for person in people:
        if person.pk != now:
            try:
                _check(person, project, hub, led[person.user_id], capacity=1)
            except Refused:
                continue
        found.append(person)
    return found
