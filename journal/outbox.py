"""Email as rows: queued with the change, sent after commit, swept when a hint was lost."""

import logging
from datetime import timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.template import engines
from django.template.context import make_context
from django.utils import timezone

from journal import hints
from journal.models import Email
from journal.moves import Refused, record

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
# A slow mail server must not hold a batch longer than its lease, or a second worker sends it again.
STOP_AFTER = LEASE / 2
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]  # then the message is parked


def queue(
    key: str, template: str, to: str, context: dict, *, about=None, reply_to: str = "", secret: bool = False
) -> Email:
    """Write one message to one address, once per `key`; call it inside the change's transaction.

    A second call with the same key changes nothing: what is kept and sent are the words of the first.
    """
    email = compose(key, template, to, context, about=about, reply_to=reply_to, secret=secret)
    # One statement, with no look first: it returns the key of the row that is there.
    Email.objects.bulk_create([email], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    transaction.on_commit(hints.ring, robust=True)
    return email


def compose(
    key: str, template: str, to: str, context: dict, *, about=None, reply_to: str = "", secret: bool = False
) -> Email:
    """The message as an unsaved row.

    `template` names three files, `templates/emails/<template>.{subject.txt,txt,html}`.
    Subject and text are plain words, nothing in them is escaped; the subject is one line whatever is put into it.
    """
    context = {**context, "site_url": settings.SITE_URL}
    return Email(
        key=key,
        template=template,
        subject_label=about._meta.label_lower if about else "",
        subject_key=str(about.pk) if about else "",
        to=to,
        reply_to=_one_line(reply_to),
        subject=_one_line(_render(f"emails/{template}.subject.txt", context, escape=False))[:250],
        text=_render(f"emails/{template}.txt", context, escape=False),
        html=_render(f"emails/{template}.html", context, escape=True),
        secret=secret,
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
    )


def _one_line(text: str) -> str:
    """Line breaks of every kind become spaces: none can begin a header of its own."""
    return " ".join(text.split())


def _render(name: str, context: dict, *, escape: bool) -> str:
    template = engines["django"].get_template(name).template
    return template.render(make_context(context, autoescape=escape))


@transaction.atomic
def send_again(email: Email, *, by) -> None:
    """Put a parked message back among those that wait, as if it had never been tried."""
    if email.secret:
        raise Refused("It held a code, which has run out. The person can ask for a new one.")
    now = timezone.now()
    fresh = {"parked": None, "attempts": 0, "due": now, "leased_until": None, "last_error": ""}
    if not _unsent(email).filter(parked__isnull=False).update(**fresh):
        raise Refused("It is not parked, so there is nothing to send again.")
    record(email, "put back to be sent", by=by)
    transaction.on_commit(hints.ring, robust=True)


def claim(batch: int = BATCH) -> list[Email]:
    """Lease up to `batch` due messages to this process; no other worker gets them until the lease ends."""
    now = timezone.now()
    due = Q(sent=None, parked=None, due__lte=now) & (Q(leased_until=None) | Q(leased_until__lt=now))
    with transaction.atomic():
        waiting = Email.objects.filter(due).order_by("due", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        keys = list(waiting.values_list("pk", flat=True)[:batch])
        # SQLite has one writer at a time, and this transaction began as one: nobody came between.
        Email.objects.filter(due, pk__in=keys).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(Email.objects.filter(pk__in=keys).order_by("id"))


def send_batch(batch: int = BATCH) -> int:
    """Send what is due; return how many messages the mail server took."""
    stop = timezone.now() + STOP_AFTER
    emails = claim(batch)
    server = get_connection()
    sent = 0
    for number, email in enumerate(emails):
        if timezone.now() > stop:
            _give_back(emails[number:])
            break
        sent += _send(email, server)
    _hang_up(server)
    return sent


def _send(email: Email, server) -> bool:
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers={"Message-ID": email.message_id, "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    message.attach_alternative(email.html, "text/html")
    try:
        server.open()
        message.send()
    except Exception as error:  # whatever the provider raises, the message waits for its next turn
        _hang_up(server)  # the next message starts a connection of its own
        _put_off(email, type(error).__name__)
        return False
    _unsent(email).update(sent=timezone.now(), leased_until=None, last_error="", **_words_to_erase(email))
    return True


def _put_off(email: Email, error: str) -> None:
    """Later, each time a longer pause, until the pauses are used up and the message is parked."""
    logger.warning("email %s was not sent: %s", email.pk, error)
    now = timezone.now()
    changes = {"leased_until": None, "last_error": error}
    if email.attempts > len(PAUSES):
        changes |= {"parked": now, **_words_to_erase(email)}
    else:
        changes["due"] = now + PAUSES[email.attempts - 1]
    _unsent(email).update(**changes)


def _give_back(emails: list[Email]) -> None:
    """These were claimed and not tried."""
    keys = [email.pk for email in emails]
    Email.objects.filter(pk__in=keys, sent=None).update(leased_until=None, attempts=F("attempts") - 1)


def _unsent(email: Email):
    return Email.objects.filter(pk=email.pk, sent=None)


def _words_to_erase(email: Email) -> dict:
    return {"text": "", "html": ""} if email.secret else {}


def _hang_up(server) -> None:
    try:
        server.close()
    except Exception as error:  # a connection that is broken already cannot be closed politely
        logger.info("the mail server was gone: %s", type(error).__name__)
