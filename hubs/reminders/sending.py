"""Sends what is due: from 9am to 5pm in London, one email a day to each person who has not chosen otherwise."""

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hubs.reminders import choices
from hubs.reminders.models import Reminder, ReminderReader
from hubs.reminders.outlook import Planned, first_day, outlook
from journal import outbox
from schools.calendar import nine

TEMPLATE = "reminders/digest"


def send_due(now: datetime | None = None) -> int:
    """Queue an email to everybody who is due one now; how many. Asked again, it finds those sent and adds none."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if first_day(now) != today or now < nine(today):
        return 0
    by_reader = defaultdict(list)
    for planned in outlook(now, days=1):
        if not planned.stopped:
            by_reader[planned.wanted.to].append(planned)
    return sum(tell(email, due, today=today) for email, due in by_reader.items())


@transaction.atomic
def tell(email: str, due: list[Planned], *, today: date) -> int:
    """Queue what is due to one person, with the rows that say so; how many emails. Two at once queue it once."""
    reader = locked_reader(email)
    due = still_due(reader, due, today)
    if not due:
        return 0
    Reminder.objects.bulk_create([_row(planned, reader, today) for planned in due])
    letters = [due] if reader.together else [[planned] for planned in due]
    for letter in letters:
        which = f"{today}-{reader.pk}" if reader.together else letter[0].key
        _queue(f"reminders-{which}", reader, letter)
    return len(letters)


def locked_reader(email: str) -> ReminderReader:
    """The row of this address, made where there is none, held until the transaction ends."""
    ReminderReader.objects.bulk_create([ReminderReader(email=email)], ignore_conflicts=True)
    return ReminderReader.objects.select_for_update().get(email=email)


def still_due(reader: ReminderReader, due: list[Planned], today: date) -> list[Planned]:
    """What nobody has sent since it was looked up; nothing where the person had the email of the day."""
    if reader.together and reader.reminders.filter(day=today).exists():
        return []
    sent = set(Reminder.objects.filter(key__in=[planned.key for planned in due]).values_list("key", flat=True))
    return [planned for planned in due if planned.key not in sent]


def _row(planned: Planned, reader: ReminderReader, today: date) -> Reminder:
    subject = planned.wanted.subject
    return Reminder(
        key=planned.key,
        reader=reader,
        hub=planned.wanted.hub,
        kind=planned.kind.code,
        subject_label=subject._meta.label_lower,
        subject_key=str(subject.pk),
        day=today,
        title=planned.wanted.title[:250],
    )


def _queue(key: str, reader: ReminderReader, letter: list[Planned]) -> None:
    hubs = {planned.wanted.hub.pk: planned.wanted.hub for planned in letter}
    choose_url = settings.SITE_URL + reverse("reminders:choose", args=[choices.token_of(reader)])
    context = {
        "items": [{"wanted": one.wanted, "url": settings.SITE_URL + one.wanted.path} for one in letter],
        "necessary": [one.kind for one in letter if one.kind.necessary],
        "choose_url": choose_url,
    }
    reply_to = next(iter(hubs.values())).enquiry_email if len(hubs) == 1 else ""
    about = letter[0].wanted.subject if len(letter) == 1 else reader
    # One click stops what can be done without; a letter of nothing but necessary reminders offers none.
    unsubscribe = choose_url if any(not one.kind.necessary for one in letter) else ""
    outbox.queue(key, TEMPLATE, reader.email, context, about=about, reply_to=reply_to, unsubscribe=unsubscribe)
