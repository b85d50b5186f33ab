"""What a group still lacks, in words; whether it does is said by the database (`WorkGroup.objects.with_lacks`)."""

from dataclasses import dataclass

from workgroups.models import WorkGroup

Lack = WorkGroup.Lack


@dataclass(frozen=True)
class Missing:
    what: str  # one of Lack
    says: str


def missing(group: WorkGroup) -> list[Missing]:
    """Of a group read `with_lacks()`, and with its project, its lead's home school and its first school."""
    return [Missing(what.value, _SAYS[what](group)) for what in Lack if getattr(group, f"lacks_{what}")]


def _venue(group: WorkGroup) -> str:
    return "No venue for the other workshops" if group.first_school else "No venue"


def _schools(group: WorkGroup) -> str:
    unit = group.project.get_group_unit_display()
    return f"Too few {unit}: {group.schools_held} of the {group.project.fewest} it needs"


def _first(group: WorkGroup) -> str:
    """S1: the first Sustaining workshop is in the specialist's own school."""
    home = group.lead.home_school
    if home is None:
        return f"{group.lead} has no home school on record, where the first workshop should be"
    if group.first_school is None:
        return f"No school for the first workshop; it should be {home.name}"
    return f"First workshop at {group.first_school.name}, not in the specialist’s own school, {home.name}"


_SAYS = {
    Lack.LEAD: lambda group: "No lead",
    Lack.DATES: lambda group: "No dates",
    Lack.VENUE: _venue,
    Lack.SCHOOLS: _schools,
    Lack.FIRST: _first,
}
