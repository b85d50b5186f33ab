"""Finding a school by what people type: part of its name, its town, postcode, URN, UKPRN or DfE number."""

from dataclasses import dataclass, field
from itertools import islice

from schools.directory import Directory, directory, needles_of
from schools.fold import fold
from schools.models import School

__all__ = ["Found", "find", "find_page", "fold"]

LONGEST_QUERY = 100
# Beyond this a count tells nobody anything, and costs.
COUNTED = 1000


@dataclass
class Found:
    """One page of hits. `total` is exact up to COUNTED, and `more_than_counted` says when there are more."""

    schools: list[School] = field(default_factory=list)
    total: int = 0
    more_than_counted: bool = False


def find(query: str, *, limit: int = 20) -> list[School]:
    """Schools that have every word of the query, in any order: open ones first, names that begin so before others.

    An old name or number finds the school of today; such a hit has in `was` the names it was found by, like
    "Ash Lane Infant School (URN 115552)", and an empty list otherwise. Any text is safe to give.
    """
    held = directory()
    return _schools(held, list(islice(held.search(query[:LONGEST_QUERY]), limit)), query)


def find_page(query: str, *, page: int = 1, size: int = 25) -> Found:
    """One page of what `find` finds (the first page is 1), with the number of all hits."""
    held = directory()
    places = list(islice(held.search(query[:LONGEST_QUERY]), COUNTED + 1))
    total = min(len(places), COUNTED)
    shown = places[:COUNTED][(page - 1) * size : page * size]
    return Found(_schools(held, shown, query), total, len(places) > COUNTED)


def _schools(held: Directory, places: list[int], query: str) -> list[School]:
    rows = School.objects.select_related("authority").in_bulk([held.ids[place] for place in places])
    needles = needles_of(fold(query[:LONGEST_QUERY]))
    found, former = [], {}
    for place in places:
        school = rows.get(held.ids[place])
        if school is None:  # deleted since the directory was made
            continue
        school.was = []
        former[school.pk] = _former_urns(held.line(place), needles)
        found.append(school)
    urns = {urn for former_urns in former.values() for urn in former_urns}
    if urns:
        names = dict(School.objects.filter(urn__in=urns).values_list("urn", "name"))
        for school in found:
            school.was = [f"{names[urn]} (URN {urn})" for urn in former[school.pk] if urn in names]
    return found


def _former_urns(line: str, needles: list[str]) -> list[int]:
    """URNs of the closed schools by which this line was found, where its own part does not have every word."""
    own, *former = line.split("|")
    missing = [needle for needle in needles if needle not in own]
    if not missing:
        return []
    return [int(text.rpartition("#")[2]) for text in former if any(needle in text for needle in missing)]
