"""The verbs of an arrival before it is brought in: take a file, say what its columns are, say which school it is."""

import hashlib
import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from applications import eligibility, spec
from applications.arrivals import mapping, plan, reading
from applications.arrivals.models import Arrival, ArrivalRow
from hubs.access import is_at_desk
from hubs.models import Hub
from journal.moves import Refused, move, record
from schools.models import School
from workgroups.models import Opening, Project

Status, Match = Arrival.Status, ArrivalRow.Match
MOVES = {
    Status.CHECKING: {Status.APPLYING: "began to bring in", Status.PUT_AWAY: "put away"},
    Status.APPLYING: {Status.APPLIED: "brought in"},
    Status.APPLIED: {Status.UNDONE: "undid"},
}
KEPT = timedelta(days=14)
NOT_OPEN = "It is being brought in or put away already, so it can no longer be changed."


def check_desk(hub: Hub, by) -> None:
    if not is_at_desk(by, hub):
        raise Refused(f"Only people at the desk of {hub} can do this.")


def projects_for(hub: Hub) -> list[Project]:
    """What forms can be brought in for, newest first: what the hub has opened and is applied for here."""
    openings = Opening.objects.filter(hub=hub).select_related("project").order_by("-project__year", "project__code")
    return [opening.project for opening in openings if _is_applied_for(opening.project)]


def _is_applied_for(project: Project) -> bool:
    return project.kind in spec.DECLARATIONS and project.kind in eligibility.RULES


@transaction.atomic
def take(*, hub: Hub, project: Project, data: bytes, file_name: str, by) -> Arrival:
    """Keep the responses of a file until they are brought in; the same file still being checked is that one again."""
    check_desk(hub, by)
    if project not in projects_for(hub):
        raise Refused(f"{hub} has not opened {project.title}. Open it first, then bring its forms in.")
    sha256 = hashlib.sha256(data).hexdigest()
    table = reading.read(data)
    again = Arrival.objects.filter(hub=hub, project=project, sha256=sha256, status=Status.CHECKING).first()
    if again:
        return again
    known = mapping.targets(spec.form_for(project))
    arrival = Arrival.objects.create(
        hub=hub,
        project=project,
        by=by,
        file_name=_name(file_name),
        sha256=sha256,
        headings=table.headings,
        columns=mapping.guess(table.headings, known, mapping.remembered(hub, project)),
    )
    rows = [ArrivalRow(arrival=arrival, line=line, key=key_of(cells), cells=cells) for line, cells in table.rows]
    ArrivalRow.objects.bulk_create(rows, batch_size=500)
    record(arrival, "took in a file", by=by, rows=len(rows))
    return arrival


def key_of(cells: list[str]) -> str:
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _name(file_name: str) -> str:
    return "".join(c for c in file_name if c.isprintable())[-200:] or "responses.csv"


@transaction.atomic
def set_columns(arrival: Arrival, *, columns: list[str], by) -> Arrival:
    """Say what each column means; the schools are looked for anew, but for those a person has said."""
    current = locked_open(arrival, by)
    mapping.check(columns, current.headings, current.project)
    mapping.remember(current.hub, current.project, current.headings, columns)
    current.columns, current.round = columns, current.round + 1
    current.save(update_fields=["columns", "round"])
    current.rows.update(looked_at=False)
    record(current, "said what the columns are", by=by)
    return current


@transaction.atomic
def confirm(arrival: Arrival, *, choices: dict[int, School | None], by) -> None:
    """Say of rows (by key) which school they are; None skips them."""
    current = locked_open(arrival, by)
    reader = plan.Reader(current)
    for row in current.rows.filter(pk__in=choices, looked_at=True):
        row.school = choices[row.pk]
        row.match = Match.CONFIRMED if row.school else Match.SKIPPED
        plan.foresee(row, reader)
        row.save(update_fields=["school", "match", "sent", "gaps", "unread", "problem", "outcome"])
    record(current, "said which school", by=by, rows=len(choices))


@transaction.atomic
def put_away(arrival: Arrival, *, by) -> None:
    """Bring none of it in; its words are erased."""
    if by is not None:
        check_desk(arrival.hub, by)
    move(arrival, Status.PUT_AWAY, by=by, table=MOVES)
    arrival.rows.all().delete()


def locked_open(arrival: Arrival, by) -> Arrival:
    """The arrival under lock, while its columns and schools may still be said otherwise."""
    current = locked(arrival)
    check_desk(current.hub, by)
    if not current.is_open:
        raise Refused(NOT_OPEN)
    return current


def locked(arrival: Arrival) -> Arrival:
    rows = Arrival.objects.select_for_update(of=("self",)).select_related("hub", "project", "by")
    return rows.get(pk=arrival.pk)


def forget_old() -> int:
    """Put away what nobody has brought in for 14 days."""
    old = list(Arrival.objects.filter(status=Status.CHECKING, at__lt=timezone.now() - KEPT).select_related("hub"))
    for arrival in old:
        put_away(arrival, by=None)
    return len(old)
