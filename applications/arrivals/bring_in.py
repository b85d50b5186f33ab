"""Making applications of the rows, each whole or not at all; begun by a person, gone on with by whoever comes."""

import time

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import keys, letters, spec, workflow
from applications.arrivals import desk, plan
from applications.arrivals.desk import MOVES
from applications.arrivals.models import Arrival, ArrivalRow
from applications.models import Application, DraftKey, Note
from applications.models import Status as Stage
from applications.named_schools import name_schools
from journal import outbox
from journal.moves import Refused, move

Status, Match, Result = Arrival.Status, ArrivalRow.Match, ArrivalRow.Result
ARRIVES = {Stage.DRAFT: {Stage.SUBMITTED: "brought in"}}


def check_ready(arrival: Arrival, found: list[plan.Fate]) -> None:
    """Refuses to bring in what is not looked at to its end: no school may be left open."""
    if not arrival.is_open:
        raise Refused(desk.NOT_OPEN)
    numbers = plan.count(found)
    if not arrival.round:
        raise Refused("Say first what each column holds.")
    if numbers.get("waiting"):
        raise Refused(
            f"We are still looking for the schools of {numbers['waiting']:,} responses. Try again in a moment."
        )
    if numbers.get("to_confirm"):
        number = numbers["to_confirm"]
        s = "school is" if number == 1 else "schools are"
        raise Refused(f"{number:,} {s} still to be confirmed or skipped.")
    if not (numbers.get("new") or numbers.get("incomplete")):
        raise Refused("There is nothing to bring in: no response would make a new application.")


@transaction.atomic
def begin(arrival: Arrival, *, tell_schools: bool, by) -> Arrival:
    """From here on nothing of it can be said otherwise, and its rows are made into applications by `go_on`."""
    current = desk.locked(arrival)
    desk.check_desk(current.hub, by)
    check_ready(current, plan.fates(current))
    move(current, Status.APPLYING, by=by, table=MOVES, also={"tell_schools": tell_schools, "by": by})
    return current


def go_on(arrival: Arrival, *, seconds: float) -> bool:
    """Bring in rows as long as there is time; True when the arrival is brought in to its end. Safe to call at once."""
    stop = time.monotonic() + seconds
    rows = list(arrival.rows.order_by("line").values("pk", "line", "school_id", "match", "sent", "problem", "result"))
    last, reader = plan.last_of_school(rows), None
    for row in rows:
        if row["result"]:
            continue
        if time.monotonic() > stop:
            return False
        reader = reader or plan.Reader(arrival)
        _one(row["pk"], reader, last)
    return _finish(arrival)


def _finish(arrival: Arrival) -> bool:
    counts = plan.count(plan.fates(arrival))
    try:
        move(arrival, Status.APPLIED, by=arrival.by, table=MOVES, also={"counts": counts})
    except Refused:  # somebody else came to the end at the same moment
        arrival.refresh_from_db()
    return True


@transaction.atomic
def _one(pk: int, reader: plan.Reader, last: dict[int, int]) -> None:
    row = claimed(pk)
    if row is None:
        return
    row.result = _result(row, reader, last)
    row.done = timezone.now()
    row.cells, row.unread, row.candidates = [], [], []
    row.save(update_fields=["result", "done", "cells", "unread", "candidates"])


def claimed(pk: int) -> ArrivalRow | None:
    """The row under lock, if nobody has brought it in meanwhile."""
    return ArrivalRow.objects.select_for_update().filter(pk=pk, result="").first()


def _result(row: ArrivalRow, reader: plan.Reader, last: dict[int, int]) -> str:
    if row.school_id is None or row.match == Match.SKIPPED or row.problem:
        return Result.LEFT_OUT
    if last[row.school_id] != row.pk:
        return Result.REPEATED
    if _is_here(row, reader.arrival):
        return Result.SENT_ALREADY
    try:
        with transaction.atomic():
            _make(row, reader)
    except IntegrityError:  # the school sent it itself a moment ago
        return Result.SENT_ALREADY
    return Result.MADE


def _is_here(row: ArrivalRow, arrival: Arrival) -> bool:
    return plan.sent_to(arrival).filter(school=row.school_id).exists()


def _make(row: ArrivalRow, reader: plan.Reader) -> Application:
    """The application with its verdict, its frozen form and facts, as if the school had sent it here."""
    arrival, response = reader.arrival, reader.response(row)
    application = reader.application(row, response, plan.frozen_today(row.school_id))
    application.save(force_insert=True)
    form = spec.frozen_form(application)
    kept = workflow.submission(application, form, at=row.sent or timezone.now())
    note = f"{arrival.file_name}, line {row.line}"
    move(application, Stage.SUBMITTED, by=arrival.by, table=ARRIVES, note=note, also=kept)
    workflow.claim_criteria(application)
    name_schools(application)
    opening = workflow.opening_of(application)
    # Whoever shows that the address is theirs finds the application, as if they had begun it here.
    DraftKey.objects.create(
        application=application,
        kind=DraftKey.Kind.STARTER,
        email=application.started_email,
        expires=keys.expiry(opening),
    )
    if response.unread:
        text = "In the form that arrived, and fitting none of our questions:\n" + "\n".join(response.unread)
        Note.objects.create(application=application, by=arrival.by, text=text[:4000])
    if arrival.tell_schools:
        outbox.queue(**letters.receipt(application, opening=opening, sections=form))
    return application


def waiting():
    """Arrivals with work left: rows nobody has looked at, or that were begun to be brought in."""
    unlooked = ArrivalRow.objects.filter(looked_at=False).values("arrival")
    checking = Arrival.objects.filter(status=Status.CHECKING, round__gt=0, pk__in=unlooked)
    return (checking | Arrival.objects.filter(status=Status.APPLYING)).select_related("hub", "project", "by")


def go_on_with_all(*, seconds: float) -> None:
    """What the beat does: take up what a closed browser or a stopped process left."""
    for arrival in waiting():
        if arrival.is_open:
            plan.look(arrival, seconds=seconds)
        else:
            go_on(arrival, seconds=seconds)
