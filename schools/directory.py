"""The register as searches look through it: one long text of all schools, held in memory.

51,000 schools are about 6 MB of text and change once a day, so each process keeps its own and makes it anew
when the register has changed (docs/decisions: "Schools are found in memory").
"""

import bisect
import itertools
import threading
from array import array
from collections import defaultdict
from collections.abc import Iterator

from django.db import connection

from schools.fold import fold
from schools.lineage import carried_on_by
from schools.models import RegisterLoad, School, SchoolLink

# Words that say nothing about which school is meant.
SMALL_WORDS = {"and", "of", "the", "in", "at", "for", "a", "on"}
MOST_WORDS = 10
SAMPLE = 200_000
OPEN, PROPOSED, CLOSED = range(3)
RANKS = {School.RegisterStatus.PROPOSED: PROPOSED, School.RegisterStatus.CLOSED: CLOSED}

_lock = threading.Lock()
_held: "Directory | None" = None


def directory() -> "Directory":
    """The directory of the register as it stands; one small query when this process has it already."""
    global _held
    key = _register_key()
    if _held is None or _held.key != key:
        with _lock:
            if _held is None or _held.key != key:
                _held = Directory(key)
    return _held


def forget() -> None:
    """Make the directory anew at the next search (for tests, which take rows back)."""
    global _held
    _held = None


def _register_key() -> tuple:
    """Changes whenever schools or links are loaded, made or corrected."""
    tables = (RegisterLoad._meta.db_table, School._meta.db_table, SchoolLink._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT max(id) FROM {table})" for table in tables))
        return connection.settings_dict["NAME"], *cursor.fetchone()


class Directory:
    """Lines sorted by rank (open, proposed, closed) and name; each says what finds one school.

    A line is ``" name \\t place postcode numbers "``, then ``"| name ... #urn"`` for every closed school that this
    one carries on. A closed school that another carries on has no line of its own.
    """

    def __init__(self, key: tuple):
        self.key = key
        lines = sorted(_lines())
        self.ids = array("Q", (pk for _, _, pk in lines))
        self.starts = array("Q")
        self.text = "\n".join(line for _, line, _ in lines) + "\n"
        position = 0
        for _, line, _ in lines:
            self.starts.append(position)
            position += len(line) + 1
        ranks = [rank for rank, _, _ in lines]
        cuts = [bisect.bisect_left(ranks, rank) for rank in (OPEN, PROPOSED, CLOSED)] + [len(lines)]
        self.ranks = list(itertools.pairwise(cuts))

    def line(self, place: int) -> str:
        return self.text[self.starts[place] : self._end(place)]

    def search(self, query: str) -> Iterator[int]:
        """Places of the lines with all words of the query: open first, names that begin with it before others.

        Words are looked for at the start of words ("mary" is not in "primary"), and inside of them only where
        that finds nothing. A whole UKPRN or DfE number finds whose it is, and the numbers that begin with it
        only when it is nobody's.
        """
        folded = fold(query)
        if folded.isdigit() and len(folded) > 6 and f" {folded} " in self.text:
            yield from self._ranked("", [f" {folded} "])
            return
        found = False
        for place in self._ranked(f" {folded}", needles_of(folded)):
            found = True
            yield place
        if not found:
            yield from self._ranked("", needles_of(folded, anywhere=True))

    def _ranked(self, start: str, needles: list[str]) -> Iterator[int]:
        if not needles:
            return
        needles.sort(key=self._commonness)
        for low, high in self.ranks:
            first = self._beginning(start, low, high) if start else range(0)
            yield from first
            for place in self._holding(needles, low, high):
                if place not in first:
                    yield place

    def _commonness(self, needle: str) -> int:
        """About how often it stands in the text; the rarest is looked for first."""
        return self.text.count(needle, 0, SAMPLE)

    def _beginning(self, start: str, low: int, high: int) -> range:
        def head(place):
            return self.text[self.starts[place] : self.starts[place] + len(start)]

        places = range(low, high)
        left = bisect.bisect_left(places, start, key=head)
        return range(low + left, low + bisect.bisect_right(places, start, key=head))

    def _holding(self, needles: list[str], low: int, high: int) -> Iterator[int]:
        rarest, *others = needles
        stop = self._end(high - 1) if high > low else 0
        position = self.starts[low] if high > low else 0
        while (position := self.text.find(rarest, position, stop)) >= 0:
            place = bisect.bisect_right(self.starts, position) - 1
            start, position = self.starts[place], self._end(place)
            if all(self.text.find(other, start, position) >= 0 for other in others):
                yield place

    def _end(self, place: int) -> int:
        return self.starts[place + 1] - 1 if place + 1 < len(self.starts) else len(self.text) - 1


def needles_of(folded: str, *, anywhere: bool = False) -> list[str]:
    """What a line must hold: each word at the start of one; `anywhere`, words of letters inside of others too.

    A last s is left off, because nobody knows whether it is St Mary, St Mary's or St Marys.
    """
    words = list(dict.fromkeys(folded.split()))[:MOST_WORDS]
    telling = [word for word in words if word not in SMALL_WORDS] or words
    return [_stem(word) if anywhere and word.isalpha() and len(word) > 2 else f" {_stem(word)}" for word in telling]


def _stem(word: str) -> str:
    return word[:-1] if word.isalpha() and len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def _lines() -> Iterator[tuple[int, str, int]]:
    texts, ranks, urns = {}, {}, {}
    fields = ("urn", "name", "locality", "town", "postcode", "ukprn", "authority__code", "establishment_number")
    rows = School.objects.order_by().values_list("pk", "register_status", *fields)
    places: dict[str, str] = {}
    for pk, status, urn, name, locality, town, *rest in rows.iterator(chunk_size=5000):
        for place in (locality, town):
            if place not in places:
                places[place] = fold(place)
        texts[pk] = f" {fold(name)} \t {places[locality]} {places[town]} {_numbers(urn, *rest)} "
        ranks[pk], urns[pk] = RANKS.get(status, OPEN), urn
    links = SchoolLink.objects.order_by().values_list("predecessor_id", "successor_id")
    today = carried_on_by({pk for pk, rank in ranks.items() if rank == OPEN}, list(links))
    former = defaultdict(list)
    for pk, heirs in today.items():
        for heir in heirs:
            former[heir].append(f"{texts[pk]}#{urns[pk]}".replace("\t", ""))
    for pk, text in texts.items():
        if pk not in today:
            yield ranks[pk], "|".join([text, *former[pk]]) if pk in former else text, pk


def _numbers(urn: int, postcode: str, ukprn: str, authority: str | None, establishment: str) -> str:
    """Postcode and DfE number with and without what stands between their parts."""
    postcode = fold(postcode)
    dfe = f"{authority} {establishment} {authority}{establishment}" if authority and establishment else ""
    return f"{postcode} {postcode.replace(' ', '')} {urn} {ukprn} {dfe}"
