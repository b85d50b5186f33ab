"""Seats in Work Groups: taken, given up and resized (R1, Y3).

Never more than there are, but for those a hub lead adds one by one, each with a reason: taken <= capacity + overrides.
An override opens no seat for anybody else: whoever has none is let in only while taken < capacity.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from hubs.access import is_lead
from journal.moves import Refused, move, record
from workgroups.models import Place, WorkGroup

# Also the hint beside a full group.
ONLY_LEAD_OVER = "Only the hub lead can go beyond its places, with a reason."
MOVES = {
    Place.Status.RESERVED: {Place.Status.HELD: "took up the place", Place.Status.GIVEN_UP: "set the seat free"},
    Place.Status.HELD: {Place.Status.GIVEN_UP: "gave up the place"},
    Place.Status.GIVEN_UP: {},
}


def locked(group: WorkGroup) -> WorkGroup:
    """The group read under a lock that lasts to the end of the transaction.

    PostgreSQL locks the row. SQLite has no row locks, but its transactions here begin as the one writer.
    """
    return WorkGroup.objects.select_for_update().get(pk=group.pk)


def seats_taken(group: WorkGroup) -> int:
    return Place.objects.filter(group=group, status__in=Place.TAKES_A_SEAT).count()


@transaction.atomic
def take(*, group: WorkGroup, school, by, over: str = "", unfit: str = "") -> Place:
    """Give `school` a seat in `group`. Refused when the school has a seat in this edition, or when the group is full.

    `over`: why a hub lead goes beyond the capacity, used only if the group is full. `unfit`: why a hub lead places a
    school that a check calls not eligible. Either is kept with the place.
    """
    return _take(group, school, Place.Status.HELD, "took a place", by, over, unfit)


@transaction.atomic
def reserve(*, group: WorkGroup, school, by, over: str = "", unfit: str = "") -> Place:
    """Keep a seat for `school` until it has been asked and has answered; refused and overridden as `take` is."""
    return _take(group, school, Place.Status.RESERVED, "kept a seat", by, over, unfit)


@transaction.atomic
def take_up(place: Place, *, by) -> Place:
    """The school takes the seat that was kept for it."""
    move(place, Place.Status.HELD, by=by, table=MOVES, also={"since": timezone.now()})
    return place


def _take(group: WorkGroup, school, status: str, kind: str, by, over: str, unfit: str) -> Place:
    group = locked(group)
    is_full = seats_taken(group) >= group.capacity
    if is_full:
        check_over(group, by, over)
    against = _against(over if is_full else "", unfit, by)
    try:
        with transaction.atomic():
            place = Place.objects.create(
                group=group, school=school, project_id=group.project_id, status=status, **against
            )
    except IntegrityError:
        has = f"{school.name} already has a place in a Work Group of this project this year, or one is kept for it."
        raise Refused(has) from None
    told = {name: against[name] for name in ("over_why", "unfit_why") if against.get(name)}
    record(place, kind, by=by, group=group.pk, school=school.pk, **told)
    return place


def check_over(group: WorkGroup, by, over: str) -> None:
    """Refuses a seat in a full group, but for a hub lead who writes why. Call it under the group's lock."""
    if over.strip() and is_lead(by, group.hub):
        return
    seen = WorkGroup.objects.with_seats().get(pk=group.pk)
    raise Refused(f"{group.name} is full: {seen.room_said.removeprefix('Full: ')}. {ONLY_LEAD_OVER}")


def _against(over: str, unfit: str, by) -> dict:
    """The fields of an override; none where there is nothing to override."""
    words = {"over_why": over.strip(), "unfit_why": unfit.strip()}
    return {**words, "overridden_by": by, "overridden_at": timezone.now()} if any(words.values()) else {}


@transaction.atomic
def give_up(place: Place, *, by, note: str = "") -> Place:
    """Free the seat; the place stays in the history."""
    move(place, Place.Status.GIVEN_UP, by=by, table=MOVES, note=note)
    return place


@transaction.atomic
def resize(group: WorkGroup, *, capacity: int, by) -> WorkGroup:
    """Change how many the group takes, never to fewer than it has."""
    return resize_locked(locked(group), capacity=capacity, by=by)


def resize_locked(group: WorkGroup, *, capacity: int, by) -> WorkGroup:
    """The same for a group that is read under lock already, in the transaction that holds it.

    A group that is over its places can be made larger by less than it is over, and never smaller.
    """
    taken, was = seats_taken(group), group.capacity
    if capacity < 1 or (capacity < was and capacity < taken):
        raise Refused(_why_not_smaller(group))
    group.capacity = capacity
    group.save(update_fields=["capacity"])
    record(group, "changed the capacity", by=by, was=was, now=capacity)
    return group


def _why_not_smaller(group: WorkGroup) -> str:
    seen = WorkGroup.objects.with_seats().get(pk=group.pk)
    if seen.taken > group.capacity:
        return f"{group.name} has {seen.seats_said}: its capacity can grow, and not be lower than it is."
    kept = f" ({seen.kept} of them kept for an answer)" if seen.kept else ""
    return f"{group.name} has {seen.taken} schools in it{kept}: the capacity cannot be lower than that."
