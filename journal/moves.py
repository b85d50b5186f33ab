"""The one writer of statuses, and the refusals that carry their reason."""

from collections.abc import Mapping

from django.db import transaction

from journal import chain
from journal.models import Event


class Refused(Exception):
    """The rule or person does not allow it. `reason` is a sentence for the reader."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Stale(Refused):
    """Somebody else was faster: the row is no longer in the status the decision started from."""


def event_about(obj, kind: str, *, by=None, **fields) -> Event:
    """The Event as a row that is not yet written."""
    return Event(subject=obj._meta.label_lower, subject_key=str(obj.pk), kind=kind, by=by.pk if by else None, **fields)


def record(obj, kind: str, *, by=None, note: str = "", **data) -> Event:
    """Write the Event of a change that is not a move. Call it in the change's own transaction."""
    event = event_about(obj, kind, by=by, note=note, data=data)
    chain.write(event)
    return event


def move(
    obj,
    to: str,
    *,
    by,
    table: Mapping[str, Mapping[str, str]],
    note: str = "",
    data: Mapping | None = None,
    also: Mapping | None = None,
    only_if: Mapping | None = None,
) -> Event:
    """Move `obj.status` to `to` where `table[status]` names that move, and write the Event.

    `table` maps a status to the statuses open from it, each with the event's kind:
    ``{"draft": {"submitted": "submitted"}}``. `also` are further fields set by the same UPDATE, `data` the Event's own.
    The UPDATE holds only while the old status does (compare-and-set), and the fields of `only_if`, so of two
    parallel moves one wins and the other raises Stale. Raises Refused where the table has no such move.
    """
    origin = obj.status
    kinds = table.get(origin, {})
    if to not in kinds:
        words = dict(obj._meta.get_field("status").flatchoices)
        raise Refused(f"This cannot go from “{words.get(origin, origin)}” to “{words.get(to, to)}”.")
    changes = {"status": to, **(also or {})}
    as_seen = type(obj)._base_manager.filter(pk=obj.pk, status=origin, **(only_if or {}))
    event = event_about(obj, kinds[to], by=by, from_status=origin, to_status=to, note=note, data=dict(data or {}))
    with transaction.atomic(savepoint=False):
        changed = as_seen.update(**changes)
        if changed:
            chain.write(event)
    if not changed:
        raise Stale("Somebody else changed this a moment ago. Look at what they did before you decide.")
    for name, value in changes.items():
        setattr(obj, name, value)
    return event
