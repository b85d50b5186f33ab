"""A hub's applications, groups and wishes as plain values for the planner; a dozen queries, however many."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce

from applications import side_by_side
from applications.apart_models import KeptApart
from applications.deciding.models import Decision
from applications.deciding.waiting import current
from applications.models import DECIDABLE, UNDECIDED, Application, Outcome, Status
from applications.planning.problem import Group, Lead, Problem
from applications.planning.problem import School as Planned
from applications.plans.models import Plan, PlanSeat
from hubs.models import Hub
from schools.distance import at_of
from schools.lineage import today_of
from schools.models import School
from workgroups.leading import Load, room
from workgroups.leads import led_by
from workgroups.models import Place, Project, WorkGroup

PLANNED = (*UNDECIDED, Status.WAITING_LIST)
NOT_ELIGIBLE = "A check says it is not eligible. Somebody who may place it all the same can pin it to a group."
WITH_THE_SCHOOL = "The hub waits for the school's answer. Pin it to a group to keep a place for it."
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)


@dataclass
class Gathered:
    """All that a plan is made of. Keys of schools in `problem` are those of applications."""

    plan: Plan
    applications: dict[int, Application]
    groups: dict[int, WorkGroup]
    rows: dict[int, PlanSeat]
    problem: Problem
    waits: dict[int, int]  # their places on the waiting list, by keys of applications
    ties: dict[int, list[str]]  # whom a school names, in words, one-sided wishes said so

    @property
    def seats(self) -> dict[int, int | None]:
        """The group of each application as the plan has it now."""
        return {key: row.group_id if (row := self.rows.get(key)) else None for key in self.applications}


def gather(plan: Plan) -> Gathered:
    hub, project = plan.hub, plan.project
    applications = {one.pk: one for one in to_plan(hub, project)}
    groups = {group.pk: group for group in _groups(hub, project)}
    # A plan that nobody has begun has no rows.
    seats = PlanSeat.objects.filter(plan=plan.pk, application__in=applications).select_related("by")
    rows = {row.application_id: row for row in seats}
    on_list = current(hub, project).values_list("application", flat=True)
    waits = {key: place for place, key in enumerate(on_list, 1) if key in applications}
    today = today_of([one.school for one in applications.values()])
    ties = side_by_side.ties_of(hub, project)
    by_school = {today[one.school_id].pk: one.pk for one in applications.values()}
    apart = KeptApart.objects.filter(one__in=applications, other__in=applications)
    problem = Problem(
        schools=tuple(
            _school(one, today[one.school_id], rows.get(one.pk), groups, waits.get(one.pk))
            for one in applications.values()
        ),
        groups=_places(groups.values()),
        leads=_leads(groups.values(), project),
        together=tuple(_mutual(ties, by_school)),
        apart=tuple(apart.values_list("one_id", "other_id")),
        mixed=plan.mixed,
    )
    said = {key: ties.said(school) for school, key in by_school.items() if school in ties.schools}
    return Gathered(plan, applications, groups, rows, problem, waits, said)


def to_plan(hub: Hub, project: Project):
    """What waits for a decision or a place, has none prepared, and was judged by the rules; the first sent first."""
    sent = Application.objects.sent_to(hub).filter(project=project, status__in=PLANNED).exclude(outcome="")
    sent = sent.exclude(decisions__status=Decision.Status.PREPARED)
    unread = ("answers", "checks", "frozen", "search_text")
    return sent.select_related("school__trust").defer(*unread).order_by(Coalesce("first_sent", "submitted"), "pk")


def _groups(hub: Hub, project: Project):
    held = Place.objects.filter(status__in=Place.TAKES_A_SEAT).select_related("school__trust")
    found = (
        WorkGroup.objects.filter(hub=hub, project=project)
        .with_seats()
        .with_overrides()
        .select_related("lead__user", "lead__home_school")
    )
    return found.prefetch_related(Prefetch("places", held, to_attr="held")).order_by("name", "pk")


def _school(application: Application, today: School, row: PlanSeat | None, groups: dict, waits: int | None) -> Planned:
    barred = ""
    if application.outcome == Outcome.NOT_ELIGIBLE:
        barred = NOT_ELIGIBLE
    elif application.status not in DECIDABLE:
        barred = WITH_THE_SCHOOL
    group = row.group_id if row and row.group_id in groups else None
    return Planned(
        key=application.pk,
        name=application.school_name or application.school.name,
        at=at_of(today),
        priority=row.priority if row else PlanSeat.Priority.ORDINARY,
        waits=waits,
        trust=application.school.trust.name if application.school.trust else "",
        barred=barred,
        pinned=bool(row and row.pinned),
        group=group,
    )


def _places(groups: Iterable[WorkGroup]) -> tuple[Group, ...]:
    groups = list(groups)
    venues = _venues({group.venue for group in groups if group.venue})
    return tuple(
        Group(
            key=group.pk,
            name=group.name,
            room=group.seats_left,
            at=venues.get(group.venue) or at_of(group.lead.home_school if group.lead else None),
            online=group.mode == WorkGroup.Mode.ONLINE,
            lead=group.lead.user_id if group.lead else None,
            trusts=tuple(p.school.trust.name if p.school.trust else f"place {p.pk}" for p in group.held),
        )
        for group in groups
    )


def _venues(words: set[str]) -> dict[str, tuple[int, int]]:
    """Where a venue is: the school of that name where there is one alone, or one with the postcode in its words."""
    codes = {venue: " ".join(found.groups()).upper() for venue in words if (found := POSTCODE.search(venue))}
    asked = Q(name__in=words) | Q(postcode__in=codes.values())
    schools = list(School.objects.open().filter(asked, easting__gt=0, northing__gt=0)) if words else []
    found = {}
    for venue in words:
        named = [school for school in schools if school.name == venue]
        there = [school for school in schools if school.postcode == codes.get(venue)]
        school = named[0] if len(named) == 1 else next(iter(there), None)
        if school:
            found[venue] = at_of(school)
    return found


def _leads(groups: Iterable[WorkGroup], project: Project) -> tuple[Lead, ...]:
    """What each lead of these groups can still take, beside the groups they lead elsewhere this year."""
    groups = [group for group in groups if group.lead]
    people = {group.lead.user_id: group.lead for group in groups}
    here = {group.pk for group in groups}
    found = []
    for key, led in led_by(people.values(), project.year).items() if people else ():
        elsewhere = [group for group in led if group.pk not in here]
        left = room(people[key], project, Load.of(elsewhere, people[key].kind))
        if left.schools is not None:  # of the groups of this plan, what is taken counts, not what they could take
            taken = sum(group.taken for group in groups if group.lead.user_id == key)
            left = replace(left, schools=max(left.schools - taken, 0))
        found.append(Lead(key, str(people[key]), left.groups, left.schools))
    return tuple(found)


def _mutual(ties: side_by_side.Ties, by_school: dict[int, int]) -> list[frozenset[int]]:
    """Applications whose schools named each other, directly or through a third; a one-sided wish binds nobody."""
    beside: dict[int, set[int]] = {}
    for one, other in ties.words:
        if (other, one) in ties.words and one in by_school and other in by_school:
            beside.setdefault(by_school[one], set()).add(by_school[other])
    seen, found = set(), []
    for start in beside:
        if start not in seen:
            group, edge = {start}, {start}
            while edge:
                edge = {other for one in edge for other in beside[one]} - group
                group |= edge
            seen |= group
            found.append(frozenset(group))
    return found
