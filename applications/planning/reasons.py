"""Why each school is where it is, or has no place, and what was given up; in sentences, of any seats at all."""

from applications.planning.problem import Group, Problem, School, Seats, is_broken, kilometres
from applications.planning.rules import breaches, names, schools_in


def reasons(problem: Problem, seats: Seats) -> dict[int, str]:
    """One or two sentences for each school, by key."""
    inside = schools_in(seats)
    return {school.key: _reason(problem, seats, inside, school) for school in problem.schools}


def _reason(problem: Problem, seats: Seats, inside: dict, school: School) -> str:
    group = problem.group.get(seats.get(school.key))
    if group is None:
        return _why_none(problem, seats, inside, school)
    said = ["Pinned here by you."] if school.pinned else []
    beside = problem.cluster_of.get(school.key, frozenset()) - {school.key}
    together = [key for key in beside if seats.get(key) == group.key]
    if together:
        said.append(f"With {names(problem, together)}: they named each other.")
    if not school.pinned:
        said.append(_why_here(problem, seats, inside, school, group, bool(together)))
    return " ".join(part for part in said if part)


def _why_here(problem: Problem, seats: Seats, inside: dict, school: School, group: Group, together: bool) -> str:
    if group.online:
        return "It meets online, so nobody travels."
    away = {g: problem.distances[school.key, g.key] for g in problem.groups}
    nearer = [other for other in problem.groups if away[other] < away[group]]
    if not nearer:
        return "Its nearest group." if kilometres(school, group) is not None else "How far it is, nobody knows."
    nearest = min(nearer, key=lambda g: (away[g], g.key))
    km = kilometres(school, nearest)
    where = f"{nearest.name} ({km} km)" if km is not None else nearest.name
    return f"{where} is nearer: {_obstacle(problem, seats, inside, school, nearest, together)}"


def _obstacle(problem: Problem, seats: Seats, inside: dict, school: School, group: Group, together: bool) -> str:
    """What stands between this school and that group."""
    if len(inside[group.key]) >= group.room:
        return "it has no place left." if inside[group.key] else "it was full before."
    if together:
        return "it has no room for all who named each other."
    moved = dict(seats) | {school.key: group.key}
    found = breaches(problem, moved)
    return found[0] if found else "a better plan would put it there. Plan again."


def _why_none(problem: Problem, seats: Seats, inside: dict, school: School) -> str:
    if school.pinned:
        return "Kept without a place by you."
    if school.barred:
        return school.barred
    if not problem.groups:
        return "There is no Work Group yet."
    if all(len(inside[group.key]) >= group.room for group in problem.groups):
        return _all_taken(problem, seats, school)
    together = problem.cluster_of.get(school.key) or {school.key}
    left = {group: group.room - len(set(inside[group.key]) - together) for group in problem.groups}
    roomy = [group for group in problem.groups if left[group] >= len(together)]
    if not roomy:
        return f"No group has room for all who named each other: {names(problem, together)}."
    nearest = min(roomy, key=lambda g: (problem.distances[school.key, g.key], g.key))
    found = breaches(problem, dict(seats) | dict.fromkeys(together, nearest.key))
    return f"{nearest.name} has a place, but: {found[0]}" if found else f"Not planned yet: {nearest.name} has room."


def _all_taken(problem: Problem, seats: Seats, school: School) -> str:
    mine = problem.turn(school.key)
    last = max((problem.turn(key) for key, group in seats.items() if group is not None), default=mine)
    if last < mine:
        if last[0] < mine[0]:
            return "All places are taken by schools of an earlier priority."
        before = "before it on the waiting list" if school.key in problem.weights else "on the waiting list, before it"
        return f"All places are taken by schools {before}."
    return "All places are taken; among schools of the same priority, those that travel less in all have one."


def trades(problem: Problem, seats: Seats) -> list[str]:
    """What this plan gives up, each in a sentence with its numbers."""
    farther, more = 0, 0
    for key, group in seats.items():
        if group is not None:
            extra = problem.distances[key, group] - min(problem.distances[key, g.key] for g in problem.groups)
            farther, more = farther + bool(extra), more + extra
    found = []
    if farther:
        travel = "1 school does" if farther == 1 else f"{farther} schools do"
        found.append(f"{travel} not sit in the nearest group; together that is {more / 10:.1f} km more.")
    for cluster in problem.clusters:
        groups = {seats.get(key) for key in cluster} - {None}
        if len(groups) > 1:
            found.append(f"{names(problem, cluster)} named each other, and you have them in {len(groups)} groups.")
        if is_broken(cluster, seats):
            found.append(f"Of {names(problem, cluster)}, who named each other, only some have a place.")
    return found
