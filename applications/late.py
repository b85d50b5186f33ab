"""After the closing moment: a school asks to be let in all the same, and the hub answers, on record.

The moment that counts is the one in which the server received the request (decision 22).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import letters
from applications.going_on.models import waits_for
from applications.holders import as_holder
from applications.models import Application, DraftKey, LateEntry, Status
from applications.workflow import is_over, opening_of
from hubs.access import is_at_desk, may_decide
from hubs.models import Hub
from journal import outbox
from journal.clock import day_and_clock, how_long
from journal.moves import Refused, Stale, record
from workgroups.models import Opening

LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Lateness:
    """What a school is told of a draft whose closing moment has passed."""

    closed: datetime
    by: str  # like "2 hours and 5 minutes"
    entry: LateEntry | None  # the latest time it asked, and what was answered
    let_in_until: datetime | None
    why_not_ask: str  # "" where it may ask

    @property
    def is_let_in(self) -> bool:
        return self.let_in_until is not None


def lateness(application: Application, opening: Opening | None, *, at: datetime | None = None) -> Lateness | None:
    """How late a draft is; None while its opening is open. One query."""
    at = at or timezone.now()
    if not (application.is_draft and is_over(opening, at)) or waits_for(application):
        return None
    entries = list(application.late_entries.all())
    until = max((entry.let_in_until for entry in entries if entry.let_in_until), default=None)
    latest = entries[0] if entries else None
    try:
        _check_ask(latest, at)
        why_not = ""
    except Refused as refusal:
        why_not = refusal.reason
    is_in = until if until and at < until else None
    return Lateness(opening.ends, how_long(at - opening.ends), latest, is_in, why_not)


def _check_ask(latest: LateEntry | None, at: datetime) -> None:
    if latest and latest.decided is None:
        raise Refused(f"You asked at {day_and_clock(latest.asked)}. The hub has not answered yet.")
    if latest and latest.let_in_until and at < latest.let_in_until:
        raise Refused(f"The hub lets you send this until {day_and_clock(latest.let_in_until)}.")


def address_of(application: Application, by) -> str:
    """Where somebody is answered: the address they sign in with, or that their link was sent to."""
    holder = as_holder(by)
    if holder.pk:
        return holder.user.email
    key = DraftKey.objects.filter(pk=holder.keys.get(application.reference)).first()
    return key.email if key else application.started_email


@transaction.atomic
def ask(application: Application, *, reason: str, by) -> LateEntry:
    """Ask the hub to let a late draft in; it reads the reason, not the answers. Once at a time."""
    now, holder = timezone.now(), as_holder(by)
    if application.status != Status.DRAFT:
        raise Refused("This has been sent, so there is nothing to ask for.")
    opening = opening_of(application)
    if not is_over(opening, now):
        raise Refused("This is not late: send it as usual.")
    _check_ask(application.late_entries.first(), now)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why it is late: the hub reads it.")
    try:
        with transaction.atomic():
            entry = LateEntry.objects.create(
                application=application,
                asked=now,
                asked_by_id=holder.pk,
                asked_email=address_of(application, holder),
                reason=reason,
            )
    except IntegrityError:  # a double click: the other request has asked
        return application.late_entries.get(decided=None)
    told = {"note": reason, "late_entry": entry.pk, **holder.in_trail(application)}
    record(application, "asked to be let in late", by=holder, **told)
    letters.tell_hub(
        application, "late_asked", key=str(entry.pk), opening=opening, entry=entry, late=how_long(now - opening.ends)
    )
    return entry


def check_person(hub: Hub, by) -> None:
    """Refuses who may not answer at this hub."""
    if not is_at_desk(by, hub):
        raise Refused(f"Only people at the desk of {hub} can do this.")
    if not may_decide(by, hub):
        raise Refused("A hub lead or assistant hub lead lets a late application in.")


def check_answer(entry: LateEntry, by) -> None:
    """Refuses who may not answer, and what has been answered."""
    check_person(entry.application.hub, by)
    if entry.application.status != Status.DRAFT:
        raise Refused("It has been sent meanwhile.")
    if entry.decided:
        raise Stale(f"{entry.decided_by} answered this before you, at {day_and_clock(entry.decided)}.")


@transaction.atomic
def let_in(entry: LateEntry, *, until: date, words: str, by) -> LateEntry:
    """Let the school send it to the end of a day in London. It is told, with the hub's words where there are any."""
    check_answer(entry, by)
    end = timezone.make_aware(datetime.combine(until, time(23, 59, 59)))
    now = timezone.now()
    if not now < end <= now + LONGEST:
        raise Refused("Choose a day from today on, within two months.")
    _answer(entry, "late_let_in", "let in late", words, by, let_in_until=end)
    return entry


@transaction.atomic
def refuse(entry: LateEntry, *, words: str, by) -> LateEntry:
    """Say no, with a reason that the school reads."""
    check_answer(entry, by)
    if not words.strip():
        raise Refused("Write the reason: the school reads it.")
    _answer(entry, "late_refused", "refused it late", words, by)
    return entry


def _answer(entry: LateEntry, template: str, kind: str, words: str, by, **also) -> None:
    changes = {"decided": timezone.now(), "decided_by": by, "words": words.strip(), **also}
    if not LateEntry.objects.filter(pk=entry.pk, decided=None).update(**changes):
        raise Stale("A colleague answered this a moment ago. Look at what they said.")
    for name, value in changes.items():
        setattr(entry, name, value)
    note = f"Until {day_and_clock(entry.let_in_until)}. {entry.words}".strip() if entry.let_in_until else entry.words
    record(entry.application, kind, by=by, note=note, late_entry=entry.pk)
    letter = letters.to_school(entry.application, template, key=str(entry.pk), entry=entry, page="check")
    outbox.queue(**{**letter, "to": entry.asked_email})
