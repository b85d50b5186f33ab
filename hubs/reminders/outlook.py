"""What goes out, to whom, why and when: of now, and of the days to come. There is no second reckoning.

Nothing is planned ahead. Each time it is asked, the kinds say what is wanted, and each wanted reminder falls on the
first day on which it may go. So a date that moves moves its reminder, and what is done is reminded of no more.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from hubs.reminders.models import Reminder, ReminderHold, ReminderReader
from hubs.reminders.types import Asked, Kind, Wanted
from schools.calendar import FIVE, SchoolDays, nine

DAYS_AHEAD = 14


@lru_cache
def kinds() -> tuple[Kind, ...]:
    """Every kind there is, as settings.REMINDER_KINDS names them: the rooms above declare them."""
    return tuple(import_string(name) for name in settings.REMINDER_KINDS)


@dataclass(frozen=True)
class Planned:
    """A reminder and its day. `stopped` ones go out on no day: it is the one they would have gone on."""

    kind: Kind
    wanted: Wanted
    key: str
    day: date
    hold: ReminderHold | None = None

    @property
    def stopped(self) -> bool:
        return self.hold is not None and self.hold.until is None


@dataclass(frozen=True)
class _Known:
    """What the tables say of the wanted reminders, read once."""

    sent: set[str]
    holds: dict[str, ReminderHold]
    readers: dict[str, ReminderReader]
    told_today: set[str]


def first_day(now: datetime) -> date:
    """Today until 5pm in London, then tomorrow: nobody is reminded in the evening."""
    local = timezone.localtime(now)
    return local.date() + timedelta(days=local.time() >= FIVE)


def outlook(now: datetime | None = None, *, days: int = DAYS_AHEAD, hubs=None) -> list[Planned]:
    """What goes out from now on for so many days, as things stand; by day. `hubs`: keys of hubs, None for all.

    The same few queries however many there are.
    """
    now = now or timezone.now()
    first = first_day(now)
    of_hubs = None if hubs is None else frozenset(hubs)
    asked = Asked(first, first + timedelta(days=days - 1), SchoolDays(), of_hubs)
    wanted = [(kind, kind.key(one), one) for kind in kinds() for one in kind.find(asked)]
    known = _known(wanted, first)
    planned = (_placed(kind, key, one, known, asked, now) for kind, key, one in wanted if key not in known.sent)
    return sorted(filter(None, planned), key=lambda one: (one.day, one.wanted.hub.name, one.wanted.title, one.key))


def _known(wanted: list, first: date) -> _Known:
    keys = {key for _, key, _ in wanted}
    readers = ReminderReader.objects.filter(email__in={one.to for _, _, one in wanted})
    told = Reminder.objects.filter(day=first).values_list("reader__email", flat=True)
    return _Known(
        set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True)),
        {hold.key: hold for hold in ReminderHold.objects.filter(key__in=keys).select_related("by")},
        {reader.email: reader for reader in readers},
        set(told),
    )


def _placed(kind: Kind, key: str, one: Wanted, known: _Known, asked: Asked, now: datetime) -> Planned | None:
    """The reminder on its day; None where there is no day for it, or its reader does not want it."""
    reader, hold = known.readers.get(one.to), known.holds.get(key)
    if reader and kind.code in reader.refused and not kind.necessary:
        return None
    start = max(one.day, asked.first, (hold and hold.until) or asked.first)
    if start == asked.first and one.to in known.told_today and reader.together:
        start += timedelta(days=1)  # they have had their email of the day
    while start <= asked.last and not kind.may_go(one, start, asked.days):
        start += timedelta(days=1)
    too_late = one.until is not None and max(nine(start), now) >= one.until
    return None if start > asked.last or too_late else Planned(kind, one, key, start, hold)
