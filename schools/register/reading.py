"""The rows of a file read into values that can be stored, many at a time."""

from collections.abc import Iterator
from itertools import islice

from schools.models import LocalAuthority, Trust
from schools.register.columns import Column, reader
from schools.register.pointers import Pointers
from schools.register.report import SHOWN, Report
from schools.register.source import AGAIN, RegisterFileError, Source
from schools.register.values import Unreadable

# Small enough that a batch stays in the processor's cache while it is turned from rows to columns and back.
BATCH = 100
# More rows than these that cannot be read mean that the file is not what it seems.
MOST_REFUSED, MOST_REFUSED_SHARE = 50, 0.05
POINTED = {"authority": LocalAuthority, "trust": Trust}
# Line numbers, and the values column by column.
Batch = tuple[list[int], list[list[str]]]


class Reading:
    """Reads one source; counts and keeps what it refuses. `fields` are the columns of School that it has values for."""

    def __init__(self, source: Source, places: dict[str, int], columns: list[Column], report: Report):
        self.source, self.report, self.columns = source, report, columns
        self.width = len(places)
        self.places = [places[column.heading] for column in columns]
        self.readers = [reader(column) for column in columns]
        self.names = [column.name for column in columns]
        self.pointers = {kind: Pointers(model) for kind, model in POINTED.items() if f"{kind}_code" in self.names}
        own = [name for name in self.names if name.partition("_")[0] not in POINTED]
        self.fields = [*own, *(f"{kind}_id" for kind in self.pointers)]
        self._own = [self.names.index(name) for name in own]
        self.lines: dict[str, int] = {}  # by URN

    def batches(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Batch]:
        """Lines and values (in the order of `fields`) that can be stored; the same URN twice ends the import."""
        while numbered := list(islice(rows, BATCH)):
            values = self._values(numbered)
            if values is None:
                numbered = [(line, cells) for line, cells in numbered if self._is_readable(line, cells)]
                values = self._values(numbered) if numbered else None
            if values:
                lines = [line for line, _ in numbered]
                self._remember(lines, values[self.names.index("urn")])
                yield lines, [*(values[place] for place in self._own), *self._pointed(values)]
        self._end()

    def store_pointers(self) -> None:
        for pointers in self.pointers.values():
            pointers.store()

    def _values(self, numbered: list[tuple[int, list[str]]]) -> list[list[str]] | None:
        """The values column by column, or None where one of the rows cannot be stored."""
        rows = [cells for _, cells in numbered]
        if set(map(len, rows)) != {self.width}:
            return None
        columns = list(zip(*rows, strict=True))
        try:
            values = [read(columns[place]) for place, read in zip(self.places, self.readers, strict=True)]
        except Unreadable:
            return None
        return values if all(values[self.names.index("name")]) else None

    def _pointed(self, values: list[list[str]]) -> Iterator[list[str]]:
        for kind, pointers in self.pointers.items():
            name = f"{kind}_name"
            names = values[self.names.index(name)] if name in self.names else None
            yield pointers.point(values[self.names.index(f"{kind}_code")], names)

    def _is_readable(self, line: int, cells: list[str]) -> bool:
        reason = self._wrong_width(line, cells) or self._why(cells)
        if reason:
            self.report.refused += 1
            if len(self.report.refusals) < SHOWN:
                self.report.refusals.append((line, reason))
        return not reason

    def _why(self, cells: list[str]) -> str:
        for column, place in zip(self.columns, self.places, strict=True):
            try:
                value = column.read(cells[place])
            except Unreadable as error:
                return f"{column.heading} {error}"
            if column.name == "name" and not value:
                return f"{column.heading} is empty"
        return ""

    def _wrong_width(self, line: int, cells: list[str]) -> str:
        if len(cells) == self.width:
            return ""
        if not self.source.whole:
            raise RegisterFileError(f"The file ends in the middle of line {line:,}: it was cut short. {AGAIN}")
        return f"has {len(cells)} columns where there are {self.width} headings"

    def _remember(self, lines: list[int], urns: list[str]) -> None:
        if len(set(urns)) == len(urns) and self.lines.keys().isdisjoint(urns):
            self.lines.update(zip(urns, lines, strict=True))
            return
        for line, urn in zip(lines, urns, strict=True):
            if urn in self.lines:
                raise RegisterFileError(
                    f"The URN {urn} stands on line {self.lines[urn]:,} and again on line {line:,}: "
                    f"each school has one row. {AGAIN}"
                )
            self.lines[urn] = line

    def _end(self) -> None:
        report = self.report
        report.rows = len(self.lines)
        every = report.rows + report.refused
        if not every:
            raise RegisterFileError(f"The file {self.source.name} has headings and no schools. {AGAIN}")
        line, reason = report.refusals[0] if report.refusals else (0, "")
        if report.refused > max(MOST_REFUSED, MOST_REFUSED_SHARE * every):
            raise RegisterFileError(
                f"{report.refused:,} of {every:,} rows cannot be read; the first is line {line:,}: {reason}. {AGAIN}"
            )
        if not report.rows:
            raise RegisterFileError(f"No row can be read. Line {line:,}: {reason}.")
