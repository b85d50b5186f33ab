"""What a careful person does by hand: one school after the other, its nearest group that still takes it."""

from applications.planning.problem import Problem
from applications.planning.rules import breaches, is_mixed, pins_in_the_way, schools_in


def by_hand(problem: Problem) -> dict[int, int | None]:
    """Seats that break no rule, for a problem whose pins stand in nobody's way.

    By priority and waiting list, and there clusters first, the largest first, as they find room only early; each to its
    nearest group. Who is left out then takes the seat of a school whose turn is later and that nobody named.
    """
    seats = {school.key: school.group if school.pinned else None for school in problem.schools}
    if pins_in_the_way(problem):
        return seats
    for block in sorted(_blocks(problem, seats), key=lambda block: (_turn(problem, block), -len(block), block)):
        if not _seat(problem, seats, block) and not _instead(problem, seats, block):
            for key in block:
                _seat(problem, seats, [key]) or _instead(problem, seats, [key])
    for key in sorted(problem.school, key=lambda key: (problem.turn(key), key)):
        if seats[key] is None and problem.may_sit(key):
            _seat(problem, seats, [key]) or _instead(problem, seats, [key])
    return _mixed(problem, seats)


def _blocks(problem: Problem, seats: dict) -> list[list[int]]:
    free = [s.key for s in problem.schools if not s.pinned and problem.may_sit(s.key)]
    clusters = {cluster: [key for key in free if key in cluster] for cluster in problem.clusters}
    return [*(keys for keys in clusters.values() if keys), *([k] for k in free if k not in problem.cluster_of)]


def _turn(problem: Problem, block: list[int]) -> tuple[int, int]:
    """That of its first."""
    return min(problem.turn(key) for key in block)


def _seat(problem: Problem, seats: dict, block: list[int]) -> bool:
    """Put them all into the nearest group that takes them; False where none does."""
    by_distance = sorted(problem.groups, key=lambda g: (sum(problem.distances[k, g.key] for k in block), g.key))
    for group in by_distance:
        tried = seats | dict.fromkeys(block, group.key)
        if _takes(problem, tried, group, block):
            seats.update(tried)
            return True
    return False


def _instead(problem: Problem, seats: dict, block: list[int]) -> bool:
    """Put them where enough schools sit whose turn is later and that can go; False where there are none."""
    turn = _turn(problem, block)
    for group in sorted(problem.groups, key=lambda g: (sum(problem.distances[k, g.key] for k in block), g.key)):
        go = [s for s in problem.schools if seats[s.key] == group.key and not s.pinned and problem.turn(s.key) > turn]
        go = [s for s in go if s.key not in problem.cluster_of]
        go.sort(key=lambda s: (problem.turn(s.key), s.key), reverse=True)
        left = group.room - sum(at == group.key for at in seats.values())
        missing = len(block) - left
        if 0 < missing <= len(go):
            tried = seats | dict.fromkeys(s.key for s in go[:missing]) | dict.fromkeys(block, group.key)
            if _takes(problem, tried, group, block):
                seats.update(tried)
                return True
    return False


def _takes(problem: Problem, tried: dict, group, block: list[int]) -> bool:
    inside = schools_in(tried)
    if len(inside[group.key]) > group.room:
        return False
    if any(tried.get(a) == tried.get(b) == group.key for a, b in problem.apart):
        return False
    cluster = problem.cluster_of.get(block[0])
    if cluster and len({tried[key] for key in cluster} - {None}) > problem.parts_allowed(cluster):
        return False
    return _lead_can(problem, inside, group)


def _lead_can(problem: Problem, inside: dict, group) -> bool:
    lead = next((each for each in problem.leads if each.key == group.lead), None)
    if lead is None:
        return True
    led = [each for each in problem.groups if each.lead == lead.key]
    running = sum(each.is_begun or bool(inside.get(each.key)) for each in led)
    most_groups = max(lead.most_groups, sum(each.is_begun for each in led)) if lead.most_groups is not None else None
    schools = sum(len(inside.get(each.key, ())) for each in led)
    return (most_groups is None or running <= most_groups) and (
        lead.most_schools is None or schools <= lead.most_schools
    )


def _mixed(problem: Problem, seats: dict) -> dict[int, int | None]:
    """Schools out again that would make a group of one trust alone."""
    for group in problem.groups:
        inside = sorted(key for key, at in seats.items() if at == group.key and not problem.school[key].pinned)
        while inside and not is_mixed(problem, group, [key for key, at in seats.items() if at == group.key]):
            seats[inside.pop()] = None
    assert not breaches(problem, seats), "a plan made by hand breaks no rule"
    return seats
