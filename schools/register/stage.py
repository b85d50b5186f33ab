"""The rows of a file in a temporary table, beside the register: loaded by COPY on PostgreSQL, by INSERT on SQLite."""

from collections.abc import Iterator
from itertools import islice

from django.db import connection

from schools.models import LocalAuthority, School, Trust
from schools.register.columns import NOTHING, Column, Unreadable, readers
from schools.register.report import SHOWN, Report
from schools.register.source import AGAIN, RegisterFileError, Source

TABLE = "register_rows"
BATCH = 1000
# More rows than these that cannot be read mean that the file is not what it seems.
MOST_REFUSED, MOST_REFUSED_SHARE = 50, 0.05
FIELDS_OF = {
    "authority_code": (LocalAuthority, "code"),
    "authority_name": (LocalAuthority, "name"),
    "trust_code": (Trust, "code"),
    "trust_name": (Trust, "name"),
}


class Rows:
    """The readable rows of a source, as lists of values; counts and keeps what it refuses."""

    def __init__(self, source: Source, places: dict[str, int], columns: list[Column], report: Report):
        self.source, self.report, self.columns = source, report, columns
        self.width = len(places)
        self.plan = list(zip([places[column.heading] for column in columns], readers(columns), strict=True))
        names = [column.name for column in columns]
        self.urn, self.name = names.index("urn"), names.index("name")
        self.lines: dict[str, int] = {}
        self.authorities: dict[str, str] = {}
        self.trusts: dict[str, str] = {}
        self._pairs = [
            (known, names.index(code), names.index(name) if name in names else names.index(code))
            for known, code, name in (
                (self.authorities, "authority_code", "authority_name"),
                (self.trusts, "trust_code", "trust_name"),
            )
            if code in names
        ]

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[list]:
        """Line number and values of each row that can be stored; the same URN twice ends the import."""
        width, plan, urn, name, lines, pairs = self.width, self.plan, self.urn, self.name, self.lines, self._pairs
        for line, cells in rows:
            if len(cells) != width:
                self._refuse(line, self._wrong_width(line, cells))
                continue
            try:
                values = [read(cells[place]) for place, read in plan]
            except Unreadable:
                self._refuse(line, self._why(cells))
                continue
            if not values[name]:
                self._refuse(line, "EstablishmentName is empty")
                continue
            key = values[urn]
            if key in lines:
                raise RegisterFileError(
                    f"The URN {key} stands on line {lines[key]:,} and again on line {line:,}: "
                    f"each school has one row. {AGAIN}"
                )
            lines[key] = line
            for known, code, label in pairs:
                if values[code]:
                    known[values[code]] = values[label]
            yield [str(line), *values]
        self._end()

    def _why(self, cells: list[str]) -> str:
        for column, (place, read) in zip(self.columns, self.plan, strict=True):
            try:
                read(cells[place])
            except Unreadable as error:
                return f"{column.heading} {error}"
        raise AssertionError("a row was refused without a reason")

    def _wrong_width(self, line: int, cells: list[str]) -> str:
        if not self.source.whole:
            raise RegisterFileError(f"The file ends in the middle of line {line:,}: it was cut short. {AGAIN}")
        return f"has {len(cells)} columns where there are {self.width} headings"

    def _refuse(self, line: int, reason: str) -> None:
        self.report.refused += 1
        if len(self.report.refusals) < SHOWN:
            self.report.refusals.append((line, reason))

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


def fill(rows: Iterator[list], columns: list[Column]) -> None:
    """Make the temporary table anew and load the rows into it, a few at a time."""
    names = ["line", *(column.name for column in columns)]
    types = ["integer", *(_type(column) for column in columns)]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} ("
            + ", ".join(f"{name} {type_}" for name, type_ in zip(names, types, strict=True))
            + ")"
        )
        (_copy if connection.vendor == "postgresql" else _insert)(cursor, rows, names)


def _type(column: Column) -> str:
    model, field = FIELDS_OF.get(column.name, (School, column.name))
    return model._meta.get_field(field).db_type(connection)


def _copy(cursor, rows: Iterator[list], names: list[str]) -> None:
    with cursor.copy(f"COPY {TABLE} ({', '.join(names)}) FROM STDIN WITH (NULL '{NOTHING}')") as copy:
        while batch := ["\t".join(row) for row in islice(rows, BATCH)]:
            # Readers leave nothing unprintable in a value, so a backslash is all that needs care.
            copy.write(("\n".join(batch) + "\n").replace("\\", "\\\\"))


def _insert(cursor, rows: Iterator[list], names: list[str]) -> None:
    marks = ", ".join([f"NULLIF(%s, '{NOTHING}')"] * len(names))
    while batch := list(islice(rows, BATCH)):
        cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(names)}) VALUES ({marks})", batch)
