"""A worker that dies while it sends: nothing is lost, nothing is sent beside it, and the message keeps its identity."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F

from journal import outbox
from journal.models import Email

pytestmark = pytest.mark.django_db(transaction=True)


def address_of_the_database() -> str:
    """The test's own database, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"


@pytest.fixture
def worker_that_hangs(tmp_path):
    """Starts a worker whose mail server never answers; gives the process once it is in the middle of a message."""
    sending = tmp_path / "sending"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": address_of_the_database(),
        "EMAIL_BACKEND": "tests.faults.slow_mail.SlowBackend",
        "SENDING": str(sending),
        "VAR_DIR": str(tmp_path),
        "DEMO": "1",
    }
    task = "import django; django.setup(); from journal.tasks import send_queued_email; send_queued_email()"
    process = subprocess.Popen([sys.executable, "-c", task], cwd=settings.BASE_DIR, env=environment)
    deadline = time.monotonic() + 30
    while not sending.exists():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "the worker sent nothing"
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def three_messages(db):
    for number in range(3):
        Email.objects.create(key=str(number), message_id=f"<{number}@example.org>", to="ann@example.org", subject="Hi")


def test_a_worker_killed_in_the_middle_of_a_message(three_messages, worker_that_hangs, mailoutbox):
    worker_that_hangs.kill()
    worker_that_hangs.wait()

    assert Email.objects.filter(sent=None).count() == 3
    assert outbox.send_batch() == 0, "still leased: the dead worker may have been slow only"
    Email.objects.update(leased_until=F("leased_until") - outbox.LEASE - timedelta(seconds=1))
    assert outbox.send_batch() == 3
    assert sorted(message.extra_headers["Message-ID"] for message in mailoutbox) == [
        "<0@example.org>",
        "<1@example.org>",
        "<2@example.org>",
    ]
    assert outbox.send_batch() == 0


def test_while_a_worker_is_slow_nobody_sends_beside_it(three_messages, worker_that_hangs, mailoutbox):
    assert outbox.send_batch() == 0
    assert mailoutbox == []
