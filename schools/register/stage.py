"""The rows of a file in a temporary table, beside the register: loaded by COPY on PostgreSQL, by INSERT on SQLite."""

from collections.abc import Iterator
from itertools import islice

from django.db import connection

from schools.models import LocalAuthority, School, Trust
from schools.register.columns import NOTHING, Column, Unreadable, reader
from schools.register.report import SHOWN, Report
from schools.register.source import AGAIN, RegisterFileError, Source

TABLE = "register_rows"
# Small enough that a batch stays in the processor's cache while it is turned from rows to columns and back.
BATCH = 100
# More rows than these that cannot be read mean that the file is not what it seems.
MOST_REFUSED, MOST_REFUSED_SHARE = 50, 0.05
FIELDS_OF = {
    "authority_code": (LocalAuthority, "code"),
    "authority_name": (LocalAuthority, "name"),
    "trust_code": (Trust, "code"),
    "trust_name": (Trust, "name"),
}


class Rows:
    """The rows of a source as values to store, many at a time; counts and keeps what it refuses."""

    def __init__(self, source: Source, places: dict[str, int], columns: list[Column], report: Report):
        self.source, self.report, self.columns = source, report, columns
        self.width = len(places)
        self.places = [places[column.heading] for column in columns]
        self.readers = [reader(column) for column in columns]
        self.names = [column.name for column in columns]
        # URN: line. What the file calls its authorities and trusts, by code.
        self.lines: dict[str, int] = {}
        self.authorities: dict[str, str] = {}
        self.trusts: dict[str, str] = {}

    def batches(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple]]:
        """Line number and values of the rows that can be stored; the same URN twice ends the import."""
        while numbered := list(islice(rows, BATCH)):
            values = self._values(numbered)
            if values is None:
                numbered = [(line, cells) for line, cells in numbered if self._is_readable(line, cells)]
                values = self._values(numbered) or []
            lines = [line for line, _ in numbered]
            self._remember(lines, dict(zip(self.names, values, strict=False)))
            yield list(zip(map(str, lines), *values, strict=True)) if values else []
        self._end()

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

    def _remember(self, lines: list[int], values: dict[str, list[str]]) -> None:
        urns = values.get("urn", [])
        if len(set(urns)) < len(urns) or not self.lines.keys().isdisjoint(urns):
            self._twice(lines, urns)
        self.lines.update(zip(urns, lines, strict=True))
        for known, kind in ((self.authorities, "authority"), (self.trusts, "trust")):
            codes = values.get(f"{kind}_code", [])
            known.update(zip(codes, values.get(f"{kind}_name", codes), strict=True))
            known.pop("", None)

    def _twice(self, lines: list[int], urns: list[str]) -> None:
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
        if report.refused > max(MOST_REFUSED, MOST_REFUSED_SHARE * every):
            line, reason = report.refusals[0]
            raise RegisterFileError(
                f"{report.refused:,} of {every:,} rows cannot be read; the first is line {line:,}: {reason}. {AGAIN}"
            )
        if not report.rows:
            line, reason = report.refusals[0]
            raise RegisterFileError(f"No row can be read. Line {line:,}: {reason}.")


def fill(batches: Iterator[list[tuple]], columns: list[Column]) -> None:
    """Make the temporary table anew and load the rows into it, a batch at a time."""
    names = ["line", *(column.name for column in columns)]
    types = ["integer", *(_type(column) for column in columns)]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} ("
            + ", ".join(f"{name} {type_}" for name, type_ in zip(names, types, strict=True))
            + ")"
        )
        (_copy if connection.vendor == "postgresql" else _insert)(cursor, batches, names)


def _type(column: Column) -> str:
    model, field = FIELDS_OF.get(column.name, (School, column.name))
    return model._meta.get_field(field).db_type(connection)


def _copy(cursor, batches: Iterator[list[tuple]], names: list[str]) -> None:
    with cursor.copy(f"COPY {TABLE} ({', '.join(names)}) FROM STDIN WITH (NULL '{NOTHING}')") as copy:
        for batch in filter(None, batches):
            # Readers leave nothing unprintable in a value, so a backslash is all that needs care.
            copy.write(("\n".join(map("\t".join, batch)) + "\n").replace("\\", "\\\\"))


def _insert(cursor, batches: Iterator[list[tuple]], names: list[str]) -> None:
    marks = ", ".join([f"NULLIF(%s, '{NOTHING}')"] * len(names))
    for batch in filter(None, batches):
        cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(names)}) VALUES ({marks})", batch)
