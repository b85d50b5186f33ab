"""The register as searches look through it, held in memory: the words of every school, and where each word stands.

51,000 schools are some 12 MB and change once a day, so each process keeps its own and makes it anew when the
register has changed (docs/decisions: "Schools are found in memory").
"""

import bisect
import itertools
import re
import threading
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection

from schools.fold import fold
from schools.lineage import carried_on_by
from schools.lines import Lines, Numbers, Words
from schools.models import RegisterLoad, School, SchoolLink

# Words that say nothing about which school is meant.
SMALL_WORDS = {"and", "of", "the", "in", "at", "for", "a", "on"}
MOST_WORDS = 10
# Longer than any postcode, URN, UKPRN and DfE number without what stands between their parts.
LONGEST_NUMBER = 9
OPEN, PROPOSED, CLOSED = range(3)
RANKS = {School.RegisterStatus.PROPOSED: PROPOSED, School.RegisterStatus.CLOSED: CLOSED}
# Postcodes and DfE numbers stand in the lines in one piece, however much of them is typed, and how.
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{0,2})\b")
DFE_NUMBER = re.compile(r"\b(\d{3}) (\d{4})\b")
# What stands between the numbers of a school and of those that it carries on.
FORMER = re.compile(r"#\d+|\|")

_lock = threading.Lock()
_held: "Directory | None" = None


def directory() -> "Directory":
    """The directory of the register as it stands; one small query when this process has it already.

    Whoever comes while it is made anew after an import gets the one before.
    """
    global _held
    key = _register_key()
    if _held is not None and _held.key == key:
        return _held
    if not _lock.acquire(blocking=_held is None):
        return _held
    try:
        if _held is None or _held.key != key:
            _held = Directory(key)
        return _held
    finally:
        _lock.release()


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


@dataclass(frozen=True)
class Needle:
    """A word, or a number, that has to be there: one that begins so, or (`inside`) holds it."""

    text: str
    is_number: bool = False
    inside: bool = False

    def is_in(self, names: str, numbers: str) -> bool:
        return (self.text if self.inside else f" {self.text}") in (numbers if self.is_number else names)


class Directory:
    """Schools by place: open ones, proposed, closed; each of them by name, then town.

    `names` has the line ``" name \\t locality town "``, `numbers` ``" postcode urn ukprn dfe "``. Both go on with
    the same of every closed school that this one carries on, each after a ``|``. A closed school that another
    carries on has no place of its own.
    """

    def __init__(self, key: tuple):
        self.key = key
        entries = sorted(_entries())
        self.names = Lines([names for _, names, _, _ in entries])
        self.numbers = Lines([numbers for _, _, numbers, _ in entries])
        self.ids = array("Q", (pk for *_, pk in entries))
        self._words = Words(names.replace("|", " ") for _, names, _, _ in entries)
        self._numbers = Numbers((FORMER.sub(" ", numbers) for _, _, numbers, _ in entries), LONGEST_NUMBER)
        ranks = [rank for rank, *_ in entries]
        cuts = [bisect.bisect_left(ranks, rank) for rank in (OPEN, PROPOSED, CLOSED)] + [len(entries)]
        self.ranks = list(itertools.pairwise(cuts))

    def search(self, query: str) -> Iterator[int]:
        """Places that have all words of the query: open first, names that begin with it before others.

        Words are looked for at the start of words ("mary" is not in "primary"), and inside of them only where
        that finds nothing.
        """
        folded = fold(query)
        found = False
        for place in self._ranked(folded, needles_of(folded)):
            found = True
            yield place
        if not found:
            yield from self._ranked("", needles_of(folded, inside=True))

    def parts(self, place: int) -> list[tuple[str, str]]:
        """Names and numbers of the school itself, then of each that it carries on (ending in ``#`` and its URN)."""
        return list(zip(self.names[place].split("|"), self.numbers[place].split("|"), strict=True))

    def holds(self, place: int, needle: Needle) -> bool:
        lines = self.numbers if needle.is_number else self.names
        return lines.holds(place, needle.text if needle.inside else f" {needle.text}")

    def _ranked(self, start: str, needles: list[Needle]) -> Iterator[int]:
        """Rank by rank what begins with `start`, then the rest that has every needle."""
        if not needles:
            return
        counted = sorted(((*self._found(needle), needle) for needle in needles), key=lambda found: found[0])
        (count, rarest, _), *others = counted
        places = None
        for low, high in self.ranks:
            first = self._beginning(f" {start}", low, high) if start else range(0)
            yield from first
            places = (rarest() if count else []) if places is None else places
            for place in places:
                if low <= place < high and place not in first and all(self.holds(place, other) for *_, other in others):
                    yield place

    def _found(self, needle: Needle) -> tuple[int, Callable[[], Sequence[int]]]:
        """About how many places have it, and what tells which."""
        if needle.is_number:
            cells = self._numbers.beginning(needle.text)
            return len(cells), partial(self._numbers.of, cells)
        words = self._words.holding(needle.text) if needle.inside else self._words.beginning(needle.text)
        return self._words.count(words), partial(self._words.of, words)

    def _beginning(self, start: str, low: int, high: int) -> range:
        def head(place):
            return self.names.head(place, len(start))

        places = range(low, high)
        left = bisect.bisect_left(places, start, key=head)
        return range(low + left, low + bisect.bisect_right(places, start, key=head))


def needles_of(folded: str, *, inside: bool = False) -> list[Needle]:
    """What has to be there for each telling word; `inside`, words of letters may stand inside of others.

    A last s is left off, because nobody knows whether it is St Mary, St Mary's or St Marys.
    """
    joined = DFE_NUMBER.sub(r"\1\2", POSTCODE.sub(r"\1\2", folded))
    words = list(dict.fromkeys(joined.split()))[:MOST_WORDS]
    telling = [word for word in words if word not in SMALL_WORDS] or words
    return [_needle(word, inside) for word in telling]


def _needle(word: str, inside: bool) -> Needle:
    if not word.isalpha():
        return Needle(word[:LONGEST_NUMBER], is_number=True)
    stem = word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
    return Needle(stem, inside=inside and len(word) > 2)


def _entries() -> Iterator[tuple[int, str, str, int]]:
    """(rank, line of names, line of numbers, key) of every school that is to be found."""
    schools, urns = {}, {}
    fields = ("urn", "name", "locality", "town", "postcode", "ukprn", "authority__code", "establishment_number")
    rows = School.objects.order_by().values_list("pk", "register_status", *fields)
    places: dict[str, str] = {}
    for pk, status, urn, name, locality, town, *rest in rows.iterator(chunk_size=5000):
        for place in (locality, town):
            if place not in places:
                places[place] = fold(place)
        folded = fold(name)
        names = f" {folded} \t {places[locality]} {places[town]} "
        schools[pk] = RANKS.get(status, OPEN), names, _numbers(folded, urn, *rest)
        urns[pk] = urn
    links = SchoolLink.objects.order_by().values_list("predecessor_id", "successor_id")
    today = carried_on_by({pk for pk, school in schools.items() if school[0] == OPEN}, list(links))
    former = defaultdict(list)
    for pk, heirs in today.items():
        for heir in heirs:
            former[heir].append(pk)
    for pk, (rank, names, numbers) in schools.items():
        if pk not in today:
            before = former.get(pk, ())
            names = "|".join([names, *(schools[one][1].replace("\t", "") for one in before)])
            numbers = "|".join([numbers, *(f"{schools[one][2]}#{urns[one]}" for one in before)])
            yield rank, names, numbers, pk


def _numbers(name: str, urn: int, postcode: str, ukprn: str, authority: str | None, establishment: str) -> str:
    """Every word with a digit in it, those of the name too."""
    dfe = f"{authority}{establishment}" if authority and establishment else ""
    in_name = "" if name.replace(" ", "").isalpha() else " ".join(word for word in name.split() if not word.isalpha())
    return f" {postcode.replace(' ', '').lower()} {urn} {ukprn} {dfe} {in_name} "
