"""The events of one subject form a chain: each holds a number, and a digest over its own bytes and the digest before.

Writers of different subjects never wait for each other. Of two writers of one subject the unique number lets one in;
the other, which waited for its end, reads the new last event and goes on after it, so no chain ever forks.
"""

import json
from collections.abc import Iterable
from datetime import UTC
from hashlib import sha256

from django.db import connection, router, transaction
from django.db.utils import IntegrityError

from journal.models import Event

TRIES = 20
BATCH = 1_000
CANONICAL = ("subject", "subject_key", "number", "kind", "by", "from_status", "to_status", "note")
WRITTEN = [field for field in Event._meta.concrete_fields if not field.primary_key]


def digest_of(event: Event, previous: str) -> str:
    """SHA-256 over the digest before and every column of the event but its key, as hexadecimal."""
    words = [getattr(event, name) for name in CANONICAL]
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = json.dumps(
        [previous, at, *words, _whole(json.loads(json.dumps(event.data)))], sort_keys=True, separators=(",", ":")
    )
    return sha256(body.encode("ascii")).hexdigest()


def _whole(data):
    """1.0 and 1e20 as whole numbers: PostgreSQL gives some of them back so."""
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    if isinstance(data, float) and data.is_integer():
        return int(data)
    return data


def write(event: Event) -> None:
    """Insert the event at the end of its subject's chain: one look, one insert. Call it in the change's transaction."""
    for _ in range(TRIES):
        number, digest = _last(event)
        _link(event, number, digest)
        if _insert(event):
            return
    raise IntegrityError(f"{event.subject} {event.subject_key} was written to without a pause")


def write_all(events: Iterable[Event]) -> None:
    """Insert many events in their order, a few statements a thousand; again where another writer came between."""
    events = list(events)
    for start in range(0, len(events), BATCH):
        _write_batch(events[start : start + BATCH])


def _last(event: Event) -> tuple[int, str]:
    rows = Event.objects.filter(subject=event.subject, subject_key=event.subject_key).order_by("-number")
    return rows.values_list("number", "digest").first() or (0, "")


def _link(event: Event, number: int, digest: str) -> None:
    event.number = number + 1
    event.digest = digest_of(event, digest)


def _insert(event: Event) -> bool:
    """False where the number is taken. A refused row raises nothing, so the transaction goes on without a savepoint."""
    values = [field.get_db_prep_save(field.pre_save(event, True), connection) for field in WRITTEN]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in WRITTEN)
    table = connection.ops.quote_name(Event._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(values))})"
        " ON CONFLICT (subject, subject_key, number) DO NOTHING RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row:
        event.pk = row[0]
        event._state.adding, event._state.db = False, router.db_for_write(Event)
    return bool(row)


def _write_batch(events: list[Event]) -> None:
    for left in reversed(range(TRIES)):
        _link_all(events)
        try:
            with transaction.atomic():
                Event.objects.bulk_create(events)
            return
        except IntegrityError:
            if not left:
                raise


def _link_all(events: list[Event]) -> None:
    by_subject: dict[str, set[str]] = {}
    for event in events:
        by_subject.setdefault(event.subject, set()).add(event.subject_key)
    last = {}
    for subject, keys in by_subject.items():
        rows = Event.objects.filter(subject=subject, subject_key__in=keys).order_by("number")
        for key, number, digest in rows.values_list("subject_key", "number", "digest").iterator():
            last[subject, key] = (number, digest)
    for event in events:
        _link(event, *last.get((event.subject, event.subject_key), (0, "")))
        last[event.subject, event.subject_key] = (event.number, event.digest)
