"""The register brought in line with the temporary table, set by set, in SQL that both databases run."""

from django.db import connection

from schools.models import School
from schools.register.report import SHOWN, Report
from schools.register.stage import SCHOOL, TABLE, absent

OPEN = ", ".join(f"'{status}'" for status in School.OPEN)
CLOSED = School.RegisterStatus.CLOSED
LABELS = {field.column: str(field.verbose_name) for field in School._meta.local_concrete_fields}
_OPEN_ONES = f"count(*) FILTER (WHERE s.register_status IN ({OPEN}))"


class Merge:
    """The statements for the columns of School that a file has; the others are never named."""

    def __init__(self, fields: list[str]):
        self.fields = fields
        self.compared = [name for name in fields if name != "urn"]
        self.known = f"{TABLE} t JOIN {SCHOOL} s ON s.urn = t.urn"
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        self.differences = {name: f"s.{name} {differs} t.{name}" for name in self.compared}
        self.differs = "(" + " OR ".join(self.differences.values()) + ")"
        self.closing = f"s.register_status IN ({OPEN}) AND t.register_status = '{CLOSED}'"
        self.reopening = f"s.register_status = '{CLOSED}' AND t.register_status IN ({OPEN})"

    def count(self, report: Report) -> None:
        """Fill in what the merge would do, before it does it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), {_OPEN_ONES} FROM {SCHOOL} s")
            stored, report.open_before = cursor.fetchone()
            changing = f"count(*) FILTER (WHERE {self.differs})"
            cursor.execute(f"SELECT count(*), {_OPEN_ONES}, {changing} FROM {self.known}")
            known, known_open, report.changed = cursor.fetchone()
        report.created = report.rows - known
        report.unchanged = known - report.changed
        report.missing, report.missing_open = stored - known, report.open_before - known_open
        if report.changed:
            self._count_changes(report)

    def _count_changes(self, report: Report) -> None:
        conditions = (self.closing, self.reopening, *self.differences.values())
        counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counts} FROM {self.known} WHERE {self.differs}")
            report.closed, report.reopened, *fields = cursor.fetchone()
        report.fields = {LABELS[name]: n for name, n in zip(self.compared, fields, strict=True) if n}

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
        pairs = ", ".join(f"s.{column}, t.{column}" for column in compared)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.name, s.urn, {pairs} FROM {self.known} WHERE {self.differs} ORDER BY t.line LIMIT {SHOWN}"
            )
            rows = cursor.fetchall()
        return [_change(row, compared) for row in rows]

    def update(self) -> None:
        sets = ", ".join(f"{name} = t.{name}" for name in self.compared)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {SCHOOL} AS s SET {sets} FROM {TABLE} t WHERE s.urn = t.urn AND {self.differs}")

    def insert(self) -> None:
        """Fields that the file does not have start empty."""
        missing = absent(self.fields)
        columns = ", ".join([*self.fields, *missing])
        values = ", ".join([*(f"t.{name}" for name in self.fields), *("''" for _ in missing)])
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SCHOOL} ({columns}) SELECT {values} FROM {TABLE} t "
                f"WHERE NOT EXISTS (SELECT 1 FROM {SCHOOL} s WHERE s.urn = t.urn)"
            )


def _change(row: tuple, columns: list[str]) -> str:
    name, urn, *values = row
    pairs = zip(columns, values[::2], values[1::2], strict=True)
    changes = [
        f"{LABELS[column]} {_said(column, old)} → {_said(column, new)}" for column, old, new in pairs if old != new
    ]
    return f"{name} (URN {urn}): " + ("; ".join(changes) or "authority or trust")


def _said(column: str, value) -> str:
    if column == "register_status":
        value = School.RegisterStatus(value).label
    return f"“{'' if value is None else value}”"
