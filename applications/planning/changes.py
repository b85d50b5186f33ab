"""Which one change would help most: one seat more, one cluster in two groups, or one more group.

Each kind is one further solve, in which that rule may give way in one place; the solver chooses where.
"""

from dataclasses import dataclass
from math import hypot

from applications.planning.problem import Group, Problem, Score, kilometres
from applications.planning.rules import names
from applications.planning.solving import Answer, Loosened, Status, solve

WORK = 4.0
PLACES_TRIED = 4
APART = 10_000  # metres between two places tried for a further group


@dataclass(frozen=True)
class Change:
    """`said` says what to change and what it brings; `is_proven` that no other change of its kind brings more."""

    kind: Loosened
    said: str
    score: Score
    is_proven: bool


def changes(problem: Problem, answer: Answer, *, size: int, work: float = WORK) -> list[Change]:
    """The changes that would help, the one that helps most first; none where nothing does. `size` is a new group's."""
    if answer.status == Status.IMPOSSIBLE:
        return []
    found = [_seat(problem, work), _cluster(problem, work), _group(problem, answer, size, work)]
    measured = _is_measured(problem, answer)
    said = [
        Change(change.kind, f"{change.said}: {', and '.join(gain)}.", change.score, change.is_proven)
        for change in found
        if change and (gain := _gain(answer.score, change.score, measured))
    ]
    return sorted(said, key=lambda change: change.score)


def _seat(problem: Problem, work: float) -> Change | None:
    if not problem.groups:
        return None
    found = solve(problem, work=work, loosened=Loosened.SEAT)
    group = problem.group.get(found.gave_way)
    return group and Change(Loosened.SEAT, f"One more place in {group.name}", found.score, _proven(found))


def _cluster(problem: Problem, work: float) -> Change | None:
    if not problem.clusters:
        return None
    found = solve(problem, work=work, loosened=Loosened.CLUSTER)
    cluster = found.gave_way
    return cluster and Change(
        Loosened.CLUSTER, f"Letting {names(problem, cluster)} sit in two groups", found.score, _proven(found)
    )


def _group(problem: Problem, answer: Answer, size: int, work: float) -> Change | None:
    """One more group, near one of the schools that have no place or the longest way."""
    near = _where(problem, answer)
    if not near:
        return None
    first = max((group.key for group in problem.groups), default=0) + 1
    further = {first + n: school for n, school in enumerate(near)}
    new = tuple(Group(key, f"near {school.name}", size, school.at) for key, school in further.items())
    larger = problem.but(groups=problem.groups + new)
    found = solve(larger, work=work, loosened=Loosened.GROUP, further=further)
    school = further.get(found.gave_way)
    said = f"One more group of {size} near {school.name}" if school else ""
    return school and Change(Loosened.GROUP, said, found.score, _proven(found))


def _where(problem: Problem, answer: Answer) -> list:
    """Schools near which a group is tried: without a place, or with the longest way; not all in one spot."""
    may = [school for school in problem.schools if problem.may_sit(school.key) and not school.pinned]
    far = {s.key: problem.distances[s.key, g] if (g := answer.seats.get(s.key)) is not None else 10**9 for s in may}
    found: list = []
    for school in sorted(may, key=lambda s: (-far[s.key], problem.priority[s.key], s.key)):
        at = school.at
        if at and all(hypot(at[0] - o.at[0], at[1] - o.at[1]) >= APART for o in found):
            found.append(school)
        if len(found) == PLACES_TRIED:
            break
    return found


def _proven(answer: Answer) -> bool:
    return answer.status == Status.OPTIMAL


def _is_measured(problem: Problem, answer: Answer) -> bool:
    """Whether every way of the plan is known, so that kilometres can be compared."""
    placed = ((problem.school[key], problem.group[at]) for key, at in answer.seats.items() if at is not None)
    return all(group.online or kilometres(school, group) is not None for school, group in placed)


def _gain(now: Score, then: Score, measured: bool) -> list[str]:
    """What is better, in words; empty where it is not better."""
    if not then < now:
        return []
    said = []
    more = now.all_left_out - then.all_left_out
    if more:
        said.append(f"{more} more {'school' if more == 1 else 'schools'} would have a place")
    elif then.left_out < now.left_out:
        said.append("a school of an earlier priority would have the place of one of a later")
    elif then.passed_over < now.passed_over:
        said.append("a school that waits longer on the list would have the place of one behind it")
    if then.broken < now.broken:
        said.append(f"{now.broken - then.broken} more of those who named each other would sit together")
    if measured and then.left_out == now.left_out and then.tenths < now.tenths:
        said.append(f"schools would travel {(now.tenths - then.tenths) / 10:.1f} km less in all")
    return said
