"""What the desk reads beside an application: the school in the programme, and what the register says since it was sent.

Of other hubs only that the school was in the programme: the kind of project and the year, no group and no people.
"""

from dataclasses import dataclass

from applications import clusters
from applications.models import Application
from journal.clock import day
from schools.lineage import lineages, predecessor_ids
from schools.models import School
from workgroups.models import Place

MOST = 30


@dataclass(frozen=True)
class Past:
    """One place in the programme; `group` and `state` are empty where it was another hub's."""

    kind: str
    academic_year: str
    group: str = ""
    state: str = ""
    as_school: str = ""


def programme(application: Application, today: School) -> list[Past]:
    """The places of the school and of all it carries on from, newest year first; one query and one a step back."""
    places = (
        Place.objects.filter(school__in=predecessor_ids(today) | {application.school_id})
        .select_related("group", "project", "school")
        .order_by("-project__year", "-since", "-id")[:MOST]
    )
    found = [_past(place, application) for place in places]
    return list(dict.fromkeys(each for each in found if each))


def _past(place: Place, application: Application) -> Past | None:
    kind, year = place.project.get_kind_display(), place.project.academic_year
    if place.group.hub_id != application.hub_id:
        return Past(kind, year) if place.status in Place.TAKES_PART else None
    known_as = place.school.name if place.school.name != application.school_name else ""
    return Past(kind, year, place.group.name, place.get_status_display().lower(), known_as)


@dataclass(frozen=True)
class Friend:
    """A school that the application names: how the wish stands, and what it has sent to this hub."""

    wish: clusters.Wish
    applications: list[Application]


def friends(application: Application) -> list[Friend]:
    """The schools it wants to be placed with, and their applications to this hub in all projects and years."""
    wishes = clusters.wishes([application])[application.pk]
    if not wishes:
        return []
    lines = lineages(wish.school.pk for wish in wishes)
    fields = ("reference", "status", "submitted", "school", "project__kind", "project__year")
    schools = {key for line in lines.values() for key in line}
    sent = Application.objects.sent_to(application.hub).filter(school__in=schools)
    rows = list(sent.select_related("project").only(*fields).order_by("-submitted", "-id")[:MOST])
    return [Friend(wish, [row for row in rows if row.school_id in lines[wish.school.pk]]) for wish in wishes]


def register_since(application: Application) -> list[str]:
    """What became of the school in the register since the application was sent, a sentence each; no queries."""
    then, school = application.frozen.get("school", {}), application.school
    said = []
    is_new = then.get("status") != school.get_register_status_display()
    if is_new and school.register_status == School.RegisterStatus.CLOSED:
        on = f" on {day(school.closed_on)}" if school.closed_on else ""
        said.append(f"It has closed{on}.")
    elif is_new and school.register_status == School.RegisterStatus.CLOSING:
        said.append("It is proposed to close.")
    if then.get("name") and then["name"] != school.name:
        said.append(f"It was called {then['name']} when it applied.")
    if (then.get("trust") or "") != (school.trust.name if school.trust else ""):
        said.append(f"It is in {school.trust.name} now." if school.trust else f"It has left {then['trust']}.")
    return said
