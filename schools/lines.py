"""Many short texts, and which of them hold a word that begins so: without reading them all."""

import bisect
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain


class Lines:
    """Lines by place (0 is the first), in one text; none of them holds a line break."""

    def __init__(self, lines: list[str]):
        self.text = "\n".join(lines) + "\n"
        self.starts = array("Q", [0])
        for line in lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def __getitem__(self, place: int) -> str:
        return self.text[self.starts[place] : self.starts[place + 1] - 1]

    def head(self, place: int, length: int) -> str:
        start = self.starts[place]
        return self.text[start : start + length]

    def holds(self, place: int, needle: str) -> bool:
        return self.text.find(needle, self.starts[place], self.starts[place + 1]) >= 0

    def holding(self, needle: str) -> Iterator[int]:
        """Places of the lines that hold the needle, in order."""
        position = 0
        while (position := self.text.find(needle, position)) >= 0:
            place = bisect.bisect_right(self.starts, position) - 1
            position = self.starts[place + 1]
            yield place


class Words:
    """The places of every word; a few ten thousand words stand in hundreds of thousands of lines."""

    def __init__(self, lines: Iterable[str]):
        places: dict[str, array] = {}
        for place, line in enumerate(lines):
            for word in set(line.split()):
                if word in places:
                    places[word].append(place)
                else:
                    places[word] = array("I", (place,))
        self.sorted = sorted(places)
        self.places = places
        self.text = Lines(self.sorted)

    def beginning(self, start: str) -> list[str]:
        low = bisect.bisect_left(self.sorted, start)
        return self.sorted[low : bisect.bisect_left(self.sorted, start + "\x7f", low)]

    def holding(self, part: str) -> list[str]:
        return [self.sorted[place] for place in self.text.holding(part)]

    def count(self, words: list[str]) -> int:
        return sum(len(self.places[word]) for word in words)

    def of(self, words: list[str]) -> Sequence[int]:
        """Places of any of the words, in order."""
        if len(words) == 1:
            return self.places[words[0]]
        return sorted(set(chain.from_iterable(self.places[word] for word in words)))


class Numbers:
    """The places of every number. Nearly each of them is another, so they are cells of one width in one text."""

    def __init__(self, lines: Iterable[str], width: int):
        pairs = sorted((number, place) for place, line in enumerate(lines) for number in line.split())
        self.width = width
        self.text = "".join(number[:width].ljust(width) for number, _ in pairs)
        self.places = array("I", (place for _, place in pairs))

    def beginning(self, start: str) -> range:
        """The cells of the numbers that begin so."""
        start = start[: self.width]

        def head(cell: int) -> str:
            return self.text[cell * self.width : cell * self.width + len(start)]

        cells = range(len(self.places))
        return range(bisect.bisect_left(cells, start, key=head), bisect.bisect_right(cells, start, key=head))

    def of(self, cells: range) -> list[int]:
        """Places of the numbers in those cells, in order."""
        return sorted(set(self.places[cells.start : cells.stop]))
