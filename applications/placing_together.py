"""Schools that belong together placed in one step: all of them or none, in one transaction.

The list is held first, then the applications by their keys, then the group, as everybody holds them; so of two people
who place overlapping schools at once one waits, and then finds what the other did.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db import transaction

from applications import apart, placement, side_by_side
from applications.deciding import preparing, waiting
from applications.models import Application, Decision
from applications.reviewing import Seen
from applications.workflow import locked_all
from journal.moves import Refused
from workgroups import places
from workgroups.models import WorkGroup

MOST = 40
NOTHING = "Nothing was done about the others."
# What the page showed of each, by its key.
Picked = Mapping[int, Seen]


@transaction.atomic
def place_all(picked: Picked, *, group: WorkGroup, by, reason: str = "", over: str = "") -> list[Application]:
    """Give each a seat in `group` and tell each school; `reason` and `over` as `placement.place` has them."""
    rows = _held(picked, group, by, over)
    against = {"reason": reason, "over": over}
    return _each(rows, lambda one: placement.place(one, group=group, by=by, seen=picked[one.pk], **against))


@transaction.atomic
def prepare_all(
    picked: Picked, *, group: WorkGroup, answer_by: date | None, by, words: str = "", reason: str = "", over: str = ""
) -> list[Decision]:
    """Prepare an offer for each; no school hears of it yet."""
    rows = _held(picked, group, by, over)
    offer = {"kind": Decision.Kind.OFFER, "group": group, "answer_by": answer_by, "words": words}
    offer |= {"reason": reason, "over": over}
    return _each(rows, lambda one: preparing.prepare(one, by=by, seen=picked[one.pk], **offer))


def _each(rows: list[Application], verb: Callable) -> list:
    """What the verb made of each; the first it refuses ends all, named."""
    done = []
    for one in rows:
        try:
            done.append(verb(one))
        except Refused as refusal:
            raise type(refusal)(f"{one.school_name}: {refusal.reason} {NOTHING}") from None
    return done


def _held(picked: Picked, group: WorkGroup, by, over: str) -> list[Application]:
    """The rows under lock, if there is room for all, and none is torn from who belongs with it or kept apart."""
    if not picked:
        raise Refused("Tick the schools that are placed together.")
    if len(picked) > MOST:
        raise Refused(f"That is more than {MOST} schools at once.")
    rows = hold(picked, group)
    if len(rows) < len(picked):
        raise Refused("One of them is not there any more. Look at the group of schools as it is now.")
    for one in rows:
        placement.check_group(one, group)
    _check_not_apart(rows)
    _check_whole(rows)
    _check_room(rows, group, over)
    return rows


def hold(keys: Iterable[int], group: WorkGroup) -> list[Application]:
    waiting.locked_list(group)
    return locked_all(keys)


def _check_room(rows: list[Application], group: WorkGroup, over: str) -> None:
    """One sentence for all, before the first; who goes beyond with a reason is judged seat by seat."""
    places.locked(group)
    seen = WorkGroup.objects.with_seats().get(pk=group.pk)
    if len(rows) > seen.seats_left > 0 and not over.strip():
        left = f"{seen.seats_left} place{'' if seen.seats_left == 1 else 's'} left"
        raise Refused(f"{group.name} has {left}, and you chose {len(rows)} schools. {places.ONLY_LEAD_OVER}")


def _check_not_apart(rows: list[Application]) -> None:
    keys = {one.pk for one in rows}
    pair = apart.pairs(rows[0].hub, rows[0].project).filter(one__in=keys, other__in=keys).first()
    if pair:
        raise Refused(
            f"{pair.one.school_name} and {pair.other.school_name} are kept apart ({pair.by}: {pair.reason}). "
            f"Leave one of them out, or let them be together first. {NOTHING}"
        )


def _check_whole(rows: list[Application]) -> None:
    """Refuses to leave a school behind that named each other with one of these, unless they are knowingly apart."""
    keys = {one.pk for one in rows}
    for one, left in side_by_side.torn(rows[0].hub, rows[0].project, keys):
        raise Refused(
            f"{left.school_name} and {one.school_name} named each other, and {left.school_name} is left out. "
            f"Take it along, or say first why the two are kept apart. {NOTHING}"
        )
