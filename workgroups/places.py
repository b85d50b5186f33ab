"""Seats in Work Groups: taken, given up and resized, never more than there are (R1, Y3)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.moves import Refused, move, record
from workgroups.models import Place, WorkGroup

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
def take(*, group: WorkGroup, school, by) -> Place:
    """Give `school` a seat in `group`. Refused when it is full, or when the school has a seat in this edition."""
    return _take(group, school, Place.Status.HELD, "took a place", by)


@transaction.atomic
def reserve(*, group: WorkGroup, school, by) -> Place:
    """Keep a seat for `school` until it has been asked and has answered; refused as `take` is."""
    return _take(group, school, Place.Status.RESERVED, "kept a seat", by)


@transaction.atomic
def take_up(place: Place, *, by) -> Place:
    """The school takes the seat that was kept for it."""
    move(place, Place.Status.HELD, by=by, table=MOVES, also={"since": timezone.now()})
    return place


def _take(group: WorkGroup, school, status: str, kind: str, by) -> Place:
    group = locked(group)
    if seats_taken(group) >= group.capacity:
        raise Refused(f"{group.name} is full: all {group.capacity} places are taken.")
    try:
        with transaction.atomic():
            place = Place.objects.create(group=group, school=school, project_id=group.project_id, status=status)
    except IntegrityError:
        has = f"{school.name} already has a place in a Work Group of this project this year, or one is kept for it."
        raise Refused(has) from None
    record(place, kind, by=by, group=group.pk, school=school.pk)
    return place


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
    """The same for a group that is read under lock already, in the transaction that holds it."""
    taken = seats_taken(group)
    if capacity < max(taken, 1):
        raise Refused(f"{group.name} has {taken} schools in it: the capacity cannot be lower than that.")
    was, group.capacity = group.capacity, capacity
    group.save(update_fields=["capacity"])
    record(group, "changed the capacity", by=by, was=was, now=capacity)
    return group
