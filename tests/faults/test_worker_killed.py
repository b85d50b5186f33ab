"""A worker that dies while it sends: nothing is lost, nothing is sent beside it, and the message keeps its identity."""

from datetime import timedelta

import pytest
from django.db.models import F

from journal import outbox
from journal.models import Email
from tests.faults.processes import house, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SEND = "from journal.tasks import send_queued_email; send_queued_email()"


@pytest.fixture
def worker_that_hangs(tmp_path, sink):
    """Starts a worker whose mail server never answers; gives the process once it is in the middle of a message."""
    for number in range(3):
        Email.objects.create(key=str(number), message_id=f"<{number}@example.org>", to="ann@example.org", subject="Hi")
    sink.does["ann@example.org"] = "hangs with the words"
    worker = house(tmp_path, "django", "shell", "--command", SEND, log="worker.log", sink=sink)
    wait_until(Email.objects.filter(handed__isnull=False).exists, "the worker sends nothing")
    yield worker
    worker.kill()


def test_a_worker_killed_in_the_middle_of_a_message(worker_that_hangs, mailoutbox, promise):
    assert outbox.send_batch() == 0, "it is slow, and nobody sends beside it"
    worker_that_hangs.kill()
    assert Email.objects.filter(sent=None).count() == 3
    assert outbox.send_batch() == 0, "still leased: nobody can know that it is dead"
    Email.objects.update(leased_until=F("leased_until") - outbox.LEASE - timedelta(seconds=1))
    assert outbox.send_batch() == 2
    # The one it had in its hands may have been taken: a person decides.
    (given,) = Email.objects.filter(uncertain__isnull=False)
    outbox.send_again(given, by=None)
    assert outbox.send_batch() == 1
    sent = sorted(message.extra_headers["Message-ID"] for message in mailoutbox)
    assert sent == ["<0@example.org>", "<1@example.org>", "<2@example.org>"]
    assert outbox.send_batch() == 0

    Email.objects.update(sent=None)
    outbox.claim()
    Email.objects.update(leased_until=None)
    with promise.control("no lease"):
        assert outbox.send_batch() == 0
