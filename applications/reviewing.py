"""The hub's side of an application: taking on, declining, reopening, notes; `placement` has the places."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications import letters, pledging
from applications.deciding import ending
from applications.models import AWAITING, DECIDABLE, Application, Note, Status
from applications.workflow import MOVES, locked
from hubs.access import Rights, rights_at
from journal import outbox
from journal.clock import day_and_clock
from journal.models import Event
from journal.moves import Refused, Stale, move, record
from workgroups import places


# Each check reads the person's rights itself, unless they are handed in: a page asks for many moves at once.
def check_take_on(application: Application, by, rights: Rights | None = None) -> None:
    _check_desk(application, by, rights)
    _check_waiting(application)
    if application.owner_id == by.pk:
        raise Refused("You have taken this on already.")


def check_decide(application: Application, by, rights: Rights | None = None) -> None:
    """Placing and declining: by a lead or assistant lead, while it waits for a decision."""
    rights = _check_desk(application, by, rights)
    _check_waiting(application, DECIDABLE)
    if not rights.decides:
        raise Refused("A hub lead or assistant hub lead decides.")


def check_reopen(application: Application, by, rights: Rights | None = None) -> None:
    rights = _check_desk(application, by, rights)
    if application.status == Status.WITHDRAWN:
        raise Refused("The school has withdrawn it. It can apply again.")
    check_here(application)
    if application.status not in REOPENED_FROM:
        raise Refused("It has not been decided, so there is nothing to reopen.")
    if not rights.decides:
        raise Refused("A hub lead or assistant hub lead reopens a decision.")


def check_here(application: Application) -> None:
    """Refuses what another hub has now, or may get."""
    if application.status == Status.PASSING_ON:
        raise Refused("The school is asked whether to pass it on. Wait for its answer, or take that back first.")
    if application.status == Status.PASSED_ON:
        raise Refused("It was passed on: the other hub decides about it, and can pass it back.")


# An offer is taken back by opening its application again.
REOPENED_FROM = (
    *(Status.WAITING_LIST, Status.OFFERED, Status.ALTERNATIVE_OFFERED, Status.TOOK_ALTERNATIVE, Status.PLACED),
    *(Status.DECLINED, Status.TURNED_DOWN, Status.LAPSED),
)
CORRECTED = "The school corrected this a moment ago. Read it as it is now before you decide."
WITH_THE_SCHOOL = "You have asked the school for more. Wait for its answer, or stop asking first."


@dataclass(frozen=True)
class Seen:
    """What a reviewer's page was drawn from: the status, the owner's key or None, and the answers' version.

    Without a version only status and owner are compared.
    """

    status: str
    owner: int | None
    version: int | None = None


@transaction.atomic
def take_on(application: Application, *, by, seen: Seen | None = None) -> Application:
    """Become its owner, from nobody or from a colleague."""
    current = locked_as_seen(application, seen)
    check_take_on(current, by)
    move(
        current,
        Status.IN_REVIEW,
        by=by,
        table=MOVES,
        also={"owner": by},
        only_if={"owner": current.owner_id},
    )
    return current


@transaction.atomic
def decline(application: Application, *, reason: str, by, seen: Seen | None = None) -> Application:
    """Say no, with a reason that the school reads."""
    current = locked_as_seen(application, seen)
    check_decide(current, by)
    ending.check_nothing_prepared(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write the reason: the school reads it.")
    decline_locked(current, reason=reason, by=by)
    return current


def decline_locked(current: Application, *, reason: str, by) -> None:
    """The same for one that is read under lock and judged already, in the transaction that holds it."""
    also = {"decline_reason": reason, "decided": timezone.now(), "owner_id": current.owner_id or by.pk}
    event = move(current, Status.DECLINED, by=by, table=MOVES, note=reason, also=also)
    ending.leave_list(current)
    pledging.end(current, by=by, note="The hub declined.")
    write_decision(current, "declined", event)


@transaction.atomic
def reopen(application: Application, *, reason: str, by, seen: Seen | None = None) -> Application:
    """Take a decision or an open offer back: the seat is free again, and the school is told."""
    current = locked_as_seen(application, seen)
    check_reopen(current, by)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you reopen it: it stays in the trail.")
    place = current.place
    ending.take_back_offer(current, by=by, note=reason)
    ending.leave_list(current)
    also = {"place": None, "decline_reason": "", "decided": None, "owner": by}
    event = move(current, Status.IN_REVIEW, by=by, table=MOVES, note=reason, also=also)
    if place:
        places.give_up(place, by=by, note=reason)
    pledging.take_up_again(current, by=by)
    write_decision(current, "reopened", event)
    return current


@transaction.atomic
def add_note(application: Application, *, text: str, by) -> Note:
    """A note that only the hub reads."""
    _check_desk(application, by)
    note = Note.objects.create(application=application, by=by, text=text.strip())
    record(application, "wrote a note", by=by, note_id=note.pk)
    return note


@dataclass(frozen=True)
class Option:
    """A move as a reader sees it: open, or closed with the reason why."""

    move: str
    label: str
    is_open: bool
    why: str = ""


def options(application: Application, user, rights: Rights | None = None) -> list[Option]:
    """The moves of the desk for this person now, closed ones with the reason a try would be refused with."""
    rights = rights or rights_at(user, application.hub)
    offered = [
        ("take_on", "Take on", check_take_on),
        ("place", "Place in a Work Group", check_decide),
        ("decline", "Decline", check_decide),
        ("reopen", "Reopen", check_reopen),
    ]
    found = []
    for name, label, check in offered:
        try:
            check(application, user, rights)
            if name in ("place", "decline"):
                ending.check_nothing_prepared(application)
        except Refused as refusal:
            found.append(Option(name, label, False, refusal.reason))
        else:
            found.append(Option(name, label, True))
    return found


def locked_as_seen(application: Application, seen: Seen | None = None) -> Application:
    """The row under lock, if it is still as the reader saw it; else Stale, naming who was faster.

    Without `seen`, the object passed in says what was seen. The owner counts too: what a colleague has taken on
    meanwhile is theirs to decide, or to be taken over from.
    """
    seen = seen or Seen(application.status, application.owner_id, application.version)
    current = locked(application)
    if (current.status, current.owner_id) != (seen.status, seen.owner):
        raise Stale(_who_was_faster(current))
    if seen.version is not None and seen.version != current.version:
        raise Stale(CORRECTED)
    return current


def write_decision(application: Application, template: str, event: Event) -> None:
    """Queue the email about a decision; each decision writes once."""
    outbox.queue(**letters.decision(application, template, event))


def _check_desk(application: Application, by, rights: Rights | None = None) -> Rights:
    rights = rights or rights_at(by, application.hub)
    if not rights.at_desk:
        raise Refused(f"Only people at the desk of {application.hub} can do this.")
    return rights


def _check_waiting(application: Application, among=AWAITING) -> None:
    if application.status not in among:
        if application.status == Status.WITHDRAWN:
            raise Refused("The school has withdrawn it. It can apply again.")
        if application.status == Status.MORE_ASKED:
            raise Refused(WITH_THE_SCHOOL)
        check_here(application)
        raise Refused(f"It is {application.get_status_display().lower()} already. Reopen it to decide again.")


def _who_was_faster(application: Application) -> str:
    event = Event.objects.about(application).exclude(to_status="").last()
    if event is None or event.by is None:
        return "This changed a moment ago. Look at it as it is now before you decide."
    person = User.objects.filter(pk=event.by).first()
    who = f"{person or 'A colleague'} {event.kind} this application before you ({day_and_clock(event.at)})."
    return f"{who} Nothing of yours was saved over it."
