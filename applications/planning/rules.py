"""What no plan may break, checked on seats that anybody made: the solver, a careful person, or a test."""

from collections import Counter, defaultdict

from applications.planning.problem import Group, Problem, Seats


def schools_in(seats: Seats) -> dict[int, list[int]]:
    """Keys of schools by the key of their group."""
    found = defaultdict(list)
    for key, group in seats.items():
        if group is not None:
            found[group].append(key)
    return found


def breaches(problem: Problem, seats: Seats) -> list[str]:
    """Each rule that these seats break, in words; none where they may stand."""
    inside = schools_in(seats)
    return [
        *_of_schools(problem, seats),
        *_of_room(problem, inside),
        *_of_leads(problem, inside),
        *_of_apart(problem, seats),
        *_of_clusters(problem, seats),
        *(_all_one_trust(group.name) for group in problem.groups if not is_mixed(problem, group, inside[group.key])),
    ]


def pins_in_the_way(problem: Problem) -> list[str]:
    """Why no plan is possible: what the hub's own pins break. Everything else can always give way."""
    pins = {school.key: school.group for school in problem.schools if school.pinned}
    inside = schools_in(pins)
    return [*_of_room(problem, inside), *_of_leads(problem, inside), *_of_apart(problem, pins)]


def _of_schools(problem: Problem, seats: Seats) -> list[str]:
    found = []
    for school in problem.schools:
        group = seats.get(school.key)
        if school.pinned and group != school.group:
            found.append(f"{school.name} is pinned elsewhere.")
        elif group is not None and not problem.may_sit(school.key):
            found.append(f"{school.name} gets no place: {school.barred}")
    return found


def _of_room(problem: Problem, inside: dict[int, list[int]]) -> list[str]:
    return [
        f"{group.name} has {group.room} {'place' if group.room == 1 else 'places'} left, and "
        f"{len(inside[group.key])} schools are meant for it. Move one out, or make the group larger."
        for group in problem.groups
        if len(inside[group.key]) > group.room
    ]


def _of_leads(problem: Problem, inside: dict[int, list[int]]) -> list[str]:
    found = []
    for lead in problem.leads:
        led = [group for group in problem.groups if group.lead == lead.key]
        schools = sum(len(inside[group.key]) for group in led)
        running = sum(group.is_begun or bool(inside[group.key]) for group in led)
        if lead.most_schools is not None and schools > lead.most_schools:
            found.append(f"{lead.name} can take {lead.most_schools} more, and {schools} are meant for their groups.")
        begun = sum(group.is_begun for group in led)
        if lead.most_groups is not None and running > max(lead.most_groups, begun):
            found.append(
                f"{lead.name} can lead {lead.most_groups} of these groups, and {running} have schools in them."
            )
    return found


def _of_apart(problem: Problem, seats: Seats) -> list[str]:
    return [
        f"{problem.school[one].name} and {problem.school[other].name} are in one group, and you keep them apart. "
        "Move one of them, or let them be together."
        for one, other in problem.apart
        if seats.get(one) is not None and seats.get(one) == seats.get(other)
    ]


def _of_clusters(problem: Problem, seats: Seats) -> list[str]:
    found = []
    for cluster in problem.clusters:
        groups = {seats.get(key) for key in cluster} - {None}
        if len(groups) > problem.parts_allowed(cluster):
            found.append(f"{names(problem, cluster)} named each other and are in {len(groups)} groups.")
    return found


def names(problem: Problem, keys) -> str:
    """Like "Ash Lane, Birch Road and 2 more", in the order of the alphabet."""
    ordered = sorted(problem.school[key].name for key in keys)
    if len(ordered) > 3:
        return f"{', '.join(ordered[:2])} and {len(ordered) - 2} more"
    return " and ".join([", ".join(ordered[:-1]), ordered[-1]]) if len(ordered) > 1 else "".join(ordered)


def _all_one_trust(name: str) -> str:
    return f"All schools in {name} would be of one trust."


def is_mixed(problem: Problem, group: Group, keys: list[int]) -> bool:
    """Whether the mix holds in a group with these schools: it asks for more than one trust among two or more.

    A school without a trust is a trust of its own. What is so already, by seats taken or pinned, may stay so.
    """
    if not problem.mixed:
        return True
    trusts = [*group.trusts, *(problem.school[key].trust or f"none {key}" for key in keys)]
    if len(trusts) < 2 or len(set(trusts)) > 1:
        return True
    return len(trusts) <= fixed(problem, group)[trusts[0]]


def fixed(problem: Problem, group: Group) -> Counter:
    """Seats by trust that no plan changes: those taken and those pinned."""
    pinned = (s.trust or f"none {s.key}" for s in problem.schools if s.pinned and s.group == group.key)
    return Counter([*group.trusts, *pinned])
