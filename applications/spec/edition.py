"""An edition's own words, as plain values: read in one query, so that a form is never older than its edition."""

import json
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, Q, TextField, Value
from django.db.models.functions import Cast, JSONObject

from workgroups.models import Clause, Criterion, NamedRole, Project, Question


class Row(NamedTuple):
    """A criterion, a clause or a named role: its code, its words, a hint, its key; whether who has the role signs."""

    code: str
    text: str
    hint: str
    pk: int
    signs: bool = False


class Asked(NamedTuple):
    """A question of this edition alone; `kind` and `section` are values of `workgroups.models.Question`."""

    code: str
    label: str
    hint: str
    kind: str
    section: str
    answers: tuple[str, ...]
    needed: bool
    most_words: int | None
    personal: bool


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
    questions: tuple[Asked, ...] = ()


def read(project: Project) -> Edition:
    """The project’s edition with its criteria, clauses, roles and own questions: one query for each project object.

    The object remembers it, and lives no longer than a request.
    """
    remembered = project.__dict__.get("_edition")
    if remembered is None:
        remembered = project.__dict__["_edition"] = _read(project)
    return remembered


def _read(project: Project) -> Edition:
    parts: dict[str, list] = {"a": [], "b": [], "c": [], "d": []}
    for part, _order, pk, *words, more in _rows(project.pk):
        known = json.loads(more) if more else {}
        parts[part].append(_asked(*words, **known) if part == "d" else Row(*words, pk, bool(known.get("signs"))))
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
        questions=tuple(parts["d"]),
    )


def _asked(code: str, label: str, hint: str, *, choices: str, needed, personal, **more) -> Asked:
    answers = tuple(line.strip() for line in choices.splitlines() if line.strip())
    return Asked(code, label, hint, answers=answers, needed=bool(needed), personal=bool(personal), **more)


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
    # Who signs is asked on the form, so that nobody waits for a second question.
    roles = NamedRole.objects.filter(Q(named=True) | Q(signs=True), project=project_id)
    questions = Question.objects.filter(project=project_id)
    others = (
        _columns(clauses, "b", "text", None),
        _columns(roles, "c", "title", "hint", ("signs",)),
        _columns(questions, "d", "label", "hint", ("kind", "section", "choices", "needed", "most_words", "personal")),
    )
    return _columns(criteria, "a", "text", "evidence_hint").union(*others, all=True).order_by("part", "order", "id")


def _columns(rows, part: str, text: str, hint: str | None, more: tuple[str, ...] = ()):
    return (
        rows.order_by()
        .annotate(
            part=Value(part, CharField()),
            words=Cast(text, TextField()),
            told=Cast(hint, TextField()) if hint else Value("", TextField()),
            more=Cast(JSONObject(**{name: name for name in more}), TextField()) if more else Value("", TextField()),
        )
        .values_list("part", "order", "id", "code", "words", "told", "more")
    )
