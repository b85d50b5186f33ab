"""Email as rows: queued with the change, sent after commit, swept when a hint was lost."""

import logging
from datetime import timedelta
from email.utils import make_msgid

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from journal.models import Email

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]  # then the message is parked


def queue(
    key: str, template: str, to: str, context: dict, *, about=None, reply_to: str = "", secret: bool = False
) -> Email:
    """Write one message to one address, once per `key`; call it inside the change's transaction.

    `template` names three files, `templates/emails/<template>.{subject.txt,txt,html}`.
    A second call with the same key writes nothing and returns the first message.
    """
    context = {**context, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"emails/{template}.subject.txt", context).split())
    email, created = Email.objects.get_or_create(
        key=key,
        defaults={
            "template": template,
            "subject_label": about._meta.label_lower if about else "",
            "subject_key": str(about.pk) if about else "",
            "to": to,
            "reply_to": reply_to,
            "subject": subject[:250],
            "text": render_to_string(f"emails/{template}.txt", context),
            "html": render_to_string(f"emails/{template}.html", context),
            "secret": secret,
            "message_id": make_msgid(domain=settings.SITE_URL.split("//")[-1].split(":")[0]),
        },
    )
    if created:
        transaction.on_commit(hint, robust=True)
    return email


def hint() -> None:
    """Tell a worker to look now. Losing this loses nothing: the beat looks every ten seconds."""
    try:
        current_app.send_task("journal.tasks.send_queued_email")
    except Exception as error:  # a broker that is away must not fail a request that has committed
        logger.warning("no hint sent to the broker: %s", type(error).__name__)


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
    emails = claim(batch)
    if not emails:
        return 0
    sent = 0
    server = get_connection()
    try:
        for email in emails:
            sent += _send(email, server)
    finally:
        server.close()
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
    mine = Email.objects.filter(pk=email.pk, sent=None)
    try:
        server.open()
        message.send()
    except Exception as error:  # whatever the provider raises, the message waits for its next turn
        parked = email.attempts > len(PAUSES)
        pause = PAUSES[min(email.attempts, len(PAUSES)) - 1]
        now = timezone.now()
        mine.update(
            leased_until=None, due=now + pause, parked=now if parked else None, last_error=type(error).__name__
        )
        logger.warning("email %s was not sent: %s", email.pk, type(error).__name__)
        return False
    words = {"text": "", "html": ""} if email.secret else {}
    mine.update(sent=timezone.now(), leased_until=None, last_error="", **words)
    return True
