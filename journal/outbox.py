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
from journal.attachments import as_part, attached, words_with
from journal.models import UNSENT, Email
from journal.moves import Refused, record
from journal.verdicts import Verdict, in_short, judge

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
# A slow mail server must not hold a batch longer than its lease, or a second worker sends it again.
STOP_AFTER = LEASE / 2
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]  # then the message is parked


def queue(key: str, template: str, to: str, context: dict, **more) -> Email:
    """Write one message to one address, once per `key`; call it inside the change's transaction.

    A second call with the same key changes nothing: what is kept and sent are the words of the first.
    `more` is as for `compose`.
    """
    email = compose(key, template, to, context, **more)
    # One statement, with no look first: it returns the key of the row that is there.
    Email.objects.bulk_create([email], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    transaction.on_commit(hints.ring, robust=True)
    return email


def compose(
    key: str,
    template: str,
    to: str,
    context: dict,
    *,
    about=None,
    reply_to: str = "",
    secret: bool = False,
    attaches: dict | None = None,
    unsubscribe: str = "",
) -> Email:
    """The message as an unsaved row.

    `template` names three files, `templates/emails/<template>.{subject.txt,txt,html}`.
    Subject and text are plain words, nothing in them is escaped; the subject is one line whatever is put into it.
    `attaches` says what is made for it when it is sent (`attachments.wanted`), `unsubscribe` is the address that a
    reader's mail program calls to get no more of them (RFC 8058), "" for what is necessary.
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
        attaches=attaches or {},
        unsubscribe=unsubscribe,
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
    """Put a parked or uncertain message back among those that wait, as if it had never been tried."""
    if email.secret:
        raise Refused("It held a code, which has run out. The person can ask for a new one.")
    now = timezone.now()
    fresh = {"parked": None, "uncertain": None, "settled": None, "handed": None, "attempts": 0, "due": now}
    stuck = _unsent(email).filter(Q(parked__isnull=False) | Q(uncertain__isnull=False))
    if not stuck.update(**fresh, leased_until=None, last_error=""):
        raise Refused("It is neither parked nor uncertain, so there is nothing to send again.")
    record(email, "put back to be sent", by=by)
    transaction.on_commit(hints.ring, robust=True)


@transaction.atomic
def settle(email: Email, *, by) -> None:
    """Somebody has dealt with a message that did not arrive, by telephone say: it is no alert any more."""
    if not Email.objects.in_trouble().filter(pk=email.pk).update(settled=timezone.now()):
        raise Refused("Nothing is wrong with it, or somebody has dealt with it already.")
    record(email, "dealt with", by=by)


def claim(batch: int = BATCH) -> list[Email]:
    """Lease up to `batch` due messages to this process; no other worker gets them until the lease ends."""
    now = timezone.now()
    due = UNSENT & Q(due__lte=now) & (Q(leased_until=None) | Q(leased_until__lt=now))
    with transaction.atomic():
        _mark_uncertain(due)
        waiting = Email.objects.filter(due).order_by("due", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        keys = list(waiting.values_list("pk", flat=True)[:batch])
        # SQLite has one writer at a time, and this transaction began as one: nobody came between.
        Email.objects.filter(due, pk__in=keys).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(Email.objects.filter(pk__in=keys).order_by("id"))


def _mark_uncertain(due: Q) -> None:
    """Their lease ran out between giving them to the mail server and noting its answer: the worker died, or hangs."""
    given = Email.objects.filter(due, handed__isnull=False)
    unknown = {"uncertain": timezone.now(), "leased_until": None, "last_error": "no answer was noted"}
    given.filter(secret=True).update(**unknown, text="", html="")
    given.update(**unknown)


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
    try:
        message, written = _message(email, server)
    except Exception as error:  # what it attaches could not be made: nothing was given to anybody
        _put_off(email, in_short(error), Verdict.LATER)
        return False
    try:
        server.open()
        if not _unsent(email).filter(UNSENT, leased_until=email.leased_until).update(handed=timezone.now()):
            return False  # the lease ran out while the server was reached, and somebody else has it
        message.send()
    except Exception as error:  # whatever the provider raises: it is judged, and the others go on
        verdict = judge(error, gave_words=getattr(server, "gave_words", False))
        _hang_up(server)  # the next message starts a connection of its own
        _put_off(email, in_short(error), verdict)
        return False
    taken = {"sent": timezone.now(), "leased_until": None, "handed": None, "uncertain": None, "last_error": ""}
    _unsent(email).update(**taken, **written | _words_to_erase(email), provider_id=_providers_name(message))
    return True


def _message(email: Email, server) -> tuple[EmailMultiAlternatives, dict[str, str]]:
    """The message with what it attaches, and those of its words that had to follow what the attachment became."""
    documents = attached(email)
    written = words_with(email, documents)
    headers = {"Message-ID": email.message_id, "Auto-Submitted": "auto-generated"}
    if email.unsubscribe:
        headers |= {"List-Unsubscribe": f"<{email.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        email.subject,
        written.get("text", email.text),
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers=headers,
        connection=server,
    )
    message.attach_alternative(written.get("html", email.html), "text/html")
    for document in documents:
        message.attach(as_part(document))
    return message, written


def _providers_name(message) -> str:
    """What a provider of django-anymail calls the message: its later news of it come under this name."""
    known = getattr(getattr(message, "anymail_status", None), "message_id", None)
    return known[:200] if isinstance(known, str) else ""


def _put_off(email: Email, error: str, verdict: Verdict) -> None:
    """Later, each time a longer pause, until the pauses are used up; parked or uncertain where that is the verdict."""
    logger.warning("email %s was not sent: %s", email.pk, error)
    now = timezone.now()
    changes = {"leased_until": None, "handed": None, "last_error": error}
    if verdict == Verdict.UNCERTAIN:
        changes |= {"uncertain": now, **_words_to_erase(email)}
    elif verdict == Verdict.NEVER or email.attempts > len(PAUSES):
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
