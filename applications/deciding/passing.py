"""Passing on: a school that applied to the wrong hub, or is nearer to another, is asked; nothing is typed again (U2).

Until it says yes, nothing of the other hub is told anything. Then the application is carried over, the other hub
decides for itself, and this one sees what becomes of it in one word.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications import carrying, letters, pledging
from applications.deciding import answering, destinations, ending
from applications.deciding.models import PassOn
from applications.models import Application, Status
from applications.workflow import MOVES
from hubs.access import rights_at
from journal import outbox, tokens
from journal.clock import day
from journal.moves import Refused, Stale, move, record
from workgroups.models import Opening

State = PassOn.Status
PASS_ON_MOVES = {
    State.OPEN: {
        State.AGREED: "agreed to be passed on",
        State.REFUSED: "refused to be passed on",
        State.LAPSED: "lapsed",
        State.TAKEN_BACK: "taken back",
    },
    State.AGREED: {},
    State.REFUSED: {},
    State.LAPSED: {},
    State.TAKEN_BACK: {},
}


def begin(current: Application, *, opening: Opening, answer_by, words: str, by, owner: int | None) -> PassOn:
    """Ask the school of an application that is read under lock. It keeps its place on a waiting list meanwhile."""
    destinations.check(current, opening)
    token = tokens.new_token()
    kept = {"answer_by": answer_by, "words": words, "by": by, "token_hash": tokens.hash_of(token)}
    asked = PassOn.objects.create(application=current, opening=opening, **kept)
    also = {"owner_id": current.owner_id or owner}
    note = f"To {opening.hub}, answer by {day(answer_by)}. {words}"
    move(current, Status.PASSING_ON, by=by, table=MOVES, note=note, also=also)
    _send_link(current, asked, token)
    return asked


def _send_link(application: Application, asked: PassOn, token: str) -> None:
    for letter in letters.pass_on(application, asked, token):
        outbox.queue(**letter)


def found_by(token: str) -> PassOn | None:
    """What this link answers; None where it is for nothing (any more)."""
    return answering.found_by(PassOn, token)


def of(application: Application) -> PassOn | None:
    """What the school was asked last; one query."""
    return answering.latest(application.pass_ons)


def open_of(application: Application) -> PassOn | None:
    """What the school is asked now; one query where it is, else none."""
    return answering.open_of(application.pass_ons) if application.status == Status.PASSING_ON else None


@transaction.atomic
def agree(asked: PassOn, *, by=None, at: datetime | None = None) -> Application:
    """Yes: the application as it is at the other hub from now on. `by` None: whoever has the link.

    Agreed to already, by another click or a colleague, it answers with what was made then.
    """
    current, asked = answering.locked_with(asked)
    if asked.status == State.AGREED:
        return carrying.made_of(current, asked.opening)
    answering.check_open(asked, at)
    destinations.check(current, asked.opening)
    holder, data = answering.who(current, by)
    move(asked, State.AGREED, by=holder, table=PASS_ON_MOVES, also={"answered": timezone.now()})
    also, note = {"decided": timezone.now()}, f"To {asked.to_hub}."
    event = move(current, Status.PASSED_ON, by=holder, table=MOVES, note=note, data=data, also=also)
    ending.leave_list(current)
    pledging.end(current, by=holder, note=f"Passed on to {asked.to_hub}.")
    made = carrying.carry(current, opening=asked.opening, by=holder)
    letters.tell_hub(current, "pass_on_answered_hub", key=str(event.pk), asked=asked)
    letters.tell_hub(made, "passed_on_hub", key=str(made.pk), opening=asked.opening, original=current)
    return made


@transaction.atomic
def refuse(asked: PassOn, *, reason: str, by=None, at: datetime | None = None) -> Application:
    """No, with a reason that the hub reads: the application stays where it is, and where it was."""
    current, asked = answering.locked_with(asked)
    if asked.status == State.REFUSED:
        return current
    answering.check_open(asked, at)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why your school does not want this: the hub reads it.")
    holder, data = answering.who(current, by)
    _stays(current, asked, State.REFUSED, by=holder, note=f"The school says no. {reason}", data=data, reason=reason)
    return current


@transaction.atomic
def lapse(asked: PassOn) -> Application | None:
    """The day is over and nobody has answered: it stays. None where somebody has, meanwhile."""
    current, asked = answering.locked_with(asked)
    if not answering.is_over(asked):
        return None
    _stays(current, asked, State.LAPSED, by=None, note=f"No answer by {day(asked.answer_by)}.")
    return current


def lapse_due() -> int:
    """End what nobody has answered in time, each in a transaction of its own; how many. Safe to repeat and to share."""
    return sum(lapse(asked) is not None for asked in answering.over(PassOn))


@transaction.atomic
def take_back(application: Application, *, reason: str, by) -> Application:
    """Ask no more, with a reason that the school reads; the application stays."""
    current, asked = answering.locked_with(_open(application))
    if not rights_at(by, current.hub).decides:
        raise Refused("A hub lead or assistant hub lead takes this back.")
    if not asked.is_open:
        raise Stale(f"The school answered this a moment ago: {asked.get_status_display().lower()}.")
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you take it back: the school reads it.")
    _stays(current, asked, State.TAKEN_BACK, by=by, note=f"Taken back. {reason}", reason=reason)
    return current


@transaction.atomic
def send_again(application: Application, *, by) -> Application:
    """A new link to the same addresses, where the email did not arrive; the old link stops working."""
    current, asked = answering.locked_with(_open(application))
    if not rights_at(by, current.hub).at_desk:
        raise Refused(f"Only people at the desk of {current.hub} can do this.")
    answering.check_open(asked)
    token = answering.with_new_link(asked)
    record(current, "sent the question again", by=by, pass_on=asked.pk)
    _send_link(current, asked, token)
    return current


def _open(application: Application) -> PassOn:
    asked = open_of(application)
    if asked is None:
        raise Refused("The school is not asked whether to pass this on.")
    return asked


def _stays(current: Application, asked: PassOn, to: str, *, by, note: str, data=None, reason: str = "") -> None:
    """The question ends, and the application is where it was before: on the waiting list, or in review."""
    move(asked, to, by=by, table=PASS_ON_MOVES, note=note, also={"answered": timezone.now(), "reason": reason})
    event = move(current, ending.stands_again(current), by=by, table=MOVES, note=note, data=data)
    for letter in letters.to_school_people(current, "pass_on_ended", key=str(event.pk), asked=asked):
        outbox.queue(**letter)
    if to != State.TAKEN_BACK:
        letters.tell_hub(current, "pass_on_answered_hub", key=str(event.pk), asked=asked)
