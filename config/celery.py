"""The Celery app and the whole beat table. A message is only a hint: every job finds its work by a query."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["filesystem"] = "config.file_broker:Transport"

app = Celery("hubs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "send-what-a-lost-hint-left-in-the-outbox": {
        "task": "journal.tasks.send_queued_email",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget-sessions-that-have-run-out": {
        "task": "accounts.tasks.forget_old_sessions",
        "schedule": crontab(hour=3, minute=10),
    },
}
