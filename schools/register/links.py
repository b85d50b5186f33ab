"""The register's table of links: which school carried on from which, brought to one direction (U3).

The file has each tie twice, once from either end, and now and then only once. Ties that say nothing of carrying
on (a shared sixth form) are left out. A link that is stored and no longer in the file stays: a person may have
made it, and what a school did in the programme hangs on it; the report counts them.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from schools.models import School, SchoolLink
from schools.register.report import LinkCounts
from schools.register.source import Progress, headings, opened
from schools.register.values import Unreadable, day

REQUIRED = ["URN", "LinkURN", "LinkType"]
# From the school in URN to the one in LinkURN; the ends of the others are told by who closed first.
TO_PREDECESSOR, TO_SUCCESSOR = "predecessor", "successor"
EITHER_WAY = ("merged", "result of amalgamation")


def load_links(path: Path, progress: Progress | None = None) -> LinkCounts:
    """Add the links of a file to those stored; raises RegisterFileError for a file that is no table of links."""
    counts = LinkCounts()
    with opened(path, links=True, progress=progress) as source:
        rows = source.rows()
        places = headings(source, rows, REQUIRED)
        wanted = _directed(rows, places, counts)
    stored = set(SchoolLink.objects.values_list("predecessor_id", "successor_id"))
    new = {pair: facts for pair, facts in wanted.items() if pair not in stored}
    SchoolLink.objects.bulk_create(
        [
            SchoolLink(predecessor_id=earlier, successor_id=later, kind=kind, on=on)
            for (earlier, later), (kind, on) in new.items()
        ],
        batch_size=2000,
    )
    counts.created, counts.unchanged = len(new), len(wanted) - len(new)
    counts.missing = len(stored - wanted.keys())
    return counts


def _directed(rows: Iterator[tuple[int, list[str]]], places: dict[str, int], counts: LinkCounts) -> dict:
    """(predecessor key, successor key): (kind, date), each tie once."""
    fields = ("pk", "register_status", "closed_on", "opened_on")
    schools = {urn: facts for urn, *facts in School.objects.order_by().values_list("urn", *fields).iterator()}
    urn, link_urn, kind = (places[heading] for heading in REQUIRED)
    on = places.get("LinkEstablishedDate")
    found: dict[tuple[int, int], tuple[str, date | None]] = {}
    for _, cells in rows:
        counts.rows += 1
        if len(cells) != len(places):
            counts.unclear += 1
            continue
        ends = [schools.get(_number(cells[place])) for place in (urn, link_urn)]
        pair = _direct(ends, cells[kind].strip().lower(), counts)
        if pair:
            found.setdefault(pair, (cells[kind].strip()[:60], _date(cells[on]) if on is not None else None))
    _settle(found, {facts[0]: facts for facts in schools.values()}, counts)
    return found


def _direct(ends: list, kind: str, counts: LinkCounts) -> tuple[int, int] | None:
    """(predecessor key, successor key), or None with the reason counted."""
    if not kind.startswith((TO_PREDECESSOR, TO_SUCCESSOR, *EITHER_WAY)):
        counts.other += 1
        return None
    if None in ends:
        counts.unknown += 1
        return None
    this, other = ends
    if kind.startswith(TO_SUCCESSOR):
        pair = this[0], other[0]
    elif kind.startswith(TO_PREDECESSOR):
        pair = other[0], this[0]
    else:
        pair = _older_first(this, other)
    if pair is None or pair[0] == pair[1]:
        counts.unclear += 1
        return None
    return pair


def _older_first(this: list, other: list) -> tuple[int, int] | None:
    """The one that closed (first) came before; None where nothing tells."""
    ages = [_leaving(facts) for facts in (this, other)]
    if ages[0] == ages[1]:
        return None
    return (this[0], other[0]) if ages[0] < ages[1] else (other[0], this[0])


def _leaving(facts: list) -> tuple:
    _, status, closed_on, _ = facts
    return status != School.RegisterStatus.CLOSED, closed_on or date.max


def _settle(found: dict, facts: dict, counts: LinkCounts) -> None:
    """Of two links in opposite directions keep the one that the schools' closing dates bear out, or neither."""
    for pair in [pair for pair in found if pair[0] < pair[1] and pair[::-1] in found]:
        right = _older_first(facts[pair[0]], facts[pair[1]])
        for one in (pair, pair[::-1]):
            if one != right:
                del found[one]
        counts.unclear += 1


def _number(cell: str) -> int | None:
    cell = cell.strip()
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else None


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(day(cell)) if cell.strip() else None
    except Unreadable:
        return None
