"""The planner at the size of a large hub: proven how soon, beside a bare model, a flow and a plan made by hand.

Needs no database. 300 schools and 40 groups over a square of 90 km; times are processor time, so that a busy machine
counts for neither side.
"""

import random
import statistics
import sys
import time
from math import hypot

from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model

from applications.planning.greedy import by_hand
from applications.planning.problem import Group, Lead, Problem, School, score
from applications.planning.rules import breaches
from applications.planning.solving import SEED, Status, solve

SCHOOLS, GROUPS, ROOM, WIDE = 300, 40, 8, 90_000
RUNS = 5
MOST_SECONDS = 10


def main() -> None:
    asked, bare = made(1), made(1).but(together=(), apart=(), leads=(), mixed=False)
    ours, theirs = [], []
    for _ in range(RUNS):
        theirs.append(_timed(lambda: bare_model(bare)))
        ours.append(_timed(lambda: solve(bare)))
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
    _line("planner beside a bare CP-SAT model, 300 schools × 40 groups", ratio, "1.5")
    print(f"    {statistics.median(ours):.2f} s beside {statistics.median(theirs):.2f} s", file=sys.stderr)

    answer = solve(bare)
    _line("planner's cost beside the cheapest flow", answer.score.tenths / cheapest_flow(bare)[1], "1")
    found: list = []
    seconds = _timed(lambda: found.append(solve(asked)))
    proven = found[0].status == Status.OPTIMAL and not breaches(asked, found[0].seats)
    _line(f"planner with every rule, of {MOST_SECONDS} s until proven", seconds / MOST_SECONDS if proven else 99, "1")
    hands = score(asked, by_hand(asked))
    _line("planner's ways beside those of a plan made by hand", found[0].score.tenths / hands.tenths, "1")
    print(f"    proven {proven}; {found[0].score}; by hand {hands}", file=sys.stderr)


def made(seed: int, schools: int = SCHOOLS, groups: int = GROUPS) -> Problem:
    """A hub's round: clusters of neighbours, trusts, priorities, pairs kept apart, leads with two groups each."""
    chance = random.Random(seed)

    def anywhere():
        return chance.randrange(WIDE), chance.randrange(WIDE)

    seats = tuple(Group(key, f"Group {key}", ROOM, anywhere(), lead=key // 2) for key in range(groups))
    every = tuple(
        School(
            key,
            f"School {key}",
            anywhere(),
            priority=chance.choice([1, 2, 2, 2, 3]),
            trust=chance.choice(["", f"T{chance.randrange(40)}"]),
        )
        for key in range(schools)
    )
    leads = tuple(Lead(key, f"Lead {key}", 2, 2 * ROOM) for key in range(groups // 2))
    pairs = tuple(tuple(chance.sample(range(schools), 2)) for _ in range(schools // 15))
    return Problem(every, seats, leads, _neighbours(every, chance), pairs, mixed=True)


def _neighbours(schools: tuple[School, ...], chance: random.Random) -> tuple[frozenset[int], ...]:
    free, found = {school.key: school.at for school in schools}, []
    while len(found) < len(schools) // 10:
        key = chance.choice(sorted(free))
        at = free.pop(key)
        near = sorted(free, key=lambda other: hypot(free[other][0] - at[0], free[other][1] - at[1]))
        near = near[: chance.choice([1, 1, 2, 3])]
        found.append(frozenset([key, *near]))
        for other in near:
            del free[other]
    return tuple(found)


def bare_model(problem: Problem) -> None:
    """What one writes who needs only this: every school one seat, no group too many, the shortest ways."""
    model = cp_model.CpModel()
    seat = {pair: model.new_bool_var("") for pair in problem.distances}
    for school in problem.schools:
        model.add_exactly_one(seat[school.key, group.key] for group in problem.groups)
    for group in problem.groups:
        model.add(sum(seat[school.key, group.key] for school in problem.schools) <= group.room)
    model.minimize(cp_model.LinearExpr.weighted_sum(list(seat.values()), list(problem.distances.values())))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    if solver.solve(model) != cp_model.OPTIMAL:
        raise RuntimeError("The bare model has no proven answer.")


def cheapest_flow(problem: Problem) -> tuple[int, int]:
    """(schools left out, tenths of a kilometre) by minimum cost flow, for a problem without side rules."""
    flow = min_cost_flow.SimpleMinCostFlow()
    first_group, source = len(problem.schools), len(problem.schools) + len(problem.groups)
    sink, out = source + 1, 1 + sum(problem.distances.values())
    for n, school in enumerate(problem.schools):
        flow.add_arc_with_capacity_and_unit_cost(source, n, 1, 0)
        flow.add_arc_with_capacity_and_unit_cost(n, sink, 1, out)
        for m, group in enumerate(problem.groups):
            flow.add_arc_with_capacity_and_unit_cost(n, first_group + m, 1, problem.distances[school.key, group.key])
    for m, group in enumerate(problem.groups):
        flow.add_arc_with_capacity_and_unit_cost(first_group + m, sink, group.room, 0)
    flow.set_node_supply(source, len(problem.schools))
    flow.set_node_supply(sink, -len(problem.schools))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("There is no flow.")
    return divmod(flow.optimal_cost(), out)


def _timed(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _line(name: str, ratio: float, goal: str) -> None:
    print(f"{name}\t{ratio:.2f}\t{goal}", flush=True)


if __name__ == "__main__":
    main()
