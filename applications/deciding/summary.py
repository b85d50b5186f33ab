"""What is prepared, as a whole: who gets what, what is left in each group, and who has no decision yet."""

from dataclasses import dataclass, field

from applications.deciding import releasing
from applications.deciding.models import Decision
from applications.models import UNDECIDED, Application
from hubs.models import Hub
from workgroups.models import Project, WorkGroup

MOST_NAMED = 50


@dataclass
class ProjectSummary:
    """One project of the hub, before its decisions are released."""

    project: Project
    decisions: list[Decision] = field(default_factory=list)  # to be released
    groups: list[WorkGroup] = field(default_factory=list)  # with their seats and overrides
    undecided: int = 0
    names: list[Application] = field(default_factory=list)  # of the undecided, the first of them

    @property
    def fingerprint(self) -> str:
        return releasing.fingerprint(self.decisions)

    def count(self, kind: str) -> int:
        return sum(decision.kind == kind for decision in self.decisions)

    @property
    def who_gets_what(self) -> list[tuple[str, int]]:
        """Each kind of decision that occurs, in words, with its number."""
        return [(label, number) for kind, label in Decision.Kind.choices if (number := self.count(kind))]

    @property
    def seats_left(self) -> int:
        return sum(group.seats_left for group in self.groups)

    @property
    def left_out(self) -> int:
        return sum(bool(decision.refusal) for decision in self.decisions)


def of(hub: Hub) -> list[ProjectSummary]:
    """Of each project with something prepared; five queries, however much."""
    found: dict[int, ProjectSummary] = {}
    for decision in releasing.ready(hub):
        project = decision.application.project
        found.setdefault(project.pk, ProjectSummary(project)).decisions.append(decision)
    for group in WorkGroup.objects.filter(hub=hub, project__in=found).with_seats().with_overrides().order_by("name"):
        found[group.project_id].groups.append(group)
    open_ones = Application.objects.sent_to(hub).filter(project__in=found, status__in=UNDECIDED)
    without = open_ones.exclude(decisions__status=Decision.Status.PREPARED)
    for row in without.only("reference", "school_name", "project").order_by("school_name", "id"):
        summary = found[row.project_id]
        summary.undecided += 1
        if len(summary.names) < MOST_NAMED:
            summary.names.append(row)
    return sorted(found.values(), key=lambda each: str(each.project))
