"""The hub stops a reminder, puts it off, or lets it go after all; each on record."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from hubs.access import is_at_desk
from hubs.reminders.models import Reminder, ReminderHold
from hubs.reminders.outlook import Planned
from journal.clock import day as written
from journal.moves import Refused, record
from schools.calendar import nine


def check_hold(planned: Planned, by) -> None:
    if not is_at_desk(by, planned.wanted.hub):
        raise Refused(f"People at the desk of {planned.wanted.hub} do this.")
    if Reminder.objects.filter(key=planned.key).exists():
        raise Refused("This reminder has gone out since you opened the page.")


@transaction.atomic
def stop(planned: Planned, *, by) -> ReminderHold:
    """This one never goes out. Another, after a date has moved, does."""
    check_hold(planned, by)
    return _hold(planned, None, "reminder stopped", by)


@transaction.atomic
def postpone(planned: Planned, *, until: date, by) -> ReminderHold:
    """Not before that day."""
    check_hold(planned, by)
    if until <= timezone.localdate():
        raise Refused("Choose a day from tomorrow on.")
    end = planned.wanted.until
    if end and nine(until) >= end:
        raise Refused(f"By {written(until)} this reminder has lost its reason. Choose an earlier day, or stop it.")
    return _hold(planned, until, "reminder put off", by)


@transaction.atomic
def let_go(planned: Planned, *, by) -> None:
    """It goes out on its day after all."""
    check_hold(planned, by)
    hold = ReminderHold.objects.select_for_update().filter(key=planned.key).first()
    if hold:
        record(hold, "reminder let go", by=by, note=hold.title)
        hold.delete()


def _hold(planned: Planned, until: date | None, kind: str, by) -> ReminderHold:
    # The hub reads this row's title, so it is what the hub's page says.
    title = (planned.wanted.reason or planned.wanted.title)[:250]
    fields = {"hub": planned.wanted.hub, "until": until, "by": by, "at": timezone.now(), "title": title}
    hold, _ = ReminderHold.objects.update_or_create(key=planned.key, defaults=fields)
    record(hold, kind, by=by, note=title, **({"until": str(until)} if until else {}))
    return hold
