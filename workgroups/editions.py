"""The next academic year's edition of a project (N2): a copy that can then be changed without touching the old one."""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from hubs.models import Hub
from journal import moves
from journal.moves import Refused
from workgroups.models import Opening, Project, first_year_not_over

LONDON = ZoneInfo("Europe/London")
PARTS = ("criteria", "clauses", "named_roles", "questions")


def year_on_offer(hubs: Iterable[Hub] = ()) -> int:
    """The academic year that schools apply for now: the newest one opened, by these hubs if any of them has.

    Where nobody has opened one whose year still runs: the newest that has editions, else the year that runs.
    """
    running = first_year_not_over()
    opened = Opening.objects.filter(opens__lte=timezone.now(), project__year__gte=running)
    theirs = opened.filter(hub__in=list(hubs)).aggregate(newest=Max("project__year"))["newest"]
    found = theirs or opened.aggregate(newest=Max("project__year"))["newest"]
    return found or Project.objects.aggregate(newest=Max("year"))["newest"] or running


def next_code(project: Project) -> str:
    """NCP26-11 becomes NCP27-11; a code of another shape gets the year it starts in."""
    match = re.fullmatch(r"(\D*)(\d\d)(-.+)", project.code, flags=re.ASCII)
    if match and int(match[2]) == project.year % 100:
        return f"{match[1]}{(project.year + 1) % 100:02d}{match[3]}"
    return f"{project.code[:15]}-{project.year + 1}"


def a_year_later(moment: datetime | None) -> datetime | None:
    """The same day and hour of the clock in London a year on; 29 February becomes the 28th."""
    if moment is None:
        return None
    local = moment.astimezone(LONDON)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year + 1, day=day)


def copy_to_next_year(project: Project, *, by) -> Project:
    """Make the next year's edition with the same parts (PARTS), and the closing date a year on.

    The old edition stays as it is, and so do the applications made to it. Refused where next year's edition of
    the same kind is there already, or its code is taken.
    """
    year = project.year + 1
    if Project.objects.filter(year=year, kind=project.kind).exists():
        raise Refused(f"There is a {project.get_kind_display()} project for {year}/{(year + 1) % 100:02d} already.")
    fields = {
        field.name: getattr(project, field.name) for field in project._meta.concrete_fields if not field.primary_key
    }
    fields |= {
        "year": year,
        "code": next_code(project),
        "default_closing": a_year_later(project.default_closing),
    }
    try:
        with transaction.atomic():
            copy = Project.objects.create(**fields)
            for part in PARTS:
                _copy_rows(getattr(project, part).all(), copy)
            moves.record(copy, "copied from last year", by=by, note=project.code, project=project.pk)
            moves.record(project, "copied to next year", by=by, note=copy.code, project=copy.pk)
    except IntegrityError:
        raise Refused(f"There is a project with the code {fields['code']} already.") from None
    return copy


def _copy_rows(rows, copy: Project) -> None:
    rows = list(rows)
    for row in rows:
        row.pk, row.project = None, copy
        row._state.adding = True
    if rows:
        type(rows[0]).objects.bulk_create(rows)
