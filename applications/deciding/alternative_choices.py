"""What a hub can offer instead of an application, with what the rules say of the school for each."""

from dataclasses import dataclass, field

from applications.deciding import suiting
from applications.eligibility import Verdict
from applications.models import Application
from journal.moves import Refused
from workgroups.models import Opening, Project, WorkGroup, first_year_not_over


@dataclass
class Choice:
    """A project of the hub's own: its groups may keep a seat; `why_not` where it cannot be offered."""

    opening: Opening
    verdict: Verdict
    outcome: str
    groups: list[WorkGroup] = field(default_factory=list)  # with their seats
    is_same: bool = False  # what was asked for: another group of it
    why_not: str = ""

    @property
    def seats(self) -> list[tuple[str, WorkGroup]]:
        """The groups, each with what the form calls it."""
        return [(f"{self.opening.pk}-{group.pk}", group) for group in self.groups]

    @property
    def telling(self) -> list:
        """The checks that do not simply pass."""
        return [check for check in self.verdict.checks if check.outcome != "pass"]


@dataclass
class Elsewhere:
    """A project that other hubs have open."""

    project: Project
    outcome: str
    openings: list[Opening] = field(default_factory=list)


def own(application: Application) -> list[Choice]:
    """The hub's projects of years that are not over, the one that was asked for last; two queries for each and two."""
    rows = Opening.objects.filter(hub=application.hub_id, project__year__gte=first_year_not_over())
    groups: dict[int, list[WorkGroup]] = {}
    for group in WorkGroup.objects.filter(hub=application.hub_id).with_seats().order_by("name"):
        groups.setdefault(group.project_id, []).append(group)
    found = []
    for opening in rows.select_related("project", "hub").order_by("project__year", "project__code"):
        verdict = suiting.judged(application, opening)
        outcome = suiting.outcome_there(application, opening, verdict)
        same = opening.project_id == application.project_id
        found.append(
            Choice(opening, verdict, outcome, groups.get(opening.project_id, []), same, _why_not(application, opening))
        )
    return sorted(found, key=lambda choice: choice.is_same)


def _why_not(application: Application, opening: Opening) -> str:
    try:
        suiting.check_opening(application, opening)
    except Refused as refusal:
        return refusal.reason
    return ""


def elsewhere(application: Application) -> list[Elsewhere]:
    """What other hubs have open, by project; two queries for each project and one."""
    found: dict[int, Elsewhere] = {}
    rows = Opening.objects.open_at().exclude(hub=application.hub_id).select_related("project", "hub")
    for opening in rows.order_by("project__year", "project__code", "hub__name"):
        if opening.project_id not in found:
            outcome = suiting.judged(application, opening).outcome
            found[opening.project_id] = Elsewhere(opening.project, outcome)
        found[opening.project_id].openings.append(opening)
    return list(found.values())
