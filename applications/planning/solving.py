"""The best placement, by OR-Tools CP-SAT; the one module that needs it.

It is an optional package of 200 MB, loaded when first used and only where a plan is worked out. What is best is
`problem.Score`: as many schools as can be, by priority; of these the first of the waiting list; then as few broken
clusters; then the shortest ways. Each is solved by itself and held fast for the next, as one sum of all has numbers so
large that the proof takes minutes.
What a plan made by hand shows to be the best already is not solved at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import monotonic

from applications.planning.greedy import by_hand
from applications.planning.problem import Problem, Score, priorities, score
from applications.planning.rules import fixed, pins_in_the_way

# CP-SAT counts its own work, so that a busy machine finds the same plan; a unit of it takes about a second. The clock
# stops what takes far longer.
WORK = 10.0
SLOWEST = 3  # seconds for a unit of work
SEED = 1


class Loosened(StrEnum):
    """One rule that may give way in one place, to see what that would bring."""

    NOTHING = "nothing"
    SEAT = "seat"  # one group has one seat more
    CLUSTER = "cluster"  # one cluster may sit in two groups
    GROUP = "group"  # one of some further groups comes about


class Status(StrEnum):
    OPTIMAL = "optimal"  # it is proven that there is no better one
    FEASIBLE = "feasible"  # the best that was found in the time given
    IMPOSSIBLE = "impossible"  # the hub's own pins stand in the way; `why` says which


@dataclass(frozen=True)
class Answer:
    """`seats` has every school; `gave_way` is the key of the group, or the cluster, where a rule was loosened."""

    status: Status
    seats: dict[int, int | None]
    score: Score
    why: list[str] = field(default_factory=list)
    gave_way: int | frozenset[int] | None = None


@cache
def is_installed() -> bool:
    return find_spec("ortools") is not None


def cp_model():
    """The library's module; half a second the first time."""
    return import_module("ortools.sat.python.cp_model")


def solve(problem: Problem, *, work: float = WORK, loosened=Loosened.NOTHING, further: Iterable[int] = ()):
    """The best seats for this problem, for so much work; the same problem has the same answer.

    `further`: keys of the groups of which only one comes about (Loosened.GROUP). Never worse than `by_hand`.
    """
    start = by_hand(problem.but(groups=tuple(g for g in problem.groups if g.key not in set(further))))
    in_the_way = pins_in_the_way(problem)
    if in_the_way:
        return Answer(Status.IMPOSSIBLE, start, score(problem, start), in_the_way)
    return Search(Model(problem, loosened, frozenset(further)), start, work).answer()


class Model:
    """Variables and rules of one problem. `seat[school, group]` is 1 where the school sits in the group."""

    def __init__(self, problem: Problem, loosened: Loosened, further: frozenset[int]):
        self.problem, self.loosened, self.further = problem, loosened, further
        self.cp = cp_model()
        self.model = self.cp.CpModel()
        self.seat = {pair: self.model.new_bool_var("") for pair in problem.distances}
        self.of_school: dict[int, list] = {key: [] for key, _ in self.seat}
        self.of_group: dict[int, list] = {group.key: [] for group in problem.groups}
        for (key, group), variable in self.seat.items():
            self.of_school[key].append(variable)
            self.of_group[group].append(variable)
        self.ways: dict = {}  # what may give way: the variable of each group or cluster
        self.broken: list = []
        self._schools()
        self._groups()
        self._leads()
        self._clusters()
        if problem.mixed:
            self._mix()
        if self.ways:
            self.model.add_at_most_one(self.ways.values())

    def _schools(self) -> None:
        for variables in self.of_school.values():
            self.model.add_at_most_one(variables)
        for school in self.problem.schools:
            if school.pinned and school.group is not None:
                self.model.add(self.seat[school.key, school.group] == 1)
        for one, other in self.problem.apart:
            if one in self.of_school and other in self.of_school:
                for group in self.of_group:
                    self.model.add_at_most_one([self.seat[one, group], self.seat[other, group]])

    def _groups(self) -> None:
        for group in self.problem.groups:
            inside = self.cp.LinearExpr.sum(self.of_group[group.key])
            if group.key in self.further:
                self.model.add(inside <= group.room * self._way(group.key))
            elif self.loosened == Loosened.SEAT:
                self.model.add(inside <= group.room + self._way(group.key))
            else:
                self.model.add(inside <= group.room)

    def _way(self, key):
        return self.ways.setdefault(key, self.model.new_bool_var(""))

    def _leads(self) -> None:
        for lead in self.problem.leads:
            led = [group for group in self.problem.groups if group.lead == lead.key]
            if lead.most_schools is not None:
                everybody = [variable for group in led for variable in self.of_group[group.key]]
                self.model.add(self.cp.LinearExpr.sum(everybody) <= lead.most_schools)
            begun = sum(group.is_begun for group in led)
            if lead.most_groups is not None and max(lead.most_groups, begun) < len(led):
                running = [self._runs(group) for group in led if not group.is_begun]
                self.model.add(sum(running) <= max(lead.most_groups, begun) - begun)

    def _runs(self, group):
        runs = self.model.new_bool_var("")
        for variable in self.of_group[group.key]:
            self.model.add_implication(variable, runs)
        return runs

    def _clusters(self) -> None:
        for cluster in self.problem.clusters:
            part = {group: self.model.new_bool_var("") for group in self.of_group}
            for key in cluster:
                for group, variable in part.items():
                    self.model.add_implication(self.seat[key, group], variable)
            most = self.problem.parts_allowed(cluster)
            if self.loosened == Loosened.CLUSTER:
                self.model.add(sum(part.values()) <= most + self._way(cluster))
            elif most == 1:
                self.model.add_at_most_one(part.values())
            else:
                self.model.add(sum(part.values()) <= most)
            self._broken(cluster)

    def _broken(self, cluster: frozenset[int]) -> None:
        """1 where some of a cluster have a place and some have none."""
        some, broken = self.model.new_bool_var(""), self.model.new_bool_var("")
        for key in cluster:
            placed = sum(self.of_school[key])
            self.model.add(some >= placed)
            self.model.add(placed + broken >= some)
        self.broken.append(broken)

    def _mix(self) -> None:
        """Two or more of a trust only where there is another school too."""
        trusts: dict[str, list[int]] = {}
        for key in self.of_school:
            trusts.setdefault(self.problem.school[key].trust or f"none {key}", []).append(key)
        for group in self.problem.groups:
            stays = fixed(self.problem, group)
            for trust, keys in trusts.items():
                taken = group.trusts.count(trust)
                if len(keys) + taken < 2:
                    continue
                same = self.cp.LinearExpr.sum([self.seat[key, group.key] for key in keys])
                others = self.cp.LinearExpr.sum(self.of_group[group.key]) - same + len(group.trusts) - taken
                self.model.add(same + taken <= max(1, stays[trust]) + (group.room + 1) * others)


class Search:
    """The four aims one after the other, from seats that a careful person would choose."""

    def __init__(self, model: Model, start: dict[int, int | None], work: float):
        self.made, self.cp, self.model, self.problem = model, model.cp, model.model, model.problem
        self.best, self.by_hand, self.proven = start, start, True
        self.work, self.until = work, monotonic() + work * SLOWEST
        self.gave_way = None

    def answer(self) -> Answer:
        self._place_as_many()
        self._pass_over_as_few()
        self._break_as_few()
        self._stay_near()
        found, by_hand_is = score(self.problem, self.best), score(self.problem, self.by_hand)
        if by_hand_is < found:  # only where time ran out
            return Answer(Status.FEASIBLE, self.by_hand, by_hand_is)
        return Answer(Status.OPTIMAL if self.proven else Status.FEASIBLE, self.best, found, gave_way=self.gave_way)

    def _place_as_many(self) -> None:
        """By priority: one of the first counts more than all of those after it."""
        of = {each: [k for k in self.made.of_school if self.problem.priority[k] == each] for each in self._order}
        if score(self.problem, self.best).left_out != self._fewest_left_out(of):
            factor, variables, factors = 1, [], []
            for each in reversed(self._order):
                inside = [variable for key in of[each] for variable in self.made.of_school[key]]
                variables += inside
                factors += [-factor] * len(inside)
                factor *= len(of[each]) + 1
            self._solve(variables, factors)
        for each, out in zip(self._order, score(self.problem, self.best).left_out, strict=True):
            self._hold(of[each], out)

    @property
    def _order(self) -> list[int]:
        return priorities(self.problem)

    def _fewest_left_out(self, of: dict[int, list[int]]) -> tuple[int, ...]:
        """What no plan can beat: every seat taken, the first priority first."""
        room = sum(max(group.room, 0) for group in self.problem.groups) + (self.made.loosened == Loosened.SEAT)
        found = []
        for each in self._order:
            found.append(max(len(of[each]) - room, 0))
            room -= len(of[each]) - found[-1]
        return tuple(found)

    def _hold(self, keys: list[int], out: int) -> None:
        """So many of these schools are left out, and no more."""
        if out == 0:
            for key in keys:
                self.model.add_exactly_one(self.made.of_school[key])
        else:
            placed = [variable for key in keys for variable in self.made.of_school[key]]
            self.model.add(self.cp.LinearExpr.sum(placed) >= len(keys) - out)

    def _pass_over_as_few(self) -> None:
        """Of the waiting list; where no plan can pass over fewer, nothing is to be looked for."""
        weights = self.problem.weights
        if not weights:
            return
        placed = [(variable, -weights[key]) for key in weights for variable in self.made.of_school[key]]
        variables, factors = zip(*placed, strict=True) if placed else ((), ())
        if score(self.problem, self.best).passed_over > self._fewest_passed_over():
            self._solve(list(variables), list(factors))
        most = score(self.problem, self.best).passed_over - sum(weights.values())
        self.model.add(self.cp.LinearExpr.weighted_sum(variables, factors) <= most)

    def _fewest_passed_over(self) -> int:
        """What no plan can beat: of each priority those who are not on the list are left out first, then its last."""
        least = 0
        for each, out in zip(self._order, score(self.problem, self.best).left_out, strict=True):
            keys = [key for key in self.made.of_school if self.problem.priority[key] == each]
            least += sum(sorted(self.problem.weights.get(key, 0) for key in keys)[:out])
        return least

    def _break_as_few(self) -> None:
        if not self.made.broken:
            return
        if score(self.problem, self.best).broken:
            self._solve(self.made.broken, [1] * len(self.made.broken))
        self.model.add(sum(self.made.broken) <= score(self.problem, self.best).broken)

    def _stay_near(self) -> None:
        self._solve(list(self.made.seat.values()), list(self.problem.distances.values()))

    def _solve(self, variables: list, factors: list[int]) -> None:
        """Make the weighted sum as small as can be, and keep the seats."""
        self.model.clear_objective()
        self.model.minimize(self.cp.LinearExpr.weighted_sum(variables, factors))
        self.model.clear_hints()
        for key, group in self.best.items():
            if group is not None:
                self.model.add_hint(self.made.seat[key, group], 1)
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1  # several would find one of several equally good plans by chance
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = self.work
        solver.parameters.max_time_in_seconds = max(self.until - monotonic(), 0.01)
        status = solver.solve(self.model)
        self.work = max(self.work - solver.response_proto.deterministic_time, 0.01)
        self.proven = self.proven and status == self.cp.OPTIMAL
        if status in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            self.best = dict.fromkeys(school.key for school in self.problem.schools)
            self.best |= {key: group for (key, group), seat in self.made.seat.items() if solver.boolean_value(seat)}
            ways = self.made.ways.items()
            self.gave_way = next((key for key, way in ways if solver.boolean_value(way)), None)
