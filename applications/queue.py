"""Pages of a long list at one cost each: cursors where others count rows to skip, and counts with an end.

A cursor is the sort key and the id of the row at the edge of a page, so the database goes straight to that
place in an index: page 1,000 costs what page 1 does, and a row that arrives meanwhile shifts nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

PAGE_SIZE = 25
MOST_COUNTED = 5_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_ID = 2**63 - 1
_MARK = "value_to_be_put_here"


@dataclass(frozen=True)
class Order:
    """A column to sort by, ties broken by id in the same direction."""

    label: str
    column: str
    descending: bool = False


ORDERS = {
    "newest": Order("Newest first", "submitted", descending=True),
    "oldest": Order("Oldest first", "submitted"),
    "name": Order("School name", "school_name"),
}


@dataclass
class Page:
    """The rows of one page, and the cursors of its neighbours (empty where there is none)."""

    rows: list = field(default_factory=list)
    before: str = ""
    after: str = ""


def page(queryset: QuerySet, order: Order, *, after: str = "", before: str = "", size: int = PAGE_SIZE) -> Page:
    """The rows that follow the cursor `after`, or precede `before`, or the first ones; one query.

    `queryset` gives rows as `values()`, with the order's column and the id among them.
    `before="end"` is the last page. A cursor that cannot be read counts as none: it only comes from our own links.
    """
    backwards = bool(before)
    at = _read_cursor(before or after, order)
    backwards = backwards and (at is not None or before == "end")
    rows = list(_from(queryset, order, at, backwards=backwards)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page()
    has_previous = more if backwards else at is not None
    has_next = at is not None if backwards else more
    return Page(
        rows,
        before=_cursor(rows[0], order) if has_previous else "",
        after=_cursor(rows[-1], order) if has_next else "",
    )


def following(queryset: QuerySet, order: Order, row):
    """The row that comes after `row` in this order, else the first of the others, else None."""
    others = queryset.exclude(pk=row.pk)
    at = (getattr(row, order.column), row.pk)
    return _from(others, order, at, backwards=False).first() or _from(others, order, None, backwards=False).first()


def _from(queryset: QuerySet, order: Order, at, *, backwards: bool) -> QuerySet:
    """Rows on the far side of `at` in reading direction. One index condition, not `a<x OR (a=x AND id<y)`:
    that one PostgreSQL answers by reading and dropping everything before it."""
    down = order.descending != backwards
    if at is not None:
        value, key = at
        less = "lt" if down else "gt"
        beyond = Q((f"{order.column}__{less}", value)) | Q((f"id__{less}", key))
        queryset = queryset.filter(beyond, (f"{order.column}__{less}e", value))
    sign = "-" if down else ""
    return queryset.order_by(f"{sign}{order.column}", f"{sign}id")


def _cursor(row: dict, order: Order) -> str:
    value = row[order.column]
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    return f"{value}~{row['id']}"


def _read_cursor(text: str, order: Order):
    """(value, id) of a cursor, or None where it is not one of ours."""
    value, _, key = text.rpartition("~")
    if not (key.isascii() and key.isdigit() and len(key) < 20 and int(key) <= _LARGEST_ID):
        return None
    if order.column == "submitted":
        try:
            return _EPOCH + timedelta(microseconds=int(value)), int(key)
        except (ValueError, OverflowError):
            return None
    if "\0" in value or not value.isprintable():
        return None
    return value, int(key)


class Count(int):
    """A number of rows that reads "5,000+" where counting stopped before the end."""

    is_more = False

    def __str__(self):
        return f"{int(self):,}+" if self.is_more else f"{int(self):,}"


class CountAtLeast(Count):
    is_more = True


@dataclass(frozen=True)
class Counting:
    """A count as compiled SQL that answers (name, number) rows, whose cost has an end as the page's has."""

    sql: str
    params: tuple

    @classmethod
    def of(cls, name: str, queryset: QuerySet) -> "Counting":
        """Counts to MOST_COUNTED and one beyond. `name` is an identifier of ours, not what anybody typed."""
        sql, params = _compiled(queryset.order_by().values("pk"))
        return cls(f"SELECT '{name}' AS name, (SELECT COUNT(*) FROM ({sql}) counted) AS number", params)

    @classmethod
    def of_each(cls, queryset: QuerySet, column: str, values: Iterable[str]) -> list["Counting"]:
        """One for each value of a text column. Django compiles the first; the others differ in one parameter."""
        first = cls.of(_MARK, queryset.filter(**{column: _MARK}))
        return [
            cls(first.sql.replace(_MARK, value), tuple(value if each == _MARK else each for each in first.params))
            for value in values
        ]

    @classmethod
    def grouped(cls, queryset: QuerySet, column: str) -> "Counting":
        """All the values of a column in one walk, which ends after MOST_COUNTED rows of whatever value.

        The walk goes in the order `queryset` has: an index then leads it, where without an order PostgreSQL
        prefers to read the table.
        """
        sql, params = _compiled(queryset.values(column))
        return cls(f"SELECT {column} AS name, COUNT(*) AS number FROM ({sql}) counted GROUP BY {column}", params)


def _compiled(queryset: QuerySet) -> tuple[str, tuple]:
    sql, params = queryset[: MOST_COUNTED + 1].query.sql_with_params()
    return sql, tuple(params)


def counts(countings: Iterable[Counting]) -> dict[str, int]:
    """The numbers by name, in one query."""
    countings = list(countings)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(each.sql for each in countings), [param for each in countings for param in each.params]
        )
        return dict(cursor.fetchall())


def total(*numbers: int, stopped: bool = False) -> Count:
    """Their sum, a lower bound where one was not counted to its end, or the walk that gave them all `stopped`."""
    whole = sum(min(number, MOST_COUNTED) for number in numbers)
    if stopped:
        return CountAtLeast(min(whole, MOST_COUNTED))
    return CountAtLeast(whole) if any(number > MOST_COUNTED for number in numbers) else Count(whole)
