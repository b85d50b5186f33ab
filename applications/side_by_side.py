"""The groups of schools that want to work together, at one hub for one project: their applications side by side.

A group is every school that is tied to another by a wish, in either direction. It counts schools as they are today.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from math import hypot

from applications.clusters import NOT_WITH_THE_HUB
from applications.models import UNDECIDED, Application, NamedSchool
from hubs.models import Hub
from schools.lineage import lineages, today_of
from schools.models import School
from workgroups.models import Criterion, Project

# A hub has some hundreds of wishes a year; more than these, the latest are shown.
MOST_WISHES = 3_000
SHOWN = (
    *("reference", "status", "outcome", "submitted", "school", "school_name", "place", "place__group__name"),
    *("owner", "owner__first_name", "owner__last_name", "owner__email"),
)


@dataclass
class Member:
    """One school of a group, as it is today, with its application where it has sent one."""

    school: School
    application: Application | None = None
    criteria: list[Criterion] = field(default_factory=list)  # those it claims
    ties: list[str] = field(default_factory=list)  # whom it names, in words, one-sided wishes said so

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
    """These groups with their applications; three queries and one a step of lineage, however many."""
    lines = lineages(key for group in groups for key in group)
    sent = _sent(hub, project, {key for line in lines.values() for key in line})
    return [_cluster(group, ties, lines, sent) for group in groups]


def _sent(hub: Hub, project: Project, schools: set[int]) -> dict[int, Application]:
    rows = (
        Application.objects.sent_to(hub)
        .filter(project=project, school__in=schools)
        .exclude(status__in=NOT_WITH_THE_HUB)
        .select_related("owner", "place__group")
        .only(*SHOWN)
        .prefetch_related("criterion_claims__criterion")
    )
    return {application.school_id: application for application in rows.order_by("submitted")}


def _cluster(group: set[int], ties: Ties, lines: dict[int, set[int]], sent: dict[int, Application]) -> Cluster:
    members = []
    for key in group:
        application = next((sent[line] for line in sorted(lines[key], reverse=True) if line in sent), None)
        claims = application.criterion_claims.all() if application else ()
        criteria = [claim.criterion for claim in claims]
        members.append(Member(ties.schools[key], application, criteria, ties.said(key)))
    return Cluster(sorted(members, key=lambda member: (member.application is None, member.school.name)))
