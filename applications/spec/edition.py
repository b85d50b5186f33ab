"""An edition's own words, as plain values: read in one query, so that a form is never older than its edition."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from workgroups.models import Clause, Criterion, NamedRole, Project


class Row(NamedTuple):
    """A criterion, a clause or a named role: its code, its words, a hint, its key."""

    code: str
    text: str
    hint: str
    pk: int


class Edition(NamedTuple):
    """What a declaration may use of a project. Equal values give the same form (it is remembered by them)."""

    kind: str
    title: str
    academic_year: str
    criteria_needed: int
    statement_prompt: str
    statement_words: int
    criteria: tuple[Row, ...]
    clauses: tuple[Row, ...]
    roles: tuple[Row, ...]


def read(project: Project) -> Edition:
    """The project's edition with its criteria, clauses and named roles: one query for each project object.

    The object remembers it, and lives no longer than a request.
    """
    remembered = project.__dict__.get("_edition")
    if remembered is None:
        remembered = project.__dict__["_edition"] = _read(project)
    return remembered


def _read(project: Project) -> Edition:
    parts: dict[str, list[Row]] = {"a": [], "b": [], "c": []}
    for part, _order, pk, *words in _rows(project.pk):
        parts[part].append(Row(*words, pk))
    return Edition(
        kind=project.kind,
        title=project.title,
        academic_year=project.academic_year,
        criteria_needed=project.criteria_needed,
        statement_prompt=project.statement_prompt,
        statement_words=project.statement_words,
        criteria=tuple(parts["a"]),
        clauses=tuple(parts["b"]),
        roles=tuple(parts["c"]),
    )


ANY_PROJECT = -1


def _rows(project_id: int) -> list[tuple]:
    sql, params = _compiled(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [project_id if value == ANY_PROJECT else value for value in params])
        return cursor.fetchall()


@lru_cache(maxsize=2)
def _compiled(vendor: str) -> tuple[str, tuple]:
    """The statement, put together once in a process: that takes longer than running it, and every page asks."""
    return _query(ANY_PROJECT).query.sql_with_params()


def _query(project_id: int):
    criteria = Criterion.objects.filter(project=project_id)
    clauses = Clause.objects.filter(project=project_id)
    roles = NamedRole.objects.filter(project=project_id, named=True)
    return (
        _columns(criteria, "a", "text", "evidence_hint")
        .union(_columns(clauses, "b", "text", None), _columns(roles, "c", "title", "hint"), all=True)
        .order_by("part", "order", "id")
    )


def _columns(rows, part: str, text: str, hint: str | None):
    return (
        rows.order_by()
        .annotate(
            part=Value(part, CharField()),
            words=Cast(text, TextField()),
            more=Cast(hint, TextField()) if hint else Value("", TextField()),
        )
        .values_list("part", "order", "id", "code", "words", "more")
    )
