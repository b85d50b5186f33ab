"""After the closing moment: said plainly, the draft stays, and the hub can let it in, on record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import late, workflow
from applications.models import Application, LateEntry, Status
from journal.models import Email, Event
from journal.moves import Refused, Stale
from tests import factories, steps
from workgroups.models import Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(ash_lane, glow, bob, readiness):
    return steps.filled(ash_lane, glow, bob)


def closed(ago: timedelta) -> Opening:
    now = timezone.now()
    Opening.objects.update(opens=now - timedelta(days=90), closes=now - ago)
    return Opening.objects.get()


def closes_soon():
    closes = timezone.now() + timedelta(minutes=5)
    Opening.objects.update(closes=closes)
    return closes


def refusal(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


@pytest.fixture
def asked(filled, bob):
    closed(timedelta(hours=2, minutes=5))
    return late.ask(filled, reason="Our line was down.", by=bob)


def to(name, application) -> str:
    return reverse(f"apply:{name}", args=[application.reference])


# --- The closing minute


def test_what_arrived_in_time_counts_though_it_is_handled_after(filled, bob):
    opening = Opening.objects.get()
    arrived = opening.closes = timezone.now() - timedelta(seconds=20)
    Opening.objects.update(closes=arrived + timedelta(seconds=1))
    sent = workflow.submit(filled, by=bob, at=arrived)
    assert (sent.status, sent.submitted) == (Status.SUBMITTED, arrived)


def test_the_closing_moment_itself_is_late(filled, bob):
    opening = closed(timedelta(seconds=5))
    assert "less than a minute ago" in refusal(workflow.submit, filled, by=bob, at=opening.closes)


def test_the_server_notes_when_a_request_arrived(client, filled, bob, monkeypatch):
    """The body is slow: the clock passes the closing moment between the first byte and the view."""
    client.force_login(bob)
    closes = closes_soon()
    ticks = [closes - timedelta(seconds=1)]
    monkeypatch.setattr("config.middleware.timezone.now", lambda: ticks.pop() if ticks else closes)
    assert client.post(to("submit", filled))["Location"] == to("status", filled)
    assert Application.objects.get().submitted == closes - timedelta(seconds=1)


def test_a_second_later_is_late(client, filled, bob, monkeypatch):
    client.force_login(bob)
    closes = closes_soon()
    monkeypatch.setattr("config.middleware.timezone.now", lambda: closes)
    answer = client.post(to("submit", filled))
    assert answer.status_code == 409
    assert "This closed at" in answer.content.decode()


# --- Said plainly


def test_late_is_said_with_how_much_and_whom_to_ask(client, filled, bob):
    closed(timedelta(hours=2, minutes=5))
    client.force_login(bob)
    for name in ("tasks", "check"):
        page = client.get(to(name, filled)).content.decode()
        assert "You are 2 hours and 5 minutes late" in page
        assert "Your draft stays here" in page
        assert "glow@example.org" in page
        assert "Send to GLOW" not in page


def test_pages_can_still_be_written(client, filled, bob):
    closed(timedelta(minutes=3))
    assert workflow.save_page(filled, answers={"job": "Head"}, by=bob).answers["job"] == "Head"


# --- Asking, and the hub's answer


def test_asking_is_recorded_and_the_hub_is_told(asked):
    assert Event.objects.about(asked.application).last().kind == "asked to be let in late"
    email = Email.objects.get(template="applications/late_asked")
    assert email.to == "glow@example.org"
    assert "2 hours and 5 minutes" in email.text
    assert "Our line was down." in email.text


def test_one_question_at_a_time(asked, bob):
    assert "has not answered yet" in refusal(late.ask, asked.application, reason="Again.", by=bob)


def test_there_is_nothing_to_ask_before_the_closing_moment(filled, bob):
    assert "not late" in refusal(late.ask, filled, reason="In case.", by=bob)


def test_let_in_it_can_be_sent_until_then(asked, bob, alice):
    late.let_in(asked, until=timezone.localdate() + timedelta(days=1), words="Take your time.", by=alice)
    email = Email.objects.get(template="applications/late_let_in")
    assert email.to == "bob@example.org"
    assert "Take your time." in email.text
    application = Application.objects.get()
    too_late = timezone.now() + timedelta(days=3)
    assert "This closed at" in refusal(workflow.submit, application, by=bob, at=too_late)
    assert workflow.submit(application, by=bob).status == Status.SUBMITTED
    assert [event.kind for event in Event.objects.about(application)][-2:] == ["let in late", "sent"]


def test_refused_it_stays_a_draft_and_may_ask_again(asked, bob, alice):
    late.refuse(asked, words="The groups are full.", by=alice)
    assert "The groups are full." in Email.objects.get(template="applications/late_refused").text
    assert "This closed at" in refusal(workflow.submit, Application.objects.get(), by=bob)
    assert late.ask(Application.objects.get(), reason="One more reason.", by=bob).decided is None


def test_who_decides_lets_in(asked, erin, dana, frank):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "lead" in refusal(late.let_in, asked, until=tomorrow, words="", by=erin)
    assert "desk of GLOW" in refusal(late.let_in, asked, until=tomorrow, words="", by=dana)
    assert "within two months" in refusal(late.let_in, asked, until=tomorrow + timedelta(days=90), words="", by=frank)
    assert late.let_in(asked, until=tomorrow, words="", by=frank).decided_by == frank


def test_the_second_answer_is_told_of_the_first(asked, alice, frank):
    as_read = LateEntry.objects.select_related("application__hub").get()
    late.refuse(asked, words="No.", by=alice)
    with pytest.raises(Stale):
        late.let_in(as_read, until=timezone.localdate(), words="", by=frank)
    assert LateEntry.objects.get().let_in_until is None


# --- Pages


def test_the_school_asks_on_a_page(client, filled, bob):
    closed(timedelta(minutes=3))
    client.force_login(bob)
    address = to("ask_late", filled)
    assert "3 minutes ago" in client.get(address).content.decode()
    assert "Write why it is late" in client.post(address, {"reason": " "}).content.decode()
    page = client.post(address, {"reason": "No signal."}, follow=True).content.decode()
    assert "You asked GLOW Maths Hub" in page
    assert client.post(address, {"reason": "No signal."}).status_code == 409


def test_the_desk_sees_who_asks_and_no_answers(client, asked, alice):
    workflow.save_page(asked.application, answers={"statement": "Secret words"}, by=asked.asked_by)
    client.force_login(alice)
    queue = client.get(reverse("desk:queue", args=["glow"])).content.decode()
    address = reverse("desk:late", args=["glow"])
    assert address in queue
    page = client.get(address).content.decode()
    for words in ("Ash Lane Primary School", "Our line was down.", "5 of 5 sections"):
        assert words in page
    assert "Secret words" not in page


def test_the_desk_answers_on_the_page(client, asked, alice):
    client.force_login(alice)
    address = reverse("desk:answer_late", args=["glow", asked.pk, "let_in"])
    assert client.post(address, {"until": "soon"}).status_code == 422
    assert client.post(address, {"until": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    page = client.get(reverse("desk:late", args=["glow"])).content.decode()
    assert "Let in until 11:59pm" in page
    again = client.post(address, {"until": f"{timezone.localdate():%d/%m/%Y}", "words": "Keep this"})
    assert again.status_code == 409
    assert "Keep this" in again.content.decode()


def test_the_list_asks_the_database_as_often_for_a_dozen_as_for_one(client, glow, alice, bob, readiness):
    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:late", args=["glow"]))
        return len(asked)

    client.force_login(alice)
    steps.late(factories.SchoolFactory(), glow, bob)
    first = count()
    for _ in range(12):
        steps.late(factories.SchoolFactory(), glow, bob)
    assert count() == first
