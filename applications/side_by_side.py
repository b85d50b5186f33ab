"""The groups of schools that want to work together, at one hub for one project: their applications side by side.

A group is every school that is tied to another by a wish, in either direction. It counts schools as they are today.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

from django.db.models import Q

from applications import apart
from applications.clusters import NOT_WITH_THE_HUB
from applications.deciding import ending
from applications.models import DECIDABLE, UNDECIDED, Application, NamedSchool, Outcome
from hubs.models import Hub
from schools.lineage import lineages, today_of
from schools.models import School
from workgroups.models import Criterion, Place, Project

# A hub has some hundreds of wishes a year; more than these, the latest are shown.
MOST_WISHES = 3_000
SHOWN = (
    *("reference", "status", "outcome", "submitted", "version", "hub", "project", "school", "school_name"),
    *("owner", "owner__first_name", "owner__last_name", "owner__email"),
)


@dataclass
class Member:
    """One school of a group, as it is today, with its application where it has sent one."""

    school: School
    application: Application | None = None
    criteria: list[Criterion] = field(default_factory=list)  # those it claims
    ties: list[str] = field(default_factory=list)  # whom it names, in words, one-sided wishes said so
    seat: Place | None = None  # its seat in this project, at whichever hub

    @property
    def can_be_placed(self) -> bool:
        """Whether the desk could place it now; with a hub lead's reason where it is not eligible."""
        waits = self.application is not None and self.application.status in DECIDABLE
        return waits and self.seat is None and not ending.prepared(self.application)

    @property
    def belongs(self) -> bool:
        """Whether it goes along with those it is tied to, unless somebody says otherwise."""
        return self.can_be_placed and self.application.outcome != Outcome.NOT_ELIGIBLE

    @property
    def is_waiting(self) -> bool:
        return self.application is not None and self.application.status in UNDECIDED


@dataclass
class Cluster:
    """The schools of one group: those that applied first, by name, then those that are missing."""

    members: list[Member]

    @property
    def missing(self) -> list[Member]:
        return [member for member in self.members if member.application is None]

    @property
    def waiting(self) -> list[Application]:
        return [member.application for member in self.members if member.is_waiting]

    @property
    def first(self) -> Application | None:
        """By which the group is found again."""
        return next((member.application for member in self.members if member.application), None)

    @property
    def kilometres(self) -> int | None:
        """Between the two that lie farthest apart, in a straight line; None where the register does not say."""
        at = [(m.school.easting, m.school.northing) for m in self.members if m.school.easting and m.school.northing]
        if len(at) < 2:
            return None
        return round(max(hypot(a[0] - b[0], a[1] - b[1]) for a in at for b in at) / 1000)


@dataclass(frozen=True)
class Ties:
    """Wishes as (from, to) keys of schools of today, the schools, and the words of each tie."""

    words: dict[tuple[int, int], str]
    schools: dict[int, School]

    def groups(self) -> list[set[int]]:
        """Keys of the schools that hang together, in the order their first wish came."""
        beside = defaultdict(set)
        for one, other in self.words:
            beside[one].add(other)
            beside[other].add(one)
        seen, found = set(), []
        for start in beside:
            if start not in seen:
                group, edge = {start}, {start}
                while edge:
                    edge = {other for one in edge for other in beside[one]} - group
                    group |= edge
                seen |= group
                found.append(group)
        return found

    def mutual(self, one: int) -> set[int]:
        """Whom a school names and is named by."""
        return {other for (start, other) in self.words if start == one and (other, one) in self.words}

    def said(self, one: int) -> list[str]:
        """Whom a school names, and who names it without being named."""
        named = [other for (start, other) in self.words if start == one]
        by = [start for (start, other) in self.words if other == one and start not in named]
        both = [f"names {self.schools[k].name} ({self._tie(one, k)})" for k in named]
        return both + [f"is named by {self.schools[k].name}, and does not name it" for k in by]

    def _tie(self, one: int, other: int) -> str:
        tie = self.words[one, other].lower() or "no tie given"
        return tie if (other, one) in self.words else f"{tie}; not named back"


def projects_with_groups(hub: Hub) -> list[Project]:
    """The hub's projects in which a school names another, newest first."""
    named = NamedSchool.objects.filter(application__hub=hub).exclude(application__status__in=NOT_WITH_THE_HUB)
    return list(Project.objects.filter(pk__in=named.values("application__project")))


def ties_of(hub: Hub, project: Project) -> Ties:
    """Every wish of one hub and project, the latest sent first."""
    rows = list(
        NamedSchool.objects.filter(application__hub=hub, application__project=project)
        .exclude(application__status__in=NOT_WITH_THE_HUB)
        .select_related("school", "application__school")
        .defer("application__answers", "application__checks", "application__frozen", "application__search_text")
        .order_by("-application__submitted", "id")[:MOST_WISHES]
    )
    today = today_of({school.pk: school for row in rows for school in (row.application.school, row.school)}.values())
    words, schools = {}, {}
    for row in rows:
        one, other = today[row.application.school_id], today[row.school_id]
        if one.pk != other.pk:
            words.setdefault((one.pk, other.pk), row.tie)
            schools |= {one.pk: one, other.pk: other}
    return Ties(words, schools)


def clusters(hub: Hub, project: Project, ties: Ties, groups: list[set[int]]) -> list[Cluster]:
    """These groups with their applications and seats; five queries and one a step of lineage, however many."""
    lines = lineages(key for group in groups for key in group)
    schools = {key for line in lines.values() for key in line}
    sent, seats = _sent(hub, project, schools), _seats(project, schools)
    return [_cluster(group, ties, lines, sent, seats) for group in groups]


def cluster_of(application: Application) -> Cluster | None:
    """The group an application belongs to; None where it is tied to no other."""
    hub, project = application.hub, application.project
    ties = ties_of(hub, project)
    today = today_of([application.school])[application.school_id].pk
    group = next((group for group in ties.groups() if today in group), None)
    return clusters(hub, project, ties, [group])[0] if group else None


def is_tied(application: Application) -> bool:
    """Whether it names a school, or a school that applied to the same hub names its school as it is today."""
    tied = NamedSchool.objects.filter(application__hub=application.hub_id, application__project=application.project_id)
    names = Q(application=application) | Q(school=application.school_id)
    return tied.exclude(application__status__in=NOT_WITH_THE_HUB).filter(names).exists()


def torn(hub: Hub, project: Project, keys: set[int]) -> Iterator[tuple[Application, Application]]:
    """Of applications that are placed without others: each with one that named each other with it and is left out.

    Left out is who could be placed now; who is kept apart from it, not eligible or not waiting stays behind rightly.
    """
    ties = ties_of(hub, project)
    members = {m.school.pk: m for each in clusters(hub, project, ties, ties.groups()) for m in each.members}
    kept = {frozenset(pair) for pair in apart.pairs(hub, project).values_list("one", "other")}
    for key, member in members.items():
        one = member.application
        if one is None or one.pk not in keys:
            continue
        for left in (members[other] for other in sorted(ties.mutual(key))):
            if left.belongs and left.application.pk not in keys and {one.pk, left.application.pk} not in kept:
                yield one, left.application


def _seats(project: Project, schools: set[int]) -> dict[int, Place]:
    held = Place.objects.filter(project=project, school__in=schools, status__in=Place.TAKES_A_SEAT)
    return {place.school_id: place for place in held.select_related("group", "overridden_by")}


def _sent(hub: Hub, project: Project, schools: set[int]) -> dict[int, Application]:
    rows = (
        Application.objects.sent_to(hub)
        .filter(project=project, school__in=schools)
        .exclude(status__in=NOT_WITH_THE_HUB)
        .select_related("owner")
        .only(*SHOWN)
        .prefetch_related("criterion_claims__criterion", "decisions__place__group")
    )
    return {application.school_id: application for application in rows.order_by("submitted")}


def _cluster(
    group: set[int],
    ties: Ties,
    lines: dict[int, set[int]],
    sent: dict[int, Application],
    seats: dict[int, Place],
) -> Cluster:
    members = []
    for key in group:
        application = next((sent[line] for line in sorted(lines[key], reverse=True) if line in sent), None)
        claims = application.criterion_claims.all() if application else ()
        criteria = [claim.criterion for claim in claims]
        seat = next((seats[line] for line in lines[key] if line in seats), None)
        members.append(Member(ties.schools[key], application, criteria, ties.said(key), seat))
    return Cluster(sorted(members, key=lambda member: (member.application is None, member.school.name)))
