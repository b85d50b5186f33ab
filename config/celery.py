"""The Celery app and the whole beat table. A message is only a hint: every job finds its work by a query."""

import os

from celery import Celery
from celery.app.amqp import AMQP
from celery.schedules import crontab
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["filesystem"] = "config.file_broker:Transport"
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.redis_broker:Transport"


class Persistent(Connection):
    """A broker that is away is asked again every second; kombu's own pauses grow to half a minute."""

    def ensure_connection(self, *args, **kwargs):
        return super().ensure_connection(*args, **{**kwargs, "interval_start": 1, "interval_step": 0})


class Messages(AMQP):
    Connection = Persistent


app = Celery("hubs", amqp=Messages)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "send-what-a-lost-hint-left-in-the-outbox": {
        "task": "journal.tasks.send_queued_email",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "hold-fast-the-end-of-yesterdays-journal": {
        "task": "journal.tasks.anchor_journal",
        "schedule": crontab(hour="3,5,9", minute=40),  # the later ones find it done, unless the first was missed
    },
    "send-reminders-that-are-due": {
        "task": "hubs.tasks.send_reminders",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "make-exports-whose-hint-was-lost": {
        "task": "applications.tasks.make_exports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "carry-on-with-what-is-done-to-many-at-once": {
        "task": "applications.tasks.work_off_bulk_actions",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "work-out-plans-whose-hint-was-lost": {
        "task": "applications.tasks.work_out_plans",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "ask-for-signatures-of-what-was-sent": {
        "task": "applications.tasks.ask_for_signatures",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "release-decisions-that-are-due": {
        "task": "applications.tasks.release_decisions",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "offer-freed-seats-to-the-next": {
        "task": "applications.tasks.pass_on_freed_seats",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "let-offers-lapse-that-nobody-answered": {
        "task": "applications.tasks.let_offers_lapse",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "send-messages-to-many-that-were-held-long-enough": {
        "task": "applications.tasks.send_due_mailings",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "pass-on-what-people-who-left-had-in-hand": {
        "task": "applications.tasks.pass_on_what_leavers_had",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    "erase-the-files-of-old-exports": {
        "task": "applications.tasks.erase_old_exports",
        "schedule": crontab(minute=25),
    },
    "go-on-with-forms-that-a-closed-browser-left": {
        "task": "applications.tasks.go_on_with_arrivals",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "erase-forms-that-nobody-brought-in": {
        "task": "applications.tasks.forget_old_arrivals",
        "schedule": crontab(hour=3, minute=20),
    },
    "forget-sessions-that-have-run-out": {
        "task": "accounts.tasks.forget_old_sessions",
        "schedule": crontab(hour=3, minute=10),
    },
}
