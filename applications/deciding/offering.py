"""Offers: a seat kept for one school until it accepts, turns it down, or lets the day pass."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications import letters, pledging
from applications.deciding import ending
from applications.deciding.models import Offer
from applications.holders import Holder, as_holder
from applications.models import Application, Status
from applications.reviewing import write_decision
from applications.workflow import MOVES, locked
from hubs.access import rights_at
from journal import outbox, tokens
from journal.clock import day, day_and_clock
from journal.moves import Refused, Stale, move, record
from workgroups import places

# What arrived by midnight may still be waiting for the database: the sweep leaves it that long.
LAPSES_AFTER = timedelta(minutes=10)
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
    related = ("application__hub", "application__project", "application__school", "place__group__lead__user")
    return Offer.objects.filter(token_hash=tokens.hash_of(token)).select_related(*related).first()


def of(application: Application) -> Offer | None:
    """The latest offer made for it, with its group; one query."""
    return application.offers.select_related("place__group__lead__user").first()


@transaction.atomic
def accept(offer: Offer, *, by=None, at: datetime | None = None) -> Application:
    """Take the place up. `by` None: whoever has the link. `at`: when the request arrived, now unless given.

    Accepted already, by another click or a colleague, it stays accepted.
    """
    current, offer = _locked(offer)
    if offer.status == State.ACCEPTED:
        return current
    check_open(offer, at)
    holder, data = _who(current, by)
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
    current, offer = _locked(offer)
    if offer.status == State.DECLINED:
        return current
    check_open(offer, at)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why your school does not take the place: the hub reads it.")
    holder, data = _who(current, by)
    ending.end_offer(offer, State.DECLINED, by=holder, note=reason, reason=reason)
    _over(current, offer, Status.TURNED_DOWN, by=holder, note=reason, data=data)
    return current


@transaction.atomic
def lapse(offer: Offer) -> Application | None:
    """The day is over and nobody has answered: the seat is free. None where somebody has, meanwhile."""
    current, offer = _locked(offer)
    if not offer.is_open or timezone.now() < offer.ends:
        return None
    note = f"No answer by {day(offer.answer_by)}."
    ending.end_offer(offer, State.LAPSED, by=None, note=note)
    _over(current, offer, Status.LAPSED, by=None, note=note)
    return current


def lapse_due() -> int:
    """End what nobody has answered in time, each in a transaction of its own; how many. Safe to repeat and to share."""
    over = timezone.localdate(timezone.now() - LAPSES_AFTER)
    unanswered = Offer.objects.unanswered().filter(answer_by__lt=over).select_related("application")
    return sum(lapse(offer) is not None for offer in unanswered)


@transaction.atomic
def send_offer_again(application: Application, *, by) -> Application:
    """A new link to the same addresses, where the email did not arrive; the old link stops working."""
    offer = ending.open_offer(application)
    if offer is None:
        raise Refused("No offer waits for this school.")
    current, offer = _locked(offer)
    if not rights_at(by, current.hub).at_desk:
        raise Refused(f"Only people at the desk of {current.hub} can do this.")
    check_open(offer)
    token = tokens.new_token()
    offer.token_hash, offer.links = tokens.hash_of(token), offer.links + 1
    offer.save(update_fields=["token_hash", "links"])
    record(current, "sent the offer again", by=by, offer=offer.pk)
    _send_link(current, offer, token)
    return current


def check_open(offer: Offer, at: datetime | None = None) -> None:
    """Refuses an answer to what is answered, taken back, or run out at the moment `at`."""
    hub = offer.application.hub
    ask = f" Write to {hub.enquiry_email} to ask what is possible." if hub.enquiry_email else ""
    if offer.status == State.TAKEN_BACK:
        raise Refused(f"{hub} has taken this offer back.{ask}")
    if offer.status == State.LAPSED or (offer.is_open and (at or timezone.now()) >= offer.ends):
        raise Refused(f"This offer ran out at the end of {day(offer.answer_by)}.{ask}")
    if not offer.is_open:
        was = "accepted" if offer.status == State.ACCEPTED else "turned down"
        raise Stale(f"This offer was {was} on {day_and_clock(offer.answered)}.{ask}")


def _locked(offer: Offer) -> tuple[Application, Offer]:
    """The application and the offer as they are now, under a lock that lasts to the end of the transaction."""
    current = locked(offer.application)
    rows = Offer.objects.select_for_update(of=("self",)).select_related("place__group__lead__user")
    offer = rows.get(pk=offer.pk)
    offer.application = current
    return current, offer


def _who(application: Application, by) -> tuple[Holder | None, dict]:
    """Whose answer it is, as the trail keeps it."""
    if by is None:
        return None, {"by_link": True}
    holder = as_holder(by)
    return holder, holder.in_trail(application)


def _over(application: Application, offer: Offer, to: str, *, by, note: str, data: dict | None = None) -> None:
    """The application's own end with its offer; both sides are told."""
    event = move(application, to, by=by, table=MOVES, note=note, data=data)
    pledging.end(application, by=by, note=note)
    for letter in letters.to_school_people(application, "offer_ended", key=str(event.pk), offer=offer):
        outbox.queue(**letter)
    letters.tell_hub(application, "offer_answered_hub", key=str(event.pk), offer=offer)
