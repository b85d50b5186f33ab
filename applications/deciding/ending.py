"""What ends with an application, whoever ends it: a decision that was prepared, an offer that is open."""

from django.utils import timezone

from applications.deciding.models import Alternative, Decision, Offer, WaitingEntry
from applications.models import LateEntry, Status
from journal.moves import Refused, move, record
from workgroups import places

DECISION_MOVES = {
    Decision.Status.PREPARED: {Decision.Status.RELEASED: "released", Decision.Status.DROPPED: "dropped"},
    Decision.Status.RELEASED: {},
    Decision.Status.DROPPED: {},
}
# What a decision is read with, to be named and carried out.
WITH_DECISION = ("place__group__lead__user", "place__overridden_by", "opening__project", "opening__hub")
OFFER_MOVES = {
    Offer.Status.OPEN: {
        Offer.Status.ACCEPTED: "accepted",
        Offer.Status.DECLINED: "turned down",
        Offer.Status.LAPSED: "lapsed",
        Offer.Status.TAKEN_BACK: "taken back",
    },
    Offer.Status.ACCEPTED: {},
    Offer.Status.DECLINED: {},
    Offer.Status.LAPSED: {},
    Offer.Status.TAKEN_BACK: {},
}
ALTERNATIVE_MOVES = {
    Alternative.Status.OPEN: {
        Alternative.Status.ACCEPTED: "accepted",
        Alternative.Status.DECLINED: "declined",
        Alternative.Status.LAPSED: "lapsed",
        Alternative.Status.TAKEN_BACK: "taken back",
    },
    Alternative.Status.ACCEPTED: {},
    Alternative.Status.DECLINED: {},
    Alternative.Status.LAPSED: {},
    Alternative.Status.TAKEN_BACK: {},
}


def prepared(application) -> Decision | None:
    """The decision that waits to be released; one query, none where prefetched."""
    return next((one for one in application.decisions.all() if one.status == Decision.Status.PREPARED), None)


def open_offer(application) -> Offer | None:
    """The offer that waits for the school; one query where there is one, none where prefetched."""
    if application.status != "offered":
        return None
    return next((offer for offer in application.offers.all() if offer.is_open), None)


def open_alternative(application) -> Alternative | None:
    """The alternative that waits for the school; one query where there is one."""
    if application.status != "alternative_offered":
        return None
    return application.alternatives.select_related(*Alternative.RELATED).filter(status="open").first()


def check_nothing_prepared(application) -> None:
    """Refuses a second decision beside the one that is prepared."""
    found = prepared(application)
    if found:
        raise Refused(f"{found.by} has prepared a decision: {found.clause}. Drop it before you decide again.")


def drop(decision: Decision, *, by, note: str = "") -> None:
    """The decision is not made after all, and its seat is free. Call it under the application's lock."""
    move(decision, Decision.Status.DROPPED, by=by, table=DECISION_MOVES, note=note, also={"release": None})
    if decision.place:
        places.give_up(decision.place, by=by, note=note)
    record(decision.application, "dropped a decision", by=by, note=note, decision=decision.pk)


def drop_prepared(application, *, by, note: str) -> None:
    """As `drop`, where something is prepared."""
    found = prepared(application)
    if found:
        drop(found, by=by, note=note)


def end_offer(offer: Offer, to: str, *, by, note: str = "", reason: str = "") -> None:
    """The offer comes to an end without a place, and its seat is free. Call it under the application's lock."""
    also = {"answered": timezone.now(), "reason": reason}
    move(offer, to, by=by, table=OFFER_MOVES, note=note, also=also)
    places.give_up(offer.place, by=by, note=note)


def let_in_for(alternative: Alternative) -> str:
    """Why the draft of an alternative may be sent after its project has closed, as the record keeps it."""
    return f"The hub offered it as the alternative to {alternative.application.reference}."


def end_alternative(alternative: Alternative, to: str, *, by, note: str = "", reason: str = "") -> None:
    """It comes to an end, and a seat kept with it is free. Call it under the application's lock.

    A draft that it let in late is let in no more; what the hub has let in beside it stays so.
    """
    now = timezone.now()
    also = {"answered": now, "reason": reason}
    let_in = LateEntry.objects.filter(application=alternative.became_id, reason=let_in_for(alternative))
    let_in.filter(let_in_until__gt=now).update(let_in_until=now)
    move(alternative, to, by=by, table=ALTERNATIVE_MOVES, note=note, also=also)
    if alternative.place:
        places.give_up(alternative.place, by=by, note=note)


def stands_again(application) -> Status:
    """Where one is that came to nothing elsewhere: on the waiting list, if it never left it; else in review."""
    listed = application.waiting_entries.filter(left=None).exists()
    return Status.WAITING_LIST if listed else Status.IN_REVIEW


def leave_list(application) -> None:
    """Off the waiting list, for a place, an offer or an end; those behind are one nearer."""
    WaitingEntry.objects.filter(application=application, left=None).update(left=timezone.now())


def take_back_offer(application, *, by, note: str) -> None:
    """Of an application that the hub opens again: the school's answer is waited for no more."""
    if offer := open_offer(application):
        end_offer(offer, Offer.Status.TAKEN_BACK, by=by, note=note)
    if alternative := open_alternative(application):
        end_alternative(alternative, Alternative.Status.TAKEN_BACK, by=by, note=note)
