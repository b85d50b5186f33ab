"""Whether the journal is as it was written: every chain, and every anchor. All of it is read as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from journal import anchors
from journal.chain import digest_of
from journal.models import Anchor, ChainEnd, Event


@dataclass(frozen=True)
class Fault:
    """One place where the journal is not what was written."""

    what: str
    why: str

    def __str__(self):
        return f"{self.what}: {self.why}"


def faults(since=None) -> Iterator[Fault]:
    """Everything that is not as it was written; `since` a day looks only at what came after its anchor.

    What other rooms keep beside the journal is looked at by their own checks (`VERIFIED_WITH_THE_JOURNAL`).
    """
    start = Anchor.objects.filter(day__lt=since).order_by("-day").first() if since else None
    yield from _broken_chains(start.highest if start else 0)
    yield from _missing_ends()
    yield from _broken_anchors(start)
    for path in settings.VERIFIED_WITH_THE_JOURNAL:
        yield from import_string(path)()


def _broken_chains(lowest: int) -> Iterator[Fault]:
    """Event by event, chain by chain: a number left out, bytes that give another digest, keys out of order."""
    events = Event.objects.filter(pk__gt=lowest).order_by("subject", "subject_key", "number")
    before = None
    for event in events.iterator(chunk_size=anchors.CHUNK):
        same = before and (before.subject, before.subject_key) == (event.subject, event.subject_key)
        if not same:
            before = _before(event) if lowest else None
        why = _what_is_wrong(event, before)
        if why:
            yield Fault(_name(event), why)
        before = event


def _before(event: Event) -> Event | None:
    chain = Event.objects.filter(subject=event.subject, subject_key=event.subject_key)
    return chain.filter(number__lt=event.number).order_by("-number").first()


def _what_is_wrong(event: Event, before: Event | None) -> str:
    expected = before.number + 1 if before else 1
    if event.number != expected:
        missing = f"{expected}" if event.number == expected + 1 else f"{expected} to {event.number - 1}"
        return f"before it, number {missing} of this subject is missing"
    if before and event.pk < before.pk:
        return f"it stands before number {before.number}, which was written earlier"
    if event.digest != digest_of(event, before.digest if before else ""):
        return "it is not what was written, or what stood before it is not"
    return ""


def _missing_ends() -> Iterator[Fault]:
    there = Event.objects.filter(
        subject=OuterRef("subject"), subject_key=OuterRef("subject_key"), number=OuterRef("number")
    ).filter(digest=OuterRef("digest"))
    for end in ChainEnd.objects.filter(~Exists(there)).order_by("pk").iterator(chunk_size=anchors.CHUNK):
        what = f"{end.subject} {end.subject_key}, number {end.number}"
        yield Fault(what, "it was there when its day was anchored, and is missing or changed")


def _broken_anchors(start: Anchor | None) -> Iterator[Fault]:
    before = start
    rows = Anchor.objects.order_by("day")
    for anchor in rows.filter(day__gt=start.day) if start else rows:
        lowest, digest = (before.highest, before.digest) if before else (0, anchors.GENESIS)
        found = anchors.digest_of(digest, anchor.day, anchor.highest, anchors.between(lowest, anchor.highest))
        what = f"The anchor of {anchor}"
        if found[0] != anchor.events:
            yield Fault(what, f"{anchor.events} events were anchored, {found[0]} are there")
        elif found[1] != anchor.digest:
            yield Fault(what, "its events, their order, or the anchor before it are not what was anchored")
        before = anchor


def _name(event: Event) -> str:
    return f"{event.subject} {event.subject_key}, number {event.number} ({event.kind!r}, key {event.pk})"
