"""A hub's specialists with what they can lead, what they lead in a year, and how far their groups are from home."""

from dataclasses import dataclass

from django.utils import timezone

from hubs.models import Hub, Specialist
from hubs.travel import Way, reach, way
from workgroups.leading import KINDS, Load, Room, most_schools, room, training_year, units, why_not
from workgroups.leads import led_by
from workgroups.models import Place, Project, WorkGroup


@dataclass(frozen=True)
class Led:
    """One of their groups. Of a group at another hub, its schools are that hub's affair: no `ways`."""

    group: WorkGroup
    ways: list[Way]

    @property
    def far(self) -> str:
        """Like "2.1 to 14.3 km"; "" where nobody knows."""
        known = sorted(each.km for each in self.ways if each.km is not None)
        if not known:
            return ""
        return f"{known[0]} km" if known[0] == known[-1] else f"{known[0]} to {known[-1]} km"

    @property
    def beyond(self) -> int:
        return sum(each.is_beyond for each in self.ways)


@dataclass(frozen=True)
class Row:
    specialist: Specialist
    projects: list[Project]  # editions of the year that their kind leads
    load: Load
    led: list[Led]

    @property
    def can_lead(self) -> list[str]:
        return [project.get_kind_display() for project in self.projects if not self._why_not(project)]

    @property
    def cannot(self) -> list[str]:
        """Why not the others, each reason once."""
        return list(dict.fromkeys(reason for project in self.projects if (reason := self._why_not(project))))

    @property
    def training_year(self) -> int | None:
        return training_year(self.specialist, self.projects[0]) if self.projects else None

    @property
    def schools_said(self) -> str:
        """Like "2 of 2 departments"; "" where nothing limits them."""
        limits = [(most, project) for project in self.projects if (most := most_schools(self.specialist, project))]
        if not limits:
            return ""
        most, project = min(limits, key=lambda each: each[0])
        return f"{self.load.schools} of {units(project, most)}"

    @property
    def is_full(self) -> bool:
        """No project that they can lead leaves them room."""
        rooms = [room(self.specialist, project, self.load) for project in self.projects]
        return bool(rooms) and all(_nothing_left(each) for each in rooms)

    @property
    def reach(self) -> str:
        return reach(self.specialist)

    def _why_not(self, project: Project) -> str:
        """Apart from what they lead already."""
        hub, today = self.specialist.hub, timezone.localdate()
        return why_not(self.specialist, project, hub=hub, load=Load(), capacity=1, on=today)


def rows(hub: Hub, year: int) -> list[Row]:
    """All of the hub's specialists, those who ended last; seven queries, however many they are."""
    people = hub.specialists.select_related("user", "hub", "home_school").prefetch_related("travel_areas")
    people = list(people.order_by("user__last_name", "user__first_name", "pk"))
    projects = sorted(Project.objects.filter(year=year), key=lambda project: list(Project.Kind).index(project.kind))
    led = led_by(people, year) if people else {}
    held = Place.objects.filter(group__hub=hub, status__in=Place.TAKES_A_SEAT).select_related("school")
    own = [group for groups in led.values() for group in groups if group.hub_id == hub.pk]
    schools = _schools(own, held)
    found = []
    for person in people:
        mine = sorted(led[person.user_id], key=lambda group: group.name)
        own_kind = [project for project in projects if person.kind in KINDS[project.kind]]
        of = [Led(g, [way(person, one) for one in schools.get(g.pk, ())]) for g in mine if g.lead.kind == person.kind]
        found.append(Row(person, own_kind, Load.of(mine, person.kind), of))
    return sorted(found, key=lambda row: row.specialist.has_ended())


def _schools(groups: list[WorkGroup], held) -> dict[int, list]:
    found: dict[int, list] = {}
    for place in held.filter(group__in=groups).order_by("school__name"):
        found.setdefault(place.group_id, []).append(place.school)
    return found


def _nothing_left(left: Room) -> bool:
    return not left.groups or left.schools == 0
