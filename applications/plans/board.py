"""What the page of a plan shows: columns of cards, the finding in a sentence, and the numbers of its table."""

from dataclasses import dataclass, field

from django.db.models import Count, Max

from applications.models import Application
from applications.planning.problem import is_broken, kilometres
from applications.planning.reasons import reasons, trades
from applications.planning.rules import breaches
from applications.plans.gathering import Gathered, gather, to_plan
from applications.plans.models import Plan, PlanRun, PlanSeat
from journal.words import ordinal
from workgroups.models import WorkGroup

LOOSE = "Move it, unpin it, or plan again."


@dataclass
class Card:
    """One school on the board."""

    application: Application
    row: PlanSeat | None
    km: float | None
    why: str
    ties: list[str]
    waits: int | None = None

    @property
    def on_list(self) -> str:
        """Its place on the waiting list, like "2nd"; "" where it is on none."""
        return ordinal(self.waits) if self.waits else ""

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def pinned(self) -> bool:
        return bool(self.row and self.row.pinned)

    @property
    def trust(self) -> str:
        return self.application.school.trust.name if self.application.school.trust else ""


@dataclass
class Column:
    """A group with the cards meant for it; without a group, the schools that have no place."""

    group: WorkGroup | None
    number: int
    cards: list[Card] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.group.seats_left - len(self.cards)

    @property
    def over(self) -> int:
        return max(-self.left, 0)

    @property
    def ways(self) -> list[float]:
        return [card.km for card in self.cards if card.km is not None]

    @property
    def average(self) -> float | None:
        return round(sum(self.ways) / len(self.ways), 1) if self.ways else None

    @property
    def farthest(self) -> float | None:
        return max(self.ways, default=None)


@dataclass
class Board:
    gathered: Gathered
    columns: list[Column]
    without: Column
    warnings: list[str]
    traded: list[str]
    run: PlanRun | None
    stamp: str

    @property
    def placed(self) -> int:
        return sum(len(column.cards) for column in self.columns)

    @property
    def total(self) -> int:
        return len(self.gathered.applications)

    @property
    def used(self) -> int:
        return sum(bool(column.cards) for column in self.columns)

    @property
    def ways(self) -> list[float]:
        return [way for column in self.columns for way in column.ways]

    @property
    def average(self) -> float:
        return round(sum(self.ways) / len(self.ways), 1) if self.ways else 0

    @property
    def farthest(self) -> float:
        return max(self.ways, default=0)

    @property
    def clusters(self) -> int:
        return len(self.gathered.problem.clusters)

    @property
    def whole(self) -> int:
        """Clusters whose schools are all in one group."""
        seats = self.gathered.seats
        placed = (c for c in self.gathered.problem.clusters if not is_broken(c, seats))
        return sum(len(there := {seats[key] for key in c}) == 1 and None not in there for c in placed)

    @property
    def under_way(self) -> bool:
        return bool(self.run and not self.run.finished)

    @property
    def is_as_proposed(self) -> bool:
        """Nobody has changed the plan since it was worked out."""
        return bool(self.run and self.run.planned == self.gathered.plan.version)


def board(plan: Plan) -> Board:
    gathered = gather(plan)
    run = plan.runs.select_related("by").first() if plan.pk else None
    problem, seats = gathered.problem, gathered.seats
    why = reasons(problem, seats)
    columns = {key: Column(group, number) for number, (key, group) in enumerate(gathered.groups.items(), 1)}
    without = Column(None, 0)
    for key, application in gathered.applications.items():
        group = problem.group.get(seats[key])
        km = kilometres(problem.school[key], group) if group else None
        card = Card(
            application, gathered.rows.get(key), km, why[key], gathered.ties.get(key, []), gathered.waits.get(key)
        )
        columns.get(seats[key], without).cards.append(card)
    return Board(
        gathered, list(columns.values()), without, breaches(problem, seats), trades(problem, seats), run, stamp(plan)
    )


def stamp(plan: Plan) -> str:
    """Short, and another as soon as the board would look different; two queries."""
    if not plan.pk:
        return "none"
    run = plan.runs.values_list("pk", "step", "finished").first()
    sent = to_plan(plan.hub, plan.project).order_by()
    sent = sent.aggregate(Max("pk"), Count("pk", distinct=True), Max("waiting_entries__moved"))
    parts = (plan.version, *(run or ()), *sent.values())
    return "-".join("".join(c for c in str(part) if c.isalnum()) for part in parts)
