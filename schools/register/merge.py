"""The register brought in line with the temporary table, set by set, in SQL that both databases run."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from schools.models import LocalAuthority, School, Trust
from schools.register.columns import Column
from schools.register.report import SHOWN, Report
from schools.register.stage import TABLE

SCHOOL = School._meta.db_table
# Values that stand for a row of another table: field of the school, its column, the joined column.
POINTERS = {"authority_code": ("authority", "authority_id", "a.id"), "trust_code": ("trust", "trust_id", "tr.id")}
JOINS = {
    "authority_code": f" LEFT JOIN {LocalAuthority._meta.db_table} a ON a.code = t.authority_code",
    "trust_code": f" LEFT JOIN {Trust._meta.db_table} tr ON tr.code = t.trust_code",
}
NAMES = {"authority_name", "trust_name"}
OPEN = ", ".join(f"'{status}'" for status in School.OPEN)
CLOSED = School.RegisterStatus.CLOSED
_OPEN_ONES = f"count(*) FILTER (WHERE s.register_status IN ({OPEN}))"


def named(model, names: dict[str, str]) -> None:
    """Make the authorities or trusts that are new, and rename those that the file names otherwise."""
    longest = model._meta.get_field("name").max_length
    known = dict(model.objects.values_list("code", "name"))
    different = [
        model(code=code, name=(name or code)[:longest]) for code, name in names.items() if known.get(code) != name
    ]
    model.objects.bulk_create(different, update_conflicts=True, unique_fields=["code"], update_fields=["name"])


class Merge:
    """The statements for the columns that a file has; the other fields of a school are never named."""

    def __init__(self, columns: list[Column]):
        present = [column.name for column in columns if column.name not in NAMES]
        self.values = {POINTERS[name][1] if name in POINTERS else name: _value(name) for name in present}
        self.labels = {POINTERS[name][1] if name in POINTERS else name: _label(name) for name in present}
        joins = "".join(JOINS[name] for name in present if name in JOINS)
        self.source = f"{TABLE} t{joins}"
        self.known = f"{self.source} JOIN {SCHOOL} s ON s.urn = t.urn"
        self.compared = [column for column in self.values if column != "urn"]
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        self.differences = {column: f"s.{column} {differs} {self.values[column]}" for column in self.compared}
        self.differs = "(" + " OR ".join(self.differences.values()) + ")"
        self.closing = f"s.register_status IN ({OPEN}) AND t.register_status = '{CLOSED}'"
        self.reopening = f"s.register_status = '{CLOSED}' AND t.register_status IN ({OPEN})"

    def count(self, report: Report) -> None:
        """Fill in what the merge would do, before it does it."""
        filters = ", ".join(
            f"count(*) FILTER (WHERE {condition})"
            for condition in (self.closing, self.reopening, *self.differences.values())
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), {_OPEN_ONES} FROM {TABLE} t JOIN {SCHOOL} s ON s.urn = t.urn")
            known, known_open = cursor.fetchone()
            cursor.execute(f"SELECT count(*), {_OPEN_ONES} FROM {SCHOOL} s")
            stored, report.open_before = cursor.fetchone()
            cursor.execute(f"SELECT count(*), {filters} FROM {self.known} WHERE {self.differs}")
            report.changed, report.closed, report.reopened, *fields = cursor.fetchone()
        report.created = report.rows - known
        report.unchanged = known - report.changed
        report.missing, report.missing_open = stored - known, report.open_before - known_open
        report.fields = {self.labels[column]: n for column, n in zip(self.compared, fields, strict=True) if n}

    def examples(self, report: Report) -> dict[str, list[str]]:
        """The first schools that are new, closed, reopened and changed, in words."""
        found = {}
        if report.created:
            new = f"{TABLE} t LEFT JOIN {SCHOOL} s ON s.urn = t.urn"
            found["created"] = self._names(new, "s.id IS NULL")
        if report.closed:
            found["closed"] = self._names(self.known, self.closing)
        if report.reopened:
            found["reopened"] = self._names(self.known, self.reopening)
        if report.changed:
            found["changed"] = self._changes()
        return found

    def _names(self, tables: str, condition: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t.name, t.urn FROM {tables} WHERE {condition} ORDER BY t.line LIMIT {SHOWN}")
            return [f"{name} (URN {urn})" for name, urn in cursor.fetchall()]

    def _changes(self) -> list[str]:
        compared = [column for column in self.compared if not column.endswith("_id")]
        pairs = ", ".join(f"s.{column}, {self.values[column]}" for column in compared)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.name, s.urn, {pairs} FROM {self.known} WHERE {self.differs} ORDER BY t.line LIMIT {SHOWN}"
            )
            rows = cursor.fetchall()
        return [_change(row, [self.labels[column] for column in compared]) for row in rows]

    def update(self) -> None:
        sets = ", ".join(f"{column} = {self.values[column]}" for column in self.compared)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {SCHOOL} AS s SET {sets} FROM {self.source} WHERE s.urn = t.urn AND {self.differs}")

    def insert(self) -> None:
        """Fields that the file does not have start empty."""
        absent = [
            field.column
            for field in School._meta.local_concrete_fields
            if field.column not in self.values and not field.null and not field.primary_key
        ]
        columns = ", ".join([*self.values, *absent])
        values = ", ".join([*self.values.values(), *("''" for _ in absent)])
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SCHOOL} ({columns}) SELECT {values} FROM {self.source} "
                f"WHERE NOT EXISTS (SELECT 1 FROM {SCHOOL} s WHERE s.urn = t.urn)"
            )


@contextmanager
def pointers_checked_at_once() -> Iterator[None]:
    """Let PostgreSQL check the foreign keys of schools with one query at the end, not with one for each row.

    Half of the time of a first load goes into the checks otherwise. Schools are locked meanwhile, to readers too.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype = 'f'",
            [SCHOOL],
        )
        keys = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE {SCHOOL} DROP CONSTRAINT "{name}"')
        yield
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE {SCHOOL} ADD CONSTRAINT "{name}" {definition}')


def _value(name: str) -> str:
    return POINTERS[name][2] if name in POINTERS else f"t.{name}"


def _label(name: str) -> str:
    return POINTERS[name][0] if name in POINTERS else str(School._meta.get_field(name).verbose_name)


def _change(row: tuple, labels: list[str]) -> str:
    name, urn, *values = row
    pairs = zip(labels, values[::2], values[1::2], strict=True)
    changes = [f"{label} “{_shown(old)}” → “{_shown(new)}”" for label, old, new in pairs if old != new]
    return f"{name} (URN {urn}): " + ("; ".join(changes) or "authority or trust")


def _shown(value) -> str:
    return "" if value is None else str(value)
