"""Email as rows: queued once with the change, sent after commit, leased, tried again, parked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from journal import outbox
from journal.models import Email
from journal.tasks import send_queued_email

pytestmark = pytest.mark.django_db


class Refusing:
    """A mail server that takes nobody's message, or all but one's."""

    def __init__(self, only=None):
        self.only = only

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        if self.only in (None, messages[0].to[0]):
            raise ConnectionResetError("gone")
        mail.outbox.extend(messages)
        return len(messages)


@pytest.fixture
def no_mail_server(monkeypatch):
    monkeypatch.setattr(outbox, "get_connection", Refusing)


def pass_time(email, **how_long):
    """As if `how_long` had gone by for this message."""
    ago = timedelta(**how_long)
    email.refresh_from_db()
    email.due -= ago
    email.leased_until = email.leased_until and email.leased_until - ago
    email.save()


def test_a_message_is_written_in_words_and_sent_as_written(greet, mailoutbox):
    email = greet(name="Ann O'Neill", what="St Mary's & All Saints", reply_to="hub@example.org")

    assert outbox.send_batch() == 1
    (message,) = mailoutbox
    assert (message.to, message.reply_to) == (["ann@example.org"], ["hub@example.org"])
    assert message.subject == "About St Mary's & All Saints"
    assert "Hello Ann O'Neill, this is about St Mary's & All Saints." in message.body
    assert "St Mary&#x27;s &amp; All Saints" in message.alternatives[0].content
    assert message.extra_headers["Message-ID"] == email.message_id
    email.refresh_from_db()
    assert email.state == "sent"


def test_the_same_key_is_queued_and_sent_once(greet, mailoutbox):
    first, second = greet(), greet(name="Somebody else")

    assert first.pk == second.pk
    outbox.send_batch()
    assert outbox.send_batch() == 0
    (message,) = mailoutbox
    assert "Hello Ann" in message.body


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_line_break_in_a_name_begins_no_header(greet, mailoutbox, line_break):
    greet(
        what=f"a place{line_break}Bcc: everyone@example.org", reply_to=f"hub@example.org{line_break}Bcc: x@example.org"
    )

    assert outbox.send_batch() == 1
    raw = mailoutbox[0].message()
    assert raw["Bcc"] is None
    assert raw["Subject"] == "About a place Bcc: everyone@example.org"


def test_a_long_subject_is_cut_to_the_column(greet):
    assert len(greet(what="x" * 5000).subject) == 250


def test_a_worker_is_asked_to_look_after_the_commit_only(greet, rings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after_commit:
        greet()
        assert rings == []
    (look,) = after_commit
    look()
    assert rings == ["ring"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_sends_nothing(greet, rings):
    def fail_after_queueing():
        with transaction.atomic():
            greet()
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, three lines above
        fail_after_queueing()
    assert (Email.objects.count(), rings) == (0, [])


def test_a_message_that_is_being_sent_is_nobody_elses(greet):
    greet()

    assert len(outbox.claim()) == 1
    assert outbox.claim() == []


def test_a_message_whose_worker_died_is_free_again_when_its_lease_ends(greet, mailoutbox):
    greet()
    (email,) = outbox.claim()  # and the worker dies here
    pass_time(email, minutes=5, seconds=1)

    assert outbox.send_batch() == 1
    email.refresh_from_db()
    assert email.attempts == 2


def test_each_failure_waits_longer_and_then_the_message_is_parked(greet, no_mail_server):
    email, waits = greet(), []
    for _ in outbox.PAUSES:
        before = timezone.now()
        assert outbox.send_batch() == 0
        email.refresh_from_db()
        waits.append(round((email.due - before).total_seconds() / 60))
        assert email.state == "waiting"
        pass_time(email, hours=13)
    assert waits == [1, 5, 15, 60, 240, 720]

    outbox.send_batch()
    email.refresh_from_db()
    assert (email.state, email.last_error) == ("parked", "ConnectionResetError")
    assert outbox.claim() == []


def test_a_message_is_not_tried_again_before_its_pause_is_over(greet, no_mail_server):
    email = greet()
    outbox.send_batch()
    outbox.send_batch()

    email.refresh_from_db()
    assert email.attempts == 1


def test_one_address_that_fails_holds_up_nobody_else(greet, monkeypatch, mailoutbox):
    monkeypatch.setattr(outbox, "get_connection", lambda: Refusing(only="bad@example.org"))
    greet("1", "ann@example.org"), greet("2", "bad@example.org"), greet("3", "cay@example.org")

    assert outbox.send_batch() == 2
    assert [message.to[0] for message in mailoutbox] == ["ann@example.org", "cay@example.org"]


def test_a_slow_mail_server_does_not_hold_a_batch_past_its_lease(greet, monkeypatch, mailoutbox):
    late = greet("1"), greet("2")
    monkeypatch.setattr(outbox, "STOP_AFTER", timedelta(seconds=-1))

    assert outbox.send_batch() == 0
    for email in late:
        email.refresh_from_db()
        assert (email.leased_until, email.attempts) == (None, 0)


def test_a_code_that_signs_somebody_in_is_erased_once_it_is_sent(greet, mailoutbox):
    email = greet(what="123456", secret=True)
    outbox.send_batch()

    email.refresh_from_db()
    assert "123456" in mailoutbox[0].body
    assert (email.text, email.html) == ("", "")


def test_a_code_that_was_never_sent_is_erased_when_it_is_parked(greet, no_mail_server):
    email = greet(secret=True)
    Email.objects.update(attempts=len(outbox.PAUSES))
    outbox.send_batch()

    email.refresh_from_db()
    assert (email.state, email.text, email.html) == ("parked", "", "")


def test_the_sweep_sends_what_a_lost_hint_left(greet, rings, mailoutbox):
    for number in range(3):
        greet(str(number))
    rings.clear()  # the broker lost them all

    send_queued_email()
    assert len(mailoutbox) == 3


def test_the_sweep_empties_a_queue_longer_than_one_batch(greet, monkeypatch, mailoutbox):
    for number in range(5):
        greet(str(number))
    monkeypatch.setattr(outbox.send_batch, "__defaults__", (2,))

    send_queued_email()
    assert len(mailoutbox) == 5
