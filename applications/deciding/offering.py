"""Offers: a seat kept for one school until it accepts, turns it down, or lets the day pass."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications import letters, pledging
from applications.deciding import answering, ending
from applications.deciding.models import Offer
from applications.models import Application, Status
from applications.reviewing import write_decision
from applications.workflow import MOVES
from hubs.access import rights_at
from journal import outbox, tokens
from journal.clock import day
from journal.moves import Refused, move, record
from workgroups import places

State = Offer.Status


def begin(current: Application, *, place, answer_by, words: str, by, owner: int | None) -> Offer:
    """The offer of an application that is read under lock; `place` is kept for it already. The school is told."""
    token = tokens.new_token()
    kept = {"answer_by": answer_by, "words": words, "by": by, "token_hash": tokens.hash_of(token)}
    offer = Offer.objects.create(application=current, place=place, **kept)
    also = {"decided": timezone.now(), "owner_id": current.owner_id or owner}
    note = f"{place.group.name}, answer by {day(answer_by)}."
    move(current, Status.OFFERED, by=by, table=MOVES, note=note, also=also)
    ending.leave_list(current)
    _send_link(current, offer, token)
    return offer


def _send_link(application: Application, offer: Offer, token: str) -> None:
    for letter in letters.offered(application, offer, token):
        outbox.queue(**letter)


def found_by(token: str) -> Offer | None:
    """The offer that this link is for; None where it is for none (any more)."""
    return answering.found_by(Offer, token)


def of(application: Application) -> Offer | None:
    """The latest offer made for it, with its group; one query."""
    return answering.latest(application.offers)


@transaction.atomic
def accept(offer: Offer, *, by=None, at: datetime | None = None) -> Application:
    """Take the place up. `by` None: whoever has the link. `at`: when the request arrived, now unless given.

    Accepted already, by another click or a colleague, it stays accepted.
    """
    current, offer = answering.locked_with(offer)
    if offer.status == State.ACCEPTED:
        return current
    answering.check_open(offer, at)
    holder, data = answering.who(current, by)
    move(offer, State.ACCEPTED, by=holder, table=ending.OFFER_MOVES, also={"answered": timezone.now()})
    places.take_up(offer.place, by=holder)
    told = {"note": offer.place.group.name, "data": data, "also": {"place": offer.place}}
    event = move(current, Status.PLACED, by=holder, table=MOVES, **told)
    write_decision(current, "placed", event)
    letters.tell_hub(current, "offer_answered_hub", key=str(event.pk), offer=offer)
    return current


@transaction.atomic
def turn_down(offer: Offer, *, reason: str, by=None, at: datetime | None = None) -> Application:
    """Do not take the place, with a reason that the hub reads; the seat is free for the next."""
    current, offer = answering.locked_with(offer)
    if offer.status == State.DECLINED:
        return current
    answering.check_open(offer, at)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why your school does not take the place: the hub reads it.")
    holder, data = answering.who(current, by)
    ending.end_offer(offer, State.DECLINED, by=holder, note=reason, reason=reason)
    _over(current, offer, Status.TURNED_DOWN, by=holder, note=reason, data=data)
    return current


@transaction.atomic
def lapse(offer: Offer) -> Application | None:
    """The day is over and nobody has answered: the seat is free. None where somebody has, meanwhile."""
    current, offer = answering.locked_with(offer)
    if not answering.is_over(offer):
        return None
    note = f"No answer by {day(offer.answer_by)}."
    ending.end_offer(offer, State.LAPSED, by=None, note=note)
    _over(current, offer, Status.LAPSED, by=None, note=note)
    return current


def lapse_due() -> int:
    """End what nobody has answered in time, each in a transaction of its own; how many. Safe to repeat and to share."""
    return sum(lapse(offer) is not None for offer in answering.over(Offer))


@transaction.atomic
def send_offer_again(application: Application, *, by) -> Application:
    """A new link to the same addresses, where the email did not arrive; the old link stops working."""
    offer = ending.open_offer(application)
    if offer is None:
        raise Refused("No offer waits for this school.")
    current, offer = answering.locked_with(offer)
    if not rights_at(by, current.hub).at_desk:
        raise Refused(f"Only people at the desk of {current.hub} can do this.")
    answering.check_open(offer)
    token = answering.with_new_link(offer)
    record(current, "sent the offer again", by=by, offer=offer.pk)
    _send_link(current, offer, token)
    return current


def _over(application: Application, offer: Offer, to: str, *, by, note: str, data: dict | None = None) -> None:
    """The application's own end with its offer; both sides are told."""
    event = move(application, to, by=by, table=MOVES, note=note, data=data)
    pledging.end(application, by=by, note=note)
    for letter in letters.to_school_people(application, "offer_ended", key=str(event.pk), offer=offer):
        outbox.queue(**letter)
    letters.tell_hub(application, "offer_answered_hub", key=str(event.pk), offer=offer)
