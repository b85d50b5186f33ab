"""A hub writes one message to the schools that its filter shows: previewed, held for ten minutes, sent once to each."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from applications import letters
from applications.export.making import filtered, in_words
from applications.mailing.models import Mailing, MailingRecipient
from applications.models import Application
from hubs.access import rights_at
from hubs.models import Hub
from journal import outbox
from journal.models import Email
from journal.moves import Refused, record

HELD = timedelta(minutes=10)
MOST = 5_000
BATCH = 100
EXAMPLES = 3
ONLY_DECIDERS = "Only hub leads and assistant hub leads write to many schools at once."

# What may stand in braces in a hub's words, and what it becomes.
PLACES = {
    "school": lambda application: application.school_name,
    "reference": lambda application: application.reference,
    "project": lambda application: application.project.title,
    "hub": lambda application: str(application.hub),
}
IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Preview:
    """Whom it would go to: how many, how many have no address, and what three of them would read."""

    count: int
    without_address: int
    examples: list[Email]
    keys: list[int]


def unknown_places(text: str) -> list[str]:
    """What stands in braces and means nothing here."""
    return [name for name in IN_BRACES.findall(text) if name not in PLACES]


def preview(*, hub: Hub, query: str, subject: str, text: str, by) -> Preview:
    """Raises Refused where nobody, or too many, would get it, or the person may not send it."""
    if not rights_at(by, hub).decides:
        raise Refused(ONLY_DECIDERS)
    rows = (
        filtered(query, hub, by)
        .qs.order_by("-submitted", "-id")
        .only("answers", "letters_to", "started_email")[: MOST + 1]
    )
    found = [(row.pk, bool(row.contact_email)) for row in rows]
    if len(found) > MOST:
        raise Refused(f"That is more than {MOST:,} schools. Narrow the list with a filter.")
    keys = [key for key, has_address in found if has_address]
    if not keys:
        raise Refused("No school on this list has an address to write to. Choose another filter.")
    written = [outbox.compose(**_letter(row, subject, text, "preview")) for row in _rows(keys[:EXAMPLES])]
    return Preview(len(keys), len(found) - len(keys), written, keys)


@transaction.atomic
def ask(*, hub: Hub, query: str, subject: str, text: str, expected: int, by) -> Mailing:
    """Freeze the words and the schools; it goes out when ten minutes have passed and nobody has stopped it."""
    found = preview(hub=hub, query=query, subject=subject, text=text, by=by)
    if found.count != expected:
        raise Refused(f"The list has changed: it would go to {found.count} now. Look at it again, then send.")
    now = timezone.now()
    words = in_words(filtered(query, hub, by))[:400]
    mailing = Mailing.objects.create(
        hub=hub,
        by=by,
        asked=now,
        due=now + HELD,
        query=query,
        words=words,
        subject=subject,
        text=text,
        count=found.count,
    )
    MailingRecipient.objects.bulk_create(
        [MailingRecipient(mailing=mailing, application_id=key) for key in found.keys], batch_size=1000
    )
    record(mailing, "asked for a mailing", by=by, hub=hub.pk, schools=found.count)
    return mailing


@transaction.atomic
def stop(mailing: Mailing, *, by) -> None:
    """Nobody gets it; too late once it has begun to go out."""
    if not rights_at(by, mailing.hub).decides:
        raise Refused(ONLY_DECIDERS)
    Mailing.objects.stop(mailing)
    record(mailing, "stopped a mailing", by=by)


def send_due() -> int:
    """Queue what is due and not stopped; how many emails were queued. Safe to repeat, and to run twice at once."""
    queued = 0
    for mailing in Mailing.objects.select_related("hub").begin_due():
        while done := _send_some(mailing):
            queued += done
        Mailing.objects.finish(mailing)
    return queued


@transaction.atomic
def _send_some(mailing: Mailing) -> int:
    """The next of them into the outbox; the same transaction marks them, and the key of each email is its own."""
    todo = mailing.recipients.filter(done=None).select_for_update()[:BATCH]
    waiting = {each.application_id: each.pk for each in todo}
    for row in _rows(waiting):
        outbox.queue(**_letter(row, mailing.subject, mailing.text, f"mailing-{mailing.pk}-{row.pk}"))
    return MailingRecipient.objects.filter(pk__in=waiting.values(), done=None).update(done=timezone.now())


def _rows(keys) -> list[Application]:
    related = Application.objects.filter(pk__in=list(keys)).select_related("school", "project", "hub")
    return list(related.order_by("-submitted", "-id"))


def _letter(application: Application, subject: str, text: str, key: str) -> dict:
    words = {"written_subject": _filled(subject, application), "written": _filled(text, application)}
    return {**letters.to_school(application, "mailing", key=key, **words), "key": key}


def _filled(text: str, application: Application) -> str:
    return IN_BRACES.sub(lambda found: str(PLACES[found[1]](application)) if found[1] in PLACES else found[0], text)
