"""May this specialist lead this group, and why not: one rule, without a query and without a clock (R1, D1, S1, Y1).

The numbers are the edition's and the specialist's own. What the rule refuses is greyed with its reason where a lead
is chosen, refused by the verbs, and kept to by the planner; what it only cautions about is said, and may be done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hubs.models import Hub, Specialist
from hubs.travel import beyond
from journal.clock import day
from schools.models import School
from workgroups.models import Project, WorkGroup

KINDS = {
    Project.Kind.READINESS: {Specialist.Kind.READINESS},
    Project.Kind.DEVELOPMENT: {Specialist.Kind.PRIMARY},
    # Embedding is supported by the hub rather than led (B1); where one has a lead, it is last year's (J3).
    Project.Kind.EMBEDDING: {Specialist.Kind.PRIMARY},
    Project.Kind.SUSTAINING: {Specialist.Kind.PRIMARY},
    Project.Kind.SECONDARY: {Specialist.Kind.SECONDARY},
}
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True)
class Load:
    """What somebody leads in a year already: groups, and the schools or departments that these take."""

    groups: int = 0
    schools: int = 0

    @classmethod
    def of(cls, groups: Iterable[WorkGroup], kind: str) -> "Load":
        """All groups count; of schools only those of groups that this kind of specialist leads."""
        groups = list(groups)
        return cls(len(groups), sum(group.capacity for group in groups if kind in KINDS[group.project.kind]))


@dataclass(frozen=True)
class Room:
    """What they can still take: groups, and schools or departments (None: as many as the groups take)."""

    groups: int
    schools: int | None


def who_leads(project: Project) -> str:
    """Like "Mastery Readiness Lead"."""
    return " or ".join(Specialist.Kind(kind).label for kind in KINDS[project.kind])


def training_year(specialist: Specialist, project: Project) -> int:
    """Which year of their own training the edition's year is: 1 the first, 0 or less before it."""
    began = specialist.first_year
    if project.cohort_one is not None:
        began = project.cohort_one + specialist.cohort - 1
    return project.year - began + 1


def most_schools(specialist: Specialist, project: Project) -> int | None:
    """The lower of what the edition says of each lead and what this one can take."""
    return min((most for most in (specialist.most_schools, project.lead_most) if most is not None), default=None)


def room(specialist: Specialist, project: Project, load: Load) -> Room:
    most = most_schools(specialist, project)
    return Room(max(specialist.most_groups - load.groups, 0), None if most is None else max(most - load.schools, 0))


def why_not(specialist: Specialist, project: Project, *, hub: Hub, load: Load, capacity: int, on: date) -> str:
    """Why they may not lead a group of this project that takes so many, on this day; "" where they may."""
    if specialist.hub_id != hub.pk:
        return f"{specialist} works for another hub."
    return (
        _not_at_work(specialist, project, on)
        or _other_kind(specialist, project)
        or _too_early(specialist, project)
        or _too_many_schools(specialist, project, load, capacity)
        or _too_many_groups(specialist, project, load)
    )


def cautions(specialist: Specialist, project: Project, schools: Iterable[School] = ()) -> list[str]:
    """What the hub should know before it chooses them; none of it is a refusal."""
    found = [beyond(specialist, schools)]
    first, last = project.first_day, project.last_day
    if specialist.starts_on and first < specialist.starts_on <= last:
        found.append(f"{specialist} starts on {day(specialist.starts_on)}, after the year has begun.")
    if specialist.ended_on and first < specialist.ended_on <= last:
        found.append(f"{specialist} stops on {day(specialist.ended_on)}, before the year is over.")
    if project.first_at_home and specialist.home_school is None:
        found.append(f"{specialist} has no home school on record, and the first workshop is in the lead’s own school.")
    return [sentence for sentence in found if sentence]


def _not_at_work(specialist: Specialist, project: Project, on: date) -> str:
    if specialist.ended_on and specialist.ended_on <= max(on, project.first_day):
        since = "since" if specialist.has_ended(on) else "from"
        return f"{specialist} leads no new groups {since} {day(specialist.ended_on)}."
    if specialist.starts_on and specialist.starts_on > project.last_day:
        return f"{specialist} leads groups from {day(specialist.starts_on)}, after {project.academic_year}."
    return ""


def _other_kind(specialist: Specialist, project: Project) -> str:
    if specialist.kind in KINDS[project.kind]:
        return ""
    return (
        f"{specialist} is a {specialist.get_kind_display()}. "
        f"{project.get_kind_display()} groups are led by a {who_leads(project)}."
    )


def _too_early(specialist: Specialist, project: Project) -> str:
    """Y1: who has completed the second year of their own programme leads from the third."""
    training = training_year(specialist, project)
    if training >= project.lead_year:
        return ""
    stage = f"is in year {training} of" if training > 0 else "has not begun"
    return (
        f"{specialist} {stage} their own training in {project.academic_year}. "
        f"A {specialist.get_kind_display()} leads from their {_ordinal(project.lead_year)} year on."
    )


def _too_many_schools(specialist: Specialist, project: Project, load: Load, capacity: int) -> str:
    """Y1, Y3: two departments for each Secondary Mastery Specialist, or fewer where they can take fewer."""
    most = most_schools(specialist, project)
    if most is None or load.schools + capacity <= most:
        return ""
    whose = specialist if most == specialist.most_schools else f"Each {specialist.get_kind_display()}"
    at_most = f"{whose} works with {most}{'' if most == project.lead_most else ' at most'}."
    if load.schools >= most:
        return f"{specialist} works with {units(project, load.schools)} in {project.academic_year} already. {at_most}"
    return (
        f"{specialist} would work with {units(project, load.schools + capacity)} in {project.academic_year}. {at_most}"
    )


def _too_many_groups(specialist: Specialist, project: Project, load: Load) -> str:
    if load.groups < specialist.most_groups:
        return ""
    groups = "1 Work Group" if load.groups == 1 else f"{load.groups} Work Groups"
    return f"{specialist} leads {groups} in {project.academic_year} already, and can lead no more."


def units(project: Project, number: int) -> str:
    """Like "2 departments"."""
    unit = project.get_group_unit_display()
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else f"{number}th"
