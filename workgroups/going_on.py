"""Groups whose schools stay together next year: what they go on in, and what the new group takes over (J3, S6)."""

from collections.abc import Iterable
from itertools import count

from journal.moves import Refused
from workgroups.leads import may_lead
from workgroups.models import Project, WorkGroup, first_year_not_over

Kind = Project.Kind
# Where a school was last year that goes on in this kind: Embedding after Development, Sustaining after any (J3, J4).
GOES_ON_FROM = {
    Kind.EMBEDDING: (Kind.DEVELOPMENT,),
    Kind.SUSTAINING: (Kind.DEVELOPMENT, Kind.EMBEDDING, Kind.SUSTAINING),
}


def is_next(earlier: Project, project: Project) -> bool:
    """Whether a group of the earlier edition can go on in this one: the year after, and a kind that follows."""
    return earlier.year == project.year - 1 and earlier.kind in GOES_ON_FROM.get(project.kind, ())


def next_editions(groups: Iterable[WorkGroup]) -> dict[int, list[Project]]:
    """The editions that each group can go on in, by its key; the journey's next step first. One query."""
    groups = list(groups)
    years = {group.project.year + 1 for group in groups}
    found = Project.objects.filter(year__in=years, kind__in=GOES_ON_FROM, year__gte=first_year_not_over())
    editions = sorted(found, key=lambda project: project.step)
    return {group.pk: [project for project in editions if is_next(group.project, project)] for group in groups}


def check_goes_on(group: WorkGroup, project: Project) -> None:
    """Refuses an edition that does not follow, or whose year is over."""
    if not is_next(group.project, project):
        raise Refused(f"A group of {group.project} does not go on in {project}, {project.academic_year}.")
    if project.is_over():
        raise Refused(f"{project.academic_year} is over, so nobody can go on in it.")


def details_for(group: WorkGroup, project: Project) -> dict:
    """What the new group has of the old one: its name with the new year, venue and way, its lead where they may."""
    lead = group.lead
    if lead and not may_lead(lead, project, hub=group.hub):
        lead = None
    return {
        "name": _renamed(group, project),
        "capacity": group.capacity if project.kind == group.project.kind else project.group_size,
        "lead": lead,
        "mode": group.mode,
        "venue": group.venue,
    }


def _renamed(group: WorkGroup, project: Project) -> str:
    """The same name; where it says the year or the phase, the new ones. A name that is taken there gets a number."""
    old, name = group.project, group.name
    replaced = ((old.academic_year, project.academic_year), (f"{old.year}", f"{project.year}"))
    for was, now in (*replaced, (old.get_kind_display(), project.get_kind_display())):
        name = name.replace(was, now)
    name = name[:95]
    taken = set(WorkGroup.objects.filter(hub=group.hub_id, project=project).values_list("name", flat=True))
    stem, _, last = name.rpartition(" ")
    stem, last = (stem, int(last)) if stem and last.isdecimal() and len(last) < 3 else (name, 1)
    return name if name not in taken else next(f"{stem} {n}" for n in count(last + 1) if f"{stem} {n}" not in taken)
