"""The waiting list of a project at a hub: in the order of stated reasons, changed by the hub with a reason of its own.

A seat that is turned down or not taken up makes one offer to the next that fits: by itself where the hub has so
chosen, else by one click of the desk.

Who changes a list holds it (`locked_list`), and takes it before any application: list, application, group, the rest.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from applications import apart, letters
from applications.deciding import offering, preparing
from applications.deciding.models import Alternative, Offer, WaitingEntry
from applications.models import Application, Outcome, Status
from applications.workflow import MOVES, locked
from hubs.access import rights_at
from hubs.models import Hub
from journal import outbox
from journal.clock import day
from journal.moves import Refused, move, record
from journal.words import ordinal
from workgroups import places
from workgroups.models import Opening, Place, WorkGroup

ONLY_DECIDERS = "A hub lead or assistant hub lead decides about the waiting list."
READY = {Outcome.ELIGIBLE: (0, "Ready for this phase"), Outcome.JUDGE: (1, "For the hub to judge")}
NOT_READY = (2, "Not eligible by the rules")
# Seats that are free again: nobody said yes; or the form showed what nobody knew (`counting`), and nobody was placed.
ENDED = Q(status__in=("declined", "lapsed"))
NOT_TAKEN = Q(status="accepted", place__status=Place.Status.GIVEN_UP, became__place=None) & (
    Q(became__outcome=Outcome.NOT_ELIGIBLE) & ~Q(outcome=Outcome.NOT_ELIGIBLE)
)


def reasons(application: Application, criteria: int) -> tuple[list, list[str]]:
    """The key that orders the list, lower first, and the same in words."""
    ready, said = READY.get(application.outcome, NOT_READY)
    together = application.answers.get("in_group") == "yes"
    words = [said]
    if criteria:
        words.append(f"meets {criteria} {'criterion' if criteria == 1 else 'criteria'}")
    if together:
        words.append("applied with other schools")
    words.append(f"sent {day(application.sent_first)}")
    return [ready, -criteria, not together, application.sent_first.timestamp()], words


def current(hub: Hub, project=None):
    """Those who wait, the next first; take `hub` from `desk_hubs`."""
    rows = WaitingEntry.objects.filter(hub=hub, left=None)
    return rows.filter(project=project) if project else rows


def enter(application: Application, *, by, words: str, owner: int) -> WaitingEntry:
    """Put one on its list, both held by the caller, at the place its reasons give it; the school is told."""
    locked_list(application)
    rank, said = reasons(application, application.criterion_claims.count())
    entry = WaitingEntry(application=application, hub=application.hub, project=application.project)
    entry.rank, entry.reasons = rank, said
    rows = list(current(application.hub, application.project))
    ahead = next((n for n, row in enumerate(rows) if row.rank > rank), len(rows))
    entry.order = ahead + 1
    entry.save()
    rows.insert(ahead, entry)
    _number(rows)
    also = {"decided": timezone.now(), "owner_id": application.owner_id or owner}
    event = move(
        application, Status.WAITING_LIST, by=by, table=MOVES, note=f"{ordinal(ahead + 1)} of {len(rows)}.", also=also
    )
    for letter in letters.to_school_people(application, "waiting_listed", key=str(event.pk), words=words):
        outbox.queue(**letter)
    return entry


def _number(rows: list[WaitingEntry]) -> None:
    changed = [row for n, row in enumerate(rows, 1) if row.order != n]
    for n, row in enumerate(rows, 1):
        row.order = n
    WaitingEntry.objects.bulk_update(changed, ["order"])


@transaction.atomic
def reorder(entry: WaitingEntry, *, to: int, reason: str, by) -> WaitingEntry:
    """Move one to another place, with a reason that stays on record; the others keep their order."""
    _check_decides(entry.hub, by)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you change the order: it stays on record.")
    locked_list(entry)
    application = locked(entry.application)  # a colleague who decides about it now has its row, and writes in its trail
    rows = list(current(entry.hub, entry.project))
    was = next((n for n, row in enumerate(rows) if row.pk == entry.pk), None)
    if was is None:
        raise Refused("This school is not on the waiting list any more.")
    if not 1 <= to <= len(rows):
        raise Refused(f"Enter a place from 1 to {len(rows)}.")
    if to == was + 1:
        raise Refused(f"It is {ordinal(to)} already.")
    entry = rows.pop(was)
    rows.insert(to - 1, entry)
    entry.moved, entry.moved_by, entry.moved_reason = timezone.now(), by, reason
    entry.save(update_fields=["moved", "moved_by", "moved_reason"])
    _number(rows)
    told = f"From {ordinal(was + 1)} to {ordinal(to)} of {len(rows)}. {reason}"
    record(application, "moved on the waiting list", by=by, note=told, was=was + 1, now=to)
    return entry


@transaction.atomic
def offer_next(group: WorkGroup, *, by, answer_by: date | None = None) -> Offer:
    """Offer a free seat of this group to the next that fits. `by` None: the hub has chosen that it goes by itself."""
    if by is not None:
        _check_decides(group.hub, by)
    opening = locked_list(group)
    answer_by = answer_by or timezone.localdate() + timedelta(days=opening.answer_days if opening else 10)
    preparing.check_answer_by(answer_by)
    application = _next_locked(group)
    apart.check_beside(application, group)
    place = places.reserve(group=group, school=application.school, by=by)
    owner = application.owner_id or (by and by.pk)
    return offering.begin(application, place=place, answer_by=answer_by, words="", by=by, owner=owner)


def _next_locked(group: WorkGroup) -> Application:
    """The next that fits, under lock. Who was decided about while we waited for it fits no more: then the next."""
    held = None
    while entry := next_that_fits(group):
        if held and held.pk == entry.application_id:
            return held
        held = locked(entry.application)
    raise Refused("Nobody on the waiting list fits.")


def next_that_fits(group: WorkGroup) -> WaitingEntry | None:
    """The first who is eligible, has no decision prepared, no place in this project, and is not kept apart
    from a school of the group; two queries."""
    rows = current(group.hub, group.project).exclude(application__decisions__status="prepared")
    rows = rows.filter(application__status=Status.WAITING_LIST).exclude(application__outcome=Outcome.NOT_ELIGIBLE)
    taken = Place.objects.filter(project=group.project_id, status__in=Place.TAKES_A_SEAT).values("school")
    rows = rows.exclude(application__school__in=taken).exclude(application__in=apart.not_beside(group))
    return rows.select_related("application").first()


def pass_on_freed_seats() -> int:
    """One offer for each seat that was turned down or lapsed, or that the answers of an alternative's form freed,
    where the hub has so chosen; safe to share and repeat."""
    made = 0
    for rows in (Offer.objects.filter(ENDED), Alternative.objects.filter(ENDED), Alternative.objects.filter(NOT_TAKEN)):
        freed = rows.filter(passed_on=None, place__isnull=False)
        for one in freed.select_related("place__group__hub", "place__group__project").order_by("answered", "id"):
            made += _pass_on(one)
    return made


@transaction.atomic
def _pass_on(offer: Offer | Alternative) -> bool:
    group = offer.place.group
    opening = locked_list(group)
    if not is_to_pass_on(offer):
        return False
    made = bool(opening and opening.offers_next) and _is_offered(group)
    type(offer).objects.filter(pk=offer.pk).update(passed_on=timezone.now())
    return made


def _is_offered(group: WorkGroup) -> bool:
    try:
        with transaction.atomic():
            offer_next(group, by=None)
    except Refused:  # nobody waits, or the seat is taken: the desk sees both
        return False
    return True


def is_to_pass_on(offer: Offer | Alternative) -> bool:
    """Asked by who holds the list: of two, the second waits for the first and finds it done."""
    return type(offer).objects.filter(pk=offer.pk, passed_on=None).exists()


def locked_list(of) -> Opening | None:
    """The list that an application, entry or group belongs to, held to the end of the transaction by its opening."""
    rows = Opening.objects.select_for_update(no_key=True).filter(hub=of.hub_id, project=of.project_id)
    return rows.first()


def _check_decides(hub: Hub, by) -> None:
    if not rights_at(by, hub).decides:
        raise Refused(ONLY_DECIDERS)
