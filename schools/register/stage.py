"""Rows put into the database as they are read: into an empty register, or into a temporary table beside it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat

from django.db import connection

from schools.models import School
from schools.register.reading import Batch
from schools.register.values import NOTHING

TABLE = "register_rows"
SCHOOL = School._meta.db_table


def absent(fields: list[str]) -> list[str]:
    """The columns of School that start as an empty text, because the file has nothing for them."""
    return [
        field.column
        for field in School._meta.local_concrete_fields
        if field.column not in fields and not field.null and not field.primary_key
    ]


def fill_register(fields: list[str], batches: Iterable[Batch]) -> None:
    """Every row is a new school."""
    missing = absent(fields)
    rows = (list(zip(*values, *[repeat("")] * len(missing), strict=False)) for _, values in batches)
    _load(SCHOOL, [*fields, *missing], rows)


def fill_beside(fields: list[str], batches: Iterable[Batch]) -> None:
    """The rows in the temporary table, made anew, each with its line."""
    types = {field.column: field.db_type(connection) for field in School._meta.local_concrete_fields}
    columns = ", ".join(f"{name} {types[name]}" for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} (line integer, {columns})")
    _load(TABLE, ["line", *fields], (list(zip(map(str, lines), *values, strict=True)) for lines, values in batches))


def _load(table: str, names: list[str], batches: Iterator[list[tuple]]) -> None:
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN WITH (NULL '{NOTHING}')") as copy:
                for batch in batches:
                    # Readers leave nothing unprintable in a value, so a backslash is all that needs care.
                    copy.write(("\n".join(map("\t".join, batch)) + "\n").replace("\\", "\\\\"))
            return
        marks = ", ".join([f"NULLIF(%s, '{NOTHING}')"] * len(names))
        for batch in batches:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", batch)


@contextmanager
def pointers_checked_at_once() -> Iterator[None]:
    """Let PostgreSQL check the foreign keys of schools with one query at the end, not with one for each row.

    Half of the time of a first load goes into the checks otherwise. Schools are locked meanwhile, to readers too.
    Only their owner can do so; for anybody else the checks stay as they are.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
            "WHERE c.oid = %s::regclass AND contype = 'f' AND pg_has_role(c.relowner, 'USAGE')",
            [SCHOOL],
        )
        keys = cursor.fetchall()
        for name, _ in keys:
            cursor.execute(f'ALTER TABLE {SCHOOL} DROP CONSTRAINT "{name}"')
    yield
    with connection.cursor() as cursor:
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE {SCHOOL} ADD CONSTRAINT "{name}" {definition}')
