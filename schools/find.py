"""Finding a school by what people type: part of its name, its town, postcode, URN, UKPRN or DfE number."""

import re
from dataclasses import dataclass, field
from itertools import islice

from schools.directory import Directory, directory, needles_of
from schools.fold import fold
from schools.lineage import schools_of_today
from schools.models import School

__all__ = ["Found", "find", "find_page", "fold"]

URN = re.compile("[1-9][0-9]{5}")
LONGEST_QUERY = 100
# Beyond this a count tells nobody anything, and costs.
COUNTED = 1000
# What a hit shows; its other fields are loaded when they are asked for.
SHOWN = ("urn", "name", "register_status", "type_name", "town", "locality", "postcode")


@dataclass
class Found:
    """One page of hits. `total` is exact up to COUNTED, and `more_than_counted` says when there are more."""

    schools: list[School] = field(default_factory=list)
    total: int = 0
    more_than_counted: bool = False

    @property
    def counted(self) -> str:
        return f"{self.total:,}"


def find(query: str, *, limit: int = 20) -> list[School]:
    """Schools that have every word of the query, in any order: open ones first, names that begin so before others.

    An old name or number finds the school of today; such a hit has in `was` the names it was found by, like
    "Ash Lane Infant School (URN 115552)", and an empty list otherwise. Any text is safe to give.
    """
    query = query[:LONGEST_QUERY]
    exact = _by_urn(query)
    if exact:
        return exact[:limit]
    held = directory()
    return _schools(held, list(islice(held.search(query), limit)), query)


def find_page(query: str, *, page: int = 1, size: int = 25) -> Found:
    """One page of what `find` finds (the first page is 1), with the number of all hits."""
    query = query[:LONGEST_QUERY]
    exact = _by_urn(query)
    if exact:
        return Found(exact[(page - 1) * size : page * size], len(exact))
    held = directory()
    places = list(islice(held.search(query), COUNTED + 1))
    shown = places[:COUNTED][(page - 1) * size : page * size]
    return Found(_schools(held, shown, query), min(len(places), COUNTED), len(places) > COUNTED)


def _by_urn(query: str) -> list[School]:
    """The school of that URN, or those that carry it on: what is pasted most often needs no search."""
    if not URN.fullmatch(query.strip()):
        return []
    school = School.objects.filter(urn=int(query)).first()
    if school is None:
        return []
    schools = schools_of_today(school)
    for other in schools:
        other.was = [] if other == school else [f"{school.name} (URN {school.urn})"]
    return schools


def _schools(held: Directory, places: list[int], query: str) -> list[School]:
    rows = School.objects.only(*SHOWN).in_bulk([held.ids[place] for place in places])
    folded = fold(query)
    found, former = [], {}
    for place in places:
        school = rows.get(held.ids[place])
        if school is None:  # deleted since the directory was made
            continue
        school.was = []
        former[school.pk] = _former_urns(held, place, folded)
        found.append(school)
    urns = {urn for former_urns in former.values() for urn in former_urns}
    if urns:
        names = dict(School.objects.filter(urn__in=urns).values_list("urn", "name"))
        for school in found:
            school.was = [f"{names[urn]} (URN {urn})" for urn in former[school.pk] if urn in names]
    return found


def _former_urns(held: Directory, place: int, folded: str) -> list[int]:
    """URNs of the closed schools by which this place was found, where the school's own words do not do."""
    needles = needles_of(folded)
    if not all(held.holds(place, needle) for needle in needles):
        needles = needles_of(folded, inside=True)
    own, *former = held.parts(place)
    missing = [needle for needle in needles if not needle.is_in(*own)]
    return [
        int(numbers.rpartition("#")[2])
        for names, numbers in former
        if any(needle.is_in(names, numbers) for needle in missing)
    ]
