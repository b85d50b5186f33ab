"""The schools that a school carries on from, and those that carry it on (U3)."""

from collections import defaultdict
from collections.abc import Iterable

from schools.models import School, SchoolLink


def predecessor_ids(school: School) -> set[int]:
    """Keys of the school and of everything it carries on from, however many steps back.

    What any of them did in the programme counts for this school. One query a step; links in a circle end.
    """
    found, edge = {school.pk}, {school.pk}
    while edge:
        earlier = SchoolLink.objects.filter(successor__in=edge).values_list("predecessor_id", flat=True)
        edge = set(earlier) - found
        found |= edge
    return found


def lineages(keys: Iterable[int]) -> dict[int, set[int]]:
    """`predecessor_ids` of many schools by their keys, with one query a step for all of them together."""
    keys = set(keys)
    earlier, seen, edge = defaultdict(set), set(keys), set(keys)
    while edge:
        links = list(SchoolLink.objects.filter(successor__in=edge).values_list("successor_id", "predecessor_id"))
        for successor, predecessor in links:
            earlier[successor].add(predecessor)
        edge = {predecessor for _, predecessor in links} - seen
        seen |= edge
    return {key: _all_before(key, earlier) for key in keys}


def _all_before(key: int, earlier: dict[int, set[int]]) -> set[int]:
    found, edge = {key}, {key}
    while edge:
        edge = {before for one in edge for before in earlier.get(one, ())} - found
        found |= edge
    return found


def schools_of_today(school: School) -> list[School]:
    """The open schools that carry this one on, the nearest first; an open school is its own.

    A school that was split has several. Where none is open: what its trail ends in (a school proposed to
    open before a closed one), which is the school itself when nothing carries it on.
    """
    if school.is_open:
        return [school]
    seen, edge, ends, found = {school.pk}, [school.pk], [school], []
    while edge:
        links = list(SchoolLink.objects.filter(predecessor__in=edge).select_related("successor__authority"))
        carried_on = {link.predecessor_id for link in links}
        later = {link.successor_id: link.successor for link in links if link.successor_id not in seen}
        seen |= later.keys()
        ends = [end for end in ends if end.pk not in carried_on] + [s for s in later.values() if not s.is_open]
        found += [successor for successor in later.values() if successor.is_open]
        edge = [successor.pk for successor in later.values() if not successor.is_open]
    return sorted(found or ends or [school], key=lambda other: _distance(school, other))


def school_of_today(school: School) -> School:
    """The one school that best carries this one on: same name first, then same postcode and phase."""
    return schools_of_today(school)[0]


def today_of(schools: Iterable[School]) -> dict[int, School]:
    """`school_of_today` of many schools, by their keys; one query a step for all of them, none where all are open."""
    known = {school.pk: school for school in schools}
    asked, successors = list(known), defaultdict(set)
    edge = {key for key, school in known.items() if not school.is_open}
    while edge:
        links = list(SchoolLink.objects.filter(predecessor__in=edge).select_related("successor"))
        edge = set()
        for link in links:
            successors[link.predecessor_id].add(link.successor_id)
            if link.successor_id not in known:
                known[link.successor_id] = link.successor
                edge |= set() if link.successor.is_open else {link.successor_id}
    open_ids = {key for key, school in known.items() if school.is_open}
    return {key: _heir(known[key], known, successors, open_ids) for key in asked}


def _heir(school: School, known: dict[int, School], successors, open_ids: set[int]) -> School:
    if school.is_open:
        return school
    heirs = [known[key] for key in _heirs(school.pk, successors, open_ids)]
    return min(heirs, key=lambda heir: _distance(school, heir), default=school)


def _distance(school: School, other: School) -> tuple:
    return (
        other.register_status == School.RegisterStatus.CLOSED,
        other.name.casefold() != school.name.casefold(),
        other.postcode != school.postcode,
        other.phase_code != school.phase_code,
        -other.urn,
    )


def carried_on_by(open_ids: set[int], links: list[tuple[int, int]]) -> dict[int, set[int]]:
    """For every school that is not open and has a successor: keys of the schools of today that carry it on.

    The whole register at once, without a query: `links` are (predecessor, successor) keys. Schools whose trail
    leads to themselves only (a circle of closed schools) are left out.
    """
    successors = defaultdict(set)
    for predecessor, successor in links:
        successors[predecessor].add(successor)
    today = {}
    for school in successors.keys() - open_ids:
        heirs = _heirs(school, successors, open_ids) - {school}
        if heirs:
            today[school] = heirs
    return today


def _heirs(school: int, successors: dict[int, set[int]], open_ids: set[int]) -> set[int]:
    seen, edge, found, ends = {school}, {school}, set(), set()
    while edge:
        later = {key for one in edge for key in successors.get(one, ())} - seen
        seen |= later
        found |= later & open_ids
        edge = later - open_ids
        ends |= {key for key in edge if key not in successors}
    return found or ends
