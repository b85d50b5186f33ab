"""What becomes of a message by the mail server's answer: later, parked at once, or uncertain and left alone."""

import smtplib
from base64 import b64encode

import pytest
import requests
from anymail import exceptions as anymail
from django.core import mail
from django.utils import timezone

from journal import outbox
from journal.models import Email
from journal.moves import Refused
from journal.verdicts import Verdict, judge

pytestmark = pytest.mark.django_db


class Answering:
    """A mail server that answers every message with this error."""

    def __init__(self, error=None, gave_words=False):
        self.error, self.gave_words = error, gave_words

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        if self.error:
            raise self.error
        mail.outbox.extend(messages)
        return len(messages)


@pytest.fixture
def answer(monkeypatch):
    def answer(error=None, **more):
        monkeypatch.setattr(outbox, "get_connection", lambda: Answering(error, **more))

    return answer


def recipient(code):
    return smtplib.SMTPRecipientsRefused({"ann@example.org": (code, b"no")})


@pytest.mark.parametrize(
    ("error", "gave_words", "state"),
    [
        (smtplib.SMTPDataError(450, b"busy"), True, "waiting"),
        (smtplib.SMTPDataError(421, b"closing"), True, "waiting"),
        (smtplib.SMTPDataError(550, b"no"), True, "parked"),
        (recipient(450), False, "waiting"),
        (recipient(550), False, "parked"),
        (smtplib.SMTPSenderRefused(550, b"not you", "hub@example.org"), False, "waiting"),
        (smtplib.SMTPAuthenticationError(535, b"who"), False, "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), False, "waiting"),
        (smtplib.SMTPServerDisconnected("gone"), True, "uncertain"),
        (TimeoutError(), False, "waiting"),
        (TimeoutError(), True, "uncertain"),
    ],
)
def test_what_an_answer_means(greet, answer, error, gave_words, state):
    email = greet()
    answer(error, gave_words=gave_words)
    assert outbox.send_batch() == 0
    email.refresh_from_db()
    assert email.state == state
    assert "ann@" not in email.last_error


def of_provider(kind=anymail.AnymailRequestsAPIError, status=None):
    error = kind("no")
    error.status_code = status
    return error


def timed_out(how):
    return type("Error", (anymail.AnymailRequestsAPIError, how), {})("no")


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (of_provider(status=422), Verdict.NEVER),
        (of_provider(status=401), Verdict.LATER),
        (of_provider(status=429), Verdict.LATER),
        (of_provider(status=503), Verdict.LATER),
        (anymail.AnymailRecipientsRefused(), Verdict.NEVER),
        (timed_out(requests.ConnectTimeout), Verdict.LATER),
        (timed_out(requests.ReadTimeout), Verdict.UNCERTAIN),
    ],
)
def test_what_a_providers_answer_means(error, verdict):
    assert judge(error, gave_words=False) == verdict


def test_an_uncertain_message_is_sent_again_only_by_somebody_who_knows(greet, answer, alice, mailoutbox):
    email = greet()
    answer(TimeoutError(), gave_words=True)
    outbox.send_batch()
    answer()
    Email.objects.update(due=timezone.now() - 10 * outbox.LEASE)
    assert outbox.send_batch() == 0

    outbox.send_again(email, by=alice)
    assert outbox.send_batch() == 1
    email.refresh_from_db()
    assert (email.state, len(mailoutbox)) == ("sent", 1)
    with pytest.raises(Refused, match="nothing to send again"):
        outbox.send_again(email, by=alice)


def test_whose_worker_died_with_the_words_given_is_uncertain_and_the_others_are_sent(greet, mailoutbox):
    given, _ = greet("1", "ann@example.org"), greet("2", "bea@example.org")
    outbox.claim()
    Email.objects.update(leased_until=timezone.now() - outbox.LEASE)
    Email.objects.filter(pk=given.pk).update(handed=timezone.now())
    assert outbox.send_batch() == 1
    given.refresh_from_db()
    assert given.state == "uncertain"
    assert [message.to for message in mailoutbox] == [["bea@example.org"]]


def test_what_was_dealt_with_is_no_alert_any_more(greet, answer, alice):
    email = greet()
    answer(recipient(550))
    outbox.send_batch()
    assert list(Email.objects.in_trouble()) == [email]
    outbox.settle(email, by=alice)
    assert not Email.objects.in_trouble().exists()
    with pytest.raises(Refused):
        outbox.settle(email, by=alice)


# --- What a provider tells later ----------------------------------------------------------------------


@pytest.fixture
def provider(settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.EMAIL_WEBHOOK_SECRET = "hubs:a long enough secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": settings.EMAIL_WEBHOOK_SECRET}


def tell(client, body, secret="hubs:a long enough secret"):
    basic = "Basic " + b64encode(secret.encode()).decode()
    return client.post("/email/news/", body, content_type="application/json", headers={"authorization": basic})


BOUNCE = {"RecordType": "Bounce", "MessageID": "p-1", "Email": "ANN@example.org", "TypeCode": 1, "Type": "HardBounce"}
UNWANTED = {"RecordType": "SpamComplaint", "MessageID": "p-1", "Email": "ann@example.org"}


@pytest.mark.parametrize(("body", "state"), [(BOUNCE, "came back"), (UNWANTED, "unwanted")])
def test_what_came_back_or_was_unwanted_stands_beside_the_message(client, greet, provider, body, state):
    email = greet()
    Email.objects.update(sent=timezone.now(), provider_id="p-1")
    assert tell(client, {**body, "BouncedAt": "2027-03-05T10:00:00Z"}).status_code == 200
    email.refresh_from_db()
    assert email.state == state
    assert list(Email.objects.in_trouble()) == [email]


@pytest.mark.parametrize("body", ["", "[]", "{", '"\\ud800"', '{"RecordType": 8}', '{"MessageID": "a\\u0000b"}'])
def test_news_that_nobody_can_read_changes_nothing(client, provider, body):
    assert tell(client, body).status_code in (200, 400)


def test_news_without_the_secret_is_turned_away(client, greet, provider, settings):
    greet()
    Email.objects.update(sent=timezone.now(), provider_id="p-1")
    assert tell(client, BOUNCE, secret="hubs:guessed").status_code == 400
    assert not Email.objects.in_trouble().exists()
    settings.EMAIL_WEBHOOK_SECRET = ""
    assert tell(client, BOUNCE).status_code == 404
