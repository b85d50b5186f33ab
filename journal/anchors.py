"""The journal's end of each day, held fast: a digest over all events since the anchor before, chained to that one.

A chain says that its events belong together; only an anchor says that its last ones, or the whole of it, were there.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from journal.models import Anchor, ChainEnd, Event

logger = logging.getLogger(__name__)

CHUNK = 2_000
GENESIS = "0" * 64


def anchor_yesterday() -> Anchor | None:
    """Anchor everything up to the end of yesterday in London; None where that is done already.

    It runs hours after midnight, when no transaction begun before it can still be open. Days on which nothing
    ran are part of the next anchor.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        last = Anchor.objects.select_for_update().order_by("-day").first()
        if last and last.day >= yesterday:
            return None
        anchor = _anchor(yesterday, last)
    # Kept in the log too: there it is out of reach of whoever can write to the database.
    logger.info("journal anchored %s %s %s %s", anchor.day, anchor.events, anchor.highest, anchor.digest)
    return anchor


def digest_of(before: str, day: date, highest: int, events: Iterator[tuple[int, str]]) -> tuple[int, str]:
    """How many events there were, and the digest over them; `events` are (key, digest) in the order of their keys."""
    count, found = 0, sha256(f"{before} {day.isoformat()} {highest}".encode())
    for key, digest in events:
        found.update(f" {key} {digest}".encode())
        count += 1
    return count, found.hexdigest()


def between(lowest: int, highest: int) -> Iterator[tuple[int, str]]:
    rows = Event.objects.filter(pk__gt=lowest, pk__lte=highest).order_by("pk").values_list("pk", "digest")
    return rows.iterator(chunk_size=CHUNK)


def _anchor(day: date, last: Anchor | None) -> Anchor:
    lowest, before = (last.highest, last.digest) if last else (0, GENESIS)
    highest = max(_highest(day), lowest)
    count, digest = digest_of(before, day, highest, between(lowest, highest))
    _keep_ends(lowest, highest)
    return Anchor.objects.create(day=day, events=count, highest=highest, digest=digest)


def _highest(day: date) -> int:
    """The last key before the first event of the next day."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    later = Event.objects.filter(at__gte=midnight).aggregate(key=Min("pk"))["key"]
    known = Event.objects.all() if later is None else Event.objects.filter(pk__lt=later)
    return known.aggregate(key=Max("pk"))["key"] or 0


def _keep_ends(lowest: int, highest: int) -> None:
    """How far each chain that grew has come."""
    rows = Event.objects.filter(pk__gt=lowest, pk__lte=highest).order_by("pk")
    ends: dict[tuple[str, str], ChainEnd] = {}
    for label, key, number, digest in rows.values_list("subject", "subject_key", "number", "digest").iterator(CHUNK):
        ends[label, key] = ChainEnd(subject=label, subject_key=key, number=number, digest=digest)
        if len(ends) >= CHUNK:
            _write_ends(ends)
    _write_ends(ends)


def _write_ends(ends: dict) -> None:
    where = ["subject", "subject_key"]
    ChainEnd.objects.bulk_create(
        ends.values(), update_conflicts=True, unique_fields=where, update_fields=["number", "digest"]
    )
    ends.clear()
