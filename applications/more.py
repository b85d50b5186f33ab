"""A hub asks the school for more before it decides; the school answers in its own form, and the hub goes on.

While it is asked the application is with the school: nobody decides about it, and what the hub asks about can be
corrected even after the closing moment.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications import corrections, letters
from applications.deciding import ending
from applications.holders import as_holder
from applications.models import AWAITING, Application, MoreAsked, MoreItem, Status
from applications.reviewing import WITH_THE_SCHOOL, Option, Seen, check_here, locked_as_seen
from applications.workflow import MOVES, locked
from hubs.access import Rights, rights_at
from journal import outbox
from journal.clock import day
from journal.moves import Refused, Stale, move, record

LONGEST = timedelta(days=60)
MOST = 30  # questions at once
NOT_ASKED = "The hub asks nothing any more: it was answered, or the hub has stopped asking."


def check_ask(application: Application, by, rights: Rights | None = None) -> None:
    """Refuses who is not at the hub's desk, and what does not wait for the hub."""
    _check_desk(application, by, rights)
    if application.status == Status.MORE_ASKED:
        raise Refused(WITH_THE_SCHOOL)
    check_here(application)
    if application.status not in AWAITING:
        raise Refused(f"It is {application.get_status_display().lower()}. You can ask while it waits for a decision.")


def option(application: Application, user, rights: Rights | None = None) -> Option:
    """Asking as a reader of the desk sees it."""
    try:
        check_ask(application, user, rights)
        ending.check_nothing_prepared(application)
    except Refused as refusal:
        return Option("more", "Ask the school for more", False, refusal.reason)
    return Option("more", "Ask the school for more", True)


def askable(application: Application) -> list[dict]:
    """The frozen form's sections with the answers that can be asked about: those that keep their field's name."""
    return [
        {"title": part["title"], "answers": [row for row in part["answers"] if row.get("name")]}
        for part in application.frozen.get("form", [])
    ]


@transaction.atomic
def ask(
    application: Application, *, questions: dict[str, str], general: str, due: date, by, seen: Seen | None = None
) -> MoreAsked:
    """Ask the school: `questions` by field name, a `general` one, and the day by whose end it should answer.

    Who asks takes it on, where nobody has.
    """
    current = locked_as_seen(application, seen)
    check_ask(current, by)
    ending.check_nothing_prepared(current)
    items = _items(current, questions)
    general = general.strip()
    if not items and not general:
        raise Refused("Write at least one question.")
    check_due(due)
    also = {"owner_id": current.owner_id or by.pk}
    note = f"Answer by {day(due)}."
    event = move(current, Status.MORE_ASKED, by=by, table=MOVES, note=note, also=also)
    asked = MoreAsked.objects.create(application=current, at=event.at, by=by, due=due, general=general)
    for item in items:
        item.asked = asked
    MoreItem.objects.bulk_create(items)
    for letter in letters.to_school_people(
        current, "more_asked", key=str(asked.pk), asked=asked, items=items, page="more"
    ):
        outbox.queue(**letter)
    return asked


def _items(application: Application, questions: dict[str, str]) -> list[MoreItem]:
    """The questions in the form's order. Raises Refused where there are too many, or one about nothing."""
    rows = {row["name"]: row for part in askable(application) for row in part["answers"]}
    wanted = {name: text.strip() for name, text in questions.items() if text.strip()}
    if not wanted.keys() <= rows.keys():
        raise Refused("The form this school sent does not hold that answer.")
    if len(wanted) > MOST:
        raise Refused(f"Ask at most {MOST} questions at once.")
    return [MoreItem(name=name, label=row["label"], text=wanted[name]) for name, row in rows.items() if name in wanted]


def check_due(due: date) -> None:
    """Refuses a day that gives the school no time, or one far away."""
    today = timezone.localdate()
    if not today < due <= today + LONGEST:
        raise Refused("Choose a day from tomorrow on, within 60 days.")


@transaction.atomic
def extend(asked: MoreAsked, *, due: date, by) -> MoreAsked:
    """Give the school more time. It is told, and reminded by the new day."""
    current = _still_asked(asked, by)
    check_due(due)
    if due <= asked.due:
        raise Refused(f"Choose a day after {day(asked.due)}: the school counts on the day it was told.")
    if not MoreAsked.objects.unanswered().filter(pk=asked.pk, due=asked.due).update(due=due):
        raise Stale("A colleague changed the day a moment ago. Look at it before you go on.")
    asked.due = due
    record(current, "gave more time", by=by, note=f"Until {day(due)}.", asked=asked.pk)
    key = f"{asked.pk}-{due:%Y%m%d}"
    for letter in letters.to_school_people(current, "more_time", key=key, asked=asked, page="more"):
        outbox.queue(**letter)
    return asked


@transaction.atomic
def stop(asked: MoreAsked, *, by) -> Application:
    """Ask no more: the application is the hub's again, and the school is told that it need not answer."""
    current = _still_asked(asked, by)
    event = move(current, Status.IN_REVIEW, by=by, table=MOVES, note="The hub asks no more.")
    if not MoreAsked.objects.unanswered().filter(pk=asked.pk).update(cancelled=event.at, cancelled_by=by):
        raise Stale(NOT_ASKED)
    for letter in letters.to_school_people(current, "more_stopped", key=str(asked.pk), asked=asked):
        outbox.queue(**letter)
    return current


def _still_asked(asked: MoreAsked, by) -> Application:
    current = locked(asked.application)
    _check_desk(current, by)
    asked.refresh_from_db()
    if not asked.is_open or current.status != Status.MORE_ASKED:
        raise Stale("It was answered or stopped a moment ago. Look at it as it is now.")
    return current


def keep_reply(asked: MoreAsked, *, reply: str) -> None:
    """Keep what the school is writing; the hub reads it once it is sent."""
    if not MoreAsked.objects.unanswered().filter(pk=asked.pk).update(reply=reply):
        raise Refused(NOT_ASKED)
    asked.reply = reply


class ReplyNeeded(Refused):
    """What is missing is a reply."""


@transaction.atomic
def answer(application: Application, *, reply: str, by, at: datetime | None = None) -> MoreAsked:
    """Send what was changed and the reply; the application is the hub's again. Late is possible while it is asked."""
    current = locked(application)
    asked = current.asked_now
    if asked is None:
        raise Refused(NOT_ASKED)
    reply, holder = reply.strip(), as_holder(by)
    if asked.general and not reply:
        raise ReplyNeeded(f"Write a reply to the question of {current.hub}.")
    has_changes = corrections.open_of(current) is not None
    revision = corrections.put_in_place(current, by=by, at=at) if has_changes else None
    if revision is None and not reply:
        raise ReplyNeeded("Change an answer the hub asks about, or write a reply that says why it stands.")
    told = {"note": "The school has answered.", "data": holder.in_trail(current)}
    event = move(current, Status.IN_REVIEW, by=holder, table=MOVES, **told)
    changes = {"reply": reply, "answered": event.at, "answered_by_id": holder.pk, "revision": revision}
    if not MoreAsked.objects.unanswered().filter(pk=asked.pk).update(**changes):
        raise Stale(NOT_ASKED)
    for name, value in changes.items():
        setattr(asked, name, value)
    letters.tell_hub(current, "more_answered_hub", key=str(asked.pk), asked=asked, revision=revision)
    for letter in letters.to_school_people(current, "more_answered", key=str(asked.pk), asked=asked, revision=revision):
        outbox.queue(**letter)
    return asked


def _check_desk(application: Application, by, rights: Rights | None = None) -> None:
    rights = rights or rights_at(by, application.hub)
    if not rights.at_desk:
        raise Refused(f"Only people at the desk of {application.hub} can do this.")
