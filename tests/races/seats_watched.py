"""The truth about seats, read from the database while others write: every second, and after it from the journal."""

import threading
from collections import defaultdict

from django.db import connection
from django.db.models import F

from applications.models import Application
from journal.models import Event
from workgroups.models import Place, WorkGroup

TAKEN, FREED = ("took a place", "kept a seat"), ("gave up the place", "set the seat free")


def over_full() -> list[str]:
    """Groups with more schools than seats and overrides at this moment; one query, so one moment."""
    found = WorkGroup.objects.with_seats().filter(taken__gt=F("capacity") + F("over"))
    return [f"{group}: {group.seats_said}" for group in found]


class Watcher(threading.Thread):
    """Looks every second, so many times; then it is over for the others too."""

    def __init__(self, seconds: int):
        super().__init__()
        self.seconds, self.over, self.looks, self.found = seconds, threading.Event(), 0, []

    def run(self):
        try:
            while self.looks < self.seconds:
                self.over.wait(1)
                self.found += over_full()
                self.looks += 1
        except Exception as error:
            self.found.append(repr(error))
        finally:
            connection.close()
            self.over.set()


def over_full_by_the_journal(capacities: dict[int, int]) -> list[str]:
    """The same after every single event since the groups had these capacities: what no look of a second could see."""
    taken, found = defaultdict(set), []
    group_of = dict(Place.objects.values_list("pk", "group"))
    over = set(Place.objects.exclude(over_why="").values_list("pk", flat=True))
    for event in Event.objects.filter(subject__in=["workgroups.place", "workgroups.workgroup"]).order_by("pk"):
        key = int(event.subject_key)
        if event.kind == "changed the capacity":
            capacities[key] = event.data["now"]
        elif event.kind in TAKEN:
            taken[group_of[key]].add(key)
        elif event.kind in FREED:
            taken[group_of[key]].remove(key)
        group = group_of.get(key) if event.subject == "workgroups.place" else key
        if len(taken[group] - over) > capacities[group]:
            found.append(f"event {event.pk}: {len(taken[group])} of {capacities[group]} in group {group}")
    for group in WorkGroup.objects.with_seats():
        told, true = (len(taken[group.pk]), capacities[group.pk]), (group.taken, group.capacity)
        if told != true:
            found.append(f"{group}: {told} taken and seats by the journal, {true} in truth")
    return found


def without_their_seat() -> list[str]:
    """Who is placed and has no seat that is held, or has one and is not placed."""
    placed = Application.objects.filter(status="placed").exclude(place__status="held")
    held = Place.objects.filter(status="held").exclude(application__status="placed")
    return [*map(str, placed), *map(str, held)]
