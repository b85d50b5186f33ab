"""What a placement is made of, and how good one is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot

# A way is counted in tenths of a kilometre, as pages show it. Where nobody knows it, it counts as 30 km: far enough
# that such a group is not preferred to one that is known to be near.
UNKNOWN_TENTHS = 300

Seats = Mapping[int, int | None]  # the group of each school, by keys; None: no place


@dataclass(frozen=True)
class School:
    """A school that has applied. `barred` says why it gets no place by itself; the hub's pin is above that."""

    key: int
    name: str
    at: tuple[int, int] | None = None  # easting and northing in metres, as the register has them
    priority: int = 2  # 1 is first
    waits: int | None = None  # its place on the waiting list, 1 is the next
    trust: str = ""
    barred: str = ""
    pinned: bool = False
    group: int | None = None  # where it is now; binds only where pinned, None then means: no place


@dataclass(frozen=True)
class Group:
    """A Work Group with the seats that are left. `trusts` are those of the schools that have a seat already."""

    key: int
    name: str
    room: int
    at: tuple[int, int] | None = None
    online: bool = False
    lead: int | None = None
    trusts: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        return bool(self.trusts)


@dataclass(frozen=True)
class Lead:
    """How many groups of this project they can lead, and how many more schools they can take; None: no limit."""

    key: int
    name: str
    most_groups: int | None = None
    most_schools: int | None = None


@dataclass(frozen=True)
class Problem:
    """One hub and project. `together`: schools that named each other; `apart`: pairs the hub does not want together."""

    schools: tuple[School, ...]
    groups: tuple[Group, ...]
    leads: tuple[Lead, ...] = ()
    together: tuple[frozenset[int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    mixed: bool = False  # no group of two or more schools that are all of one trust

    @cached_property
    def school(self) -> dict[int, School]:
        return {school.key: school for school in self.schools}

    @cached_property
    def group(self) -> dict[int, Group]:
        return {group.key: group for group in self.groups}

    @cached_property
    def clusters(self) -> tuple[frozenset[int], ...]:
        """Those of `together` that bind: two or more schools that may have a place."""
        found = (frozenset(key for key in each if self.may_sit(key)) for each in self.together)
        return tuple(each for each in found if len(each) > 1)

    @cached_property
    def cluster_of(self) -> dict[int, frozenset[int]]:
        return {key: cluster for cluster in self.clusters for key in cluster}

    @cached_property
    def priority(self) -> dict[int, int]:
        """Of each school: its own, or the first of those it is kept together with, so that none has to stay behind."""
        found = {school.key: school.priority for school in self.schools}
        for cluster in self.clusters:
            found |= dict.fromkeys(cluster, min(found[key] for key in cluster))
        return found

    @cached_property
    def weights(self) -> dict[int, int]:
        """How much those on the waiting list count where places are too few, the next the most; others count 0."""
        waiting = sorted((s.waits, s.key) for s in self.schools if s.waits is not None and self.may_sit(s.key))
        return {key: len(waiting) - n for n, (_, key) in enumerate(waiting)}

    def turn(self, key: int) -> tuple[int, int]:
        """The order in which schools have places, the lower the sooner: priority first, then the waiting list."""
        return self.priority[key], -self.weights.get(key, 0)

    def may_sit(self, key: int) -> bool:
        school = self.school.get(key)
        if school is None:
            return False
        return school.group is not None if school.pinned else not school.barred

    @cached_property
    def distances(self) -> dict[tuple[int, int], int]:
        """What each school and group cost together, in tenths of a kilometre."""
        return {(s.key, g.key): _cost(s, g) for s in self.schools if self.may_sit(s.key) for g in self.groups}

    def parts_allowed(self, cluster: frozenset[int]) -> int:
        """Into how many groups a cluster may fall: one, unless the hub itself pinned or keeps its schools apart."""
        pinned = {self.school[key].group for key in cluster if self.school[key].pinned}
        kept_apart = [sum(key in pair and set(pair) <= cluster for pair in self.apart) for key in cluster]
        return max(1, len(pinned), 1 + max(kept_apart))

    def but(self, **changes) -> "Problem":
        return replace(self, **changes)


def kilometres(school: School, group: Group) -> float | None:
    """In a straight line, with one decimal; None where either is not known or the group meets online."""
    if group.online or school.at is None or group.at is None:
        return None
    return _tenths(school, group) / 10


def _tenths(school: School, group: Group) -> int:
    return round(hypot(school.at[0] - group.at[0], school.at[1] - group.at[1]) / 100)


def _cost(school: School, group: Group) -> int:
    if group.online:
        return 0
    return UNKNOWN_TENTHS if school.at is None or group.at is None else _tenths(school, group)


@dataclass(frozen=True, order=True)
class Score:
    """The less the better, the first difference decides.

    `left_out`: schools without a place that could have one, by priority, the first priority first. `passed_over`: the
    weights of those of the waiting list among them. `broken`: clusters of which some have a place and some have none.
    `tenths`: of a kilometre, all schools to their groups.
    """

    left_out: tuple[int, ...]
    passed_over: int
    broken: int
    tenths: int

    @property
    def all_left_out(self) -> int:
        return sum(self.left_out)


def priorities(problem: Problem) -> list[int]:
    """Those that occur, the first first."""
    return sorted(set(problem.priority.values()))


def score(problem: Problem, seats: Seats) -> Score:
    out = [problem.priority[key] for key in problem.school if problem.may_sit(key) and seats.get(key) is None]
    left_out = tuple(out.count(each) for each in priorities(problem))
    tenths = sum(problem.distances[key, group] for key, group in seats.items() if group is not None)
    passed_over = sum(weight for key, weight in problem.weights.items() if seats.get(key) is None)
    return Score(left_out, passed_over, sum(is_broken(cluster, seats) for cluster in problem.clusters), tenths)


def is_broken(cluster: frozenset[int], seats: Seats) -> bool:
    return len({seats.get(key) is None for key in cluster}) == 2
