"""What somebody began or sent for a school that nobody knows them at: its own people take it over, or set it aside.

So a stranger, or a colleague whom nobody has confirmed, holds the one place that a school has at a hub against nobody.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from applications import letters, pledging, withdrawal
from applications.models import UNDECIDED, Application, Status
from applications.senders import Sender, sender_of
from applications.workflow import MOVES, locked
from journal import outbox
from journal.moves import Refused, move, record
from schools.access import school_ids_of


@dataclass(frozen=True)
class Option:
    """What the page of an application offers to somebody of its school."""

    sender: Sender
    why_not_take_over: str
    why_not_set_aside: str


def option(application: Application, by) -> Option | None:
    """None for who does not act for the school, and where its sender is known there."""
    try:
        sender = check_person(application, by)
    except Refused:
        return None
    return Option(sender, _why_not(check_take_over, application, by), _why_not(check_set_aside, application))


def _why_not(check, *about) -> str:
    try:
        check(*about)
    except Refused as refusal:
        return refusal.reason
    return ""


def check_person(application: Application, by) -> Sender:
    """Refuses who does not act for the school, and what somebody of the school has begun or sent."""
    if application.school_id not in school_ids_of(by):
        raise Refused("Only who acts for the school can do this.")
    sender = sender_of(application)
    if sender is None:
        raise Refused(
            f"{application.hub} brought this in, or asked your school for it. Write to it if that is not right."
        )
    if sender.is_known:
        raise Refused(f"{sender.name} acts for {application.school}, or did: this is your school’s own already.")
    return sender


def check_take_over(application: Application, by) -> None:
    if application.status not in (Status.DRAFT, *UNDECIDED):
        raise Refused(f"{application.hub} has decided about this, or it was withdrawn. Write to the hub about it.")
    own = Application.objects.filter(
        school=application.school_id,
        project=application.project_id,
        hub=application.hub_id,
        started_by=by,
        status=Status.DRAFT,
    )
    if application.is_draft and (mine := own.exclude(pk=application.pk).first()):
        raise Refused(f"You have a draft of your own for this, {mine.reference}. Go on with that one.")


def check_set_aside(application: Application) -> None:
    if application.is_draft:
        raise Refused("It has not been sent, so it stops nobody: begin your own, or take this over.")
    withdrawal.check_withdraw(application)


@transaction.atomic
def take_over(application: Application, *, by) -> Application:
    """It is `by`'s from now on, with all that was typed. Who began it sees it no longer, nor does whom they asked."""
    current = locked(application)
    sender = check_person(current, by)
    check_take_over(current, by)
    before = letters.addresses(current)
    give(current, by)
    event = record(current, "was taken over", by=by, note=f"From {sender.name}, whom the school had not confirmed.")
    for number, address in enumerate(before):
        letter = letters.to_school(current, "taken_over", key=f"{event.pk}-{number}", mine=False)
        outbox.queue(**{**letter, "to": address})
    outbox.queue(**letters.to_school(current, "taken_over", key=f"{event.pk}-now", mine=True, sender=sender))
    return current


def give(current: Application, to) -> None:
    """Put `to` in the place of who began it: all keys to it are shut, and letters go to `to`. Under its lock."""
    email = to.email.lower()
    also = {"started_by": to, "started_email": email, "letters_to": "" if current.is_draft else email}
    if current.is_draft:
        # The form asks again where letters go, and who it is that writes.
        dropped = ("email", "first_name", "last_name")
        also["answers"] = {name: answer for name, answer in current.answers.items() if name not in dropped}
        also["version"] = current.version + 1
    Application.objects.filter(pk=current.pk).update(**also)
    for name, value in also.items():
        setattr(current, name, value)
    current.keys.filter(revoked=None).update(revoked=timezone.now())
    current.late_entries.filter(decided=None).update(asked_email=email)
    pledging.pass_on(current, email=email, name=to.get_full_name())


@transaction.atomic
def set_aside(application: Application, *, reason: str, by) -> Application:
    """The hub is not to decide about it: the school sends its own. Who sent it, `by` and the hub get an email."""
    current = locked(application)
    sender = check_person(current, by)
    check_set_aside(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why: whoever sent it, and the hub, read it.")
    withdrawal.let_go(current, by=by, note="The school set it aside.")
    told = {"note": reason, "data": {"set_aside": True}, "also": {"withdraw_reason": reason}}
    event = move(current, Status.WITHDRAWN, by=by, table=MOVES, **told)
    pledging.end(current, by=by, note="The school set it aside.")
    for letter in letters.to_school_people(current, "set_aside", key=str(event.pk), mine=False):
        outbox.queue(**letter)
    own = letters.to_school(current, "set_aside", key=f"{event.pk}-by", mine=True, sender=sender)
    outbox.queue(**{**own, "to": by.email})
    letters.tell_hub(current, "withdrawn_hub", key=f"{current.pk}-{event.pk}")
    return current
