"""What runs inside the real processes of these tests: the house as it is, with shorter leases, and guards to take away.

A guard is off while a file of its name lies in the process's VAR_DIR, so a control needs no process of its own.
"""

import os
import time
from datetime import timedelta

import django
from django.conf import settings
from django.db import transaction
from kombu.transport import redis

from config import redis_broker
from config.celery import app

django.setup()

from config.wsgi import application  # noqa: E402, F401  for granian
from journal import outbox  # noqa: E402
from journal.models import UNSENT, Email  # noqa: E402

# What a dead worker held is free again after seconds, not minutes: its emails are looked at within the test.
outbox.LEASE = timedelta(seconds=3)
outbox.STOP_AFTER = outbox.LEASE / 2

_claim, _queue, _ack = outbox.claim, outbox.queue, redis_broker.QoS.ack


def is_off(guard: str) -> bool:
    return (settings.VAR_DIR / f"{guard} off").exists()


def claim(batch: int = outbox.BATCH) -> list[Email]:
    """Without the lease everybody may take what is there."""
    return list(Email.objects.filter(UNSENT)[:batch]) if is_off("lease") else _claim(batch)


def queue(*args, **kwargs):
    """Without the one transaction a message is written when its change has been: here, long after it."""
    if not is_off("transaction"):
        return _queue(*args, **kwargs)
    return transaction.on_commit(lambda: (time.sleep(30), _queue(*args, **kwargs)))


def ack(self, delivery_tag):
    """As kombu has it: a message whose end Redis was not told stays in hand."""
    return redis.QoS.ack(self, delivery_tag) if is_off("end in hand") else _ack(self, delivery_tag)


outbox.claim, outbox.queue, redis_broker.QoS.ack = claim, queue, ack


@app.task(name="tests.hold")
def hold():
    """Keeps a child busy until the test lets go."""
    here = settings.VAR_DIR / f"held by {os.getpid()}"
    here.touch()
    while (settings.VAR_DIR / "hold").exists():
        time.sleep(0.05)
    here.unlink()
