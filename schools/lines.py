"""Many short texts as one long one: to look through all of them is one call, and a megabyte takes a millisecond."""

import bisect
from array import array
from collections.abc import Iterator


class Lines:
    """Lines by place (0 is the first); none of them holds a line break."""

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

    def holding(self, needle: str, low: int, high: int) -> Iterator[int]:
        """Places from `low` to before `high` whose line holds the needle, in order."""
        position, stop = self.starts[low], self.starts[high]
        while (position := self.text.find(needle, position, stop)) >= 0:
            place = bisect.bisect_right(self.starts, position) - 1
            position = self.starts[place + 1]
            yield place
