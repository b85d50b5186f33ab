"""A mail server that refuses, hangs or drops: what becomes of each message, and how many copies were taken."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from journal import outbox
from journal.models import Email
from journal.verdicts import Verdict

pytestmark = pytest.mark.django_db

# What the server does, what becomes of the message, and the copies it has taken.
BECOMES = {
    "": ("sent", 1),
    "421": ("waiting", 0),
    "450": ("waiting", 0),
    "451 words": ("waiting", 0),
    "550": ("parked", 0),
    "554 words": ("parked", 0),
    "hangs": ("waiting", 0),
    "hangs with the words": ("uncertain", 0),
    "drops at DATA": ("waiting", 0),
    "drops in the words": ("waiting", 0),
    "takes and drops": ("uncertain", 1),
}
# More than the buffers between two programs hold: the final dot is still here when the server goes away.
LONG = ("A line of a long message. " * 30 + "\n") * 7_000


@pytest.fixture
def ask(sink, settings):
    """`ask("421", "hangs")`: queue a message for each, and have the server do so to it; the address is its name."""
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "journal.smtp.EmailBackend", 0.4
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False

    def ask(*kinds):
        Email.objects.all().delete()
        sink.taken.clear()
        for does in kinds:
            to = f"{does.replace(' ', '-') or 'taken'}@example.org"
            sink.does[to] = does
            words = {"text": LONG if does == "drops in the words" else "Words", "html": "Words"}
            Email.objects.create(key=to, template=does, message_id=f"<{to}>", to=to, subject="Hi", **words)

    return ask


def found(sink) -> dict:
    return {email.template: (email.state, sink.copies(email.to)) for email in Email.objects.defer("text", "html")}


def try_again_later() -> list[int]:
    """The pauses, in minutes, of those that wait; then they are over and all are tried once more."""
    now = timezone.now()
    waiting = Email.objects.filter(sent=None, parked=None, uncertain=None)
    pauses = {round((due - now) / timedelta(minutes=1)) for due in waiting.values_list("due", flat=True)}
    Email.objects.update(due=F("due") - timedelta(hours=13))
    outbox.send_batch()
    return sorted(pauses)


def test_each_answer_of_a_mail_server_has_its_consequence(ask, sink, promise, monkeypatch):
    ask(*BECOMES)
    assert outbox.send_batch() == 1
    assert found(sink) == BECOMES
    del sink.does["drops-in-the-words@example.org"]
    assert [try_again_later(), try_again_later()] == [[1], [5]]

    sink.does.clear()
    assert try_again_later() == [15]
    waited = {does for does, (state, _) in BECOMES.items() if state == "waiting"}
    assert found(sink) == BECOMES | dict.fromkeys(waited, ("sent", 1))
    promise.count = f"{len(BECOMES)} kinds of answer, 4 tries"

    ask("", "550")
    monkeypatch.setattr(outbox, "judge", lambda *_, **__: Verdict.LATER)
    outbox.send_batch()
    with promise.control("errors are judged all alike"):
        assert found(sink) == {"": ("sent", 1), "550": ("parked", 0)}


def send_three_times(sink) -> int:
    """The most copies that anybody has."""
    outbox.send_batch()
    try_again_later(), try_again_later()
    return max(Counter(sink.taken).values())


def test_what_may_have_been_taken_is_not_sent_again_by_itself(ask, sink, promise, monkeypatch):
    ask("", "hangs with the words", "takes and drops")
    assert send_three_times(sink) == 1
    uncertain = Email.objects.filter(uncertain__isnull=False)
    assert uncertain.count() == 2
    # A person who knows sends it again, and may be right or wrong.
    sink.does.clear()
    for email in uncertain:
        outbox.send_again(email, by=None)
    outbox.send_batch()
    copies = {email.template: sink.copies(email.to) for email in Email.objects.all()}
    assert copies == {"": 1, "hangs with the words": 1, "takes and drops": 2}

    promise.count = "3 messages, 3 tries"
    ask("", "takes and drops")
    monkeypatch.setattr(outbox, "judge", lambda *_, **__: Verdict.LATER)
    with promise.control("no message is uncertain"):
        assert send_three_times(sink) == 1
