"""The hub asks the school for more; the school answers in its own form, and the hub goes on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import corrections, more, placement, reviewing, withdrawal
from applications.models import Application, MoreAsked, Status
from hubs.reminders.sending import send_due
from journal.models import Email, Event
from journal.moves import Refused, Stale
from tests import factories, steps
from workgroups.models import Opening

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def refusal(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def now(application) -> Application:
    return Application.objects.select_related("school", "hub", "project").get(pk=application.pk)


def ask(application, by, *, days=10, general="", **questions) -> MoreAsked:
    due = timezone.localdate() + timedelta(days=days)
    return more.ask(now(application), questions=questions, general=general, due=due, by=by)


@pytest.fixture
def asked(sent, alice):
    """Alice asks about Bob's job, and nothing else."""
    return ask(sent, alice, job="Is this still your job?")


def changed(application, by, **answers):
    return corrections.save_page(corrections.begin(now(application), by=by), answers=answers)


# --- Asking


def test_asking_puts_it_with_the_school_and_tells_it(sent, asked, alice):
    current = now(sent)
    assert (current.status, current.owner) == (Status.MORE_ASKED, alice)
    assert [item.label for item in asked.items.all()] == ["Your job at the school"]
    email = Email.objects.get(template="applications/more_asked")
    assert email.to == sent.contact_email
    assert "Is this still your job?" in email.text
    assert f"/apply/{sent.reference}/more/" in email.text
    assert Event.objects.about(sent).last().kind == "asked for more"


def test_whoever_began_it_without_an_account_is_told_too(sent, alice):
    sent.keys.create(kind="starter", email="olive@example.org", expires=timezone.now() + timedelta(days=9))
    Application.objects.update(started_by=None, started_email="olive@example.org")
    ask(sent, alice, job="Is this still your job?")
    to = Email.objects.filter(template="applications/more_asked").values_list("to", flat=True)
    assert set(to) == {sent.contact_email, "olive@example.org"}


def test_nobody_decides_while_the_school_has_it(sent, asked, alice):
    group = steps.group_of(sent)
    assert "asked the school for more" in refusal(placement.place, now(sent), group=group, by=alice)
    assert "asked the school for more" in refusal(reviewing.decline, now(sent), reason="No.", by=alice)
    assert "asked the school for more" in refusal(reviewing.take_on, now(sent), by=alice)


def test_one_question_round_at_a_time(sent, asked, alice):
    assert "asked the school for more" in refusal(ask, sent, alice, job="Once more?")


@pytest.mark.parametrize(
    ("asking", "why"),
    [
        ({}, "at least one"),
        ({"job": "Why?", "days": 0}, "from tomorrow on"),
        ({"job": "Why?", "days": 61}, "within 60 days"),
        ({"no_such": "Why?"}, "does not hold"),
    ],
)
def test_what_cannot_be_asked(sent, alice, asking, why):
    assert why in refusal(ask, sent, alice, **asking)
    assert now(sent).status == Status.SUBMITTED


def test_another_hub_cannot_ask(sent, dana):
    assert "desk of" in refusal(ask, sent, dana, job="Why?")


# --- Answering


def test_the_answer_brings_it_back_with_before_and_after(sent, asked, bob, alice):
    changed(sent, bob, job="Deputy head")
    answer = more.answer(now(sent), reply="New since May.", by=bob)
    current = now(sent)
    assert (current.status, current.owner, current.answers["job"]) == (Status.IN_REVIEW, alice, "Deputy head")
    assert answer.revision.changed == {"job"}
    assert Email.objects.filter(template="applications/more_answered_hub", to="glow@example.org").exists()
    assert "New since May." in Email.objects.get(template="applications/more_answered").text
    assert [event.kind for event in Event.objects.about(sent)][-2:] == ["corrected", "handed back"]


def test_after_the_closing_moment_the_pages_asked_about_can_be_corrected(sent, asked, bob):
    steps.close(Opening.objects.get())
    changed(sent, bob, job="Deputy head", statement="Not asked about")
    more.answer(now(sent), reply="", by=bob)
    assert now(sent).answers["job"] == "Deputy head"
    assert now(sent).answers["statement"] == sent.answers["statement"]


def test_before_the_closing_moment_everything_can_be(sent, asked, bob):
    changed(sent, bob, statement="Better words")
    more.answer(now(sent), reply="", by=bob)
    assert now(sent).answers["statement"] == "Better words"


def test_an_answer_that_stands_needs_a_reply(sent, asked, bob):
    assert "write a reply" in refusal(more.answer, now(sent), reply=" ", by=bob)
    assert more.answer(now(sent), reply="It stands.", by=bob).revision is None


def test_a_general_question_needs_a_reply(sent, alice, bob):
    ask(sent, alice, general="Who pays for cover?")
    changed(sent, bob, job="Deputy head")
    assert "Write a reply" in refusal(more.answer, now(sent), reply="", by=bob)
    assert now(sent).answers["job"] != "Deputy head"


def test_late_is_possible_while_it_is_asked(sent, asked, bob):
    MoreAsked.objects.update(due=timezone.localdate() - timedelta(days=3))
    assert now(sent).asked_now.is_overdue
    assert more.answer(now(sent), reply="At last.", by=bob).answered


def test_a_correction_alone_waits_for_the_answer(sent, asked, bob):
    changed(sent, bob, job="Deputy head")
    assert "with your answer" in refusal(corrections.send, now(sent), by=bob)


# --- More time, no more, withdrawn


def test_more_time(asked, alice):
    before = asked.due
    more.extend(asked, due=before + timedelta(days=7), by=alice)
    assert MoreAsked.objects.get().due == before + timedelta(days=7)
    assert Email.objects.filter(template="applications/more_time").exists()
    assert "after" in refusal(more.extend, asked, due=before, by=alice)


def test_the_hub_stops_asking(sent, asked, alice, bob):
    more.stop(asked, by=alice)
    assert now(sent).status == Status.IN_REVIEW
    assert Email.objects.filter(template="applications/more_stopped").exists()
    assert "asks nothing any more" in refusal(more.answer, now(sent), reply="Here.", by=bob)
    with pytest.raises(Stale):
        more.stop(asked, by=alice)
    assert ask(sent, alice, job="Again?").is_open


def test_a_school_that_withdraws_is_asked_no_more(sent, asked, bob):
    withdrawal.withdraw(now(sent), reason="We cannot.", by=bob)
    assert not MoreAsked.objects.unanswered().exists()


def test_the_school_is_reminded_two_working_days_before_and_on_the_day(asked):
    MoreAsked.objects.update(due=date(2027, 3, 8), at=datetime(2027, 3, 1, 12, tzinfo=LONDON))
    sent_on = [day for day in range(2, 12) if send_due(datetime(2027, 3, day, 10, tzinfo=LONDON))]
    assert sent_on == [4, 8]
    email = Email.objects.filter(template="reminders/digest", to=asked.application.contact_email).first()
    assert "waits for your answer by 8 March 2027" in email.text


def test_who_has_answered_is_not_reminded(sent, asked, bob):
    MoreAsked.objects.update(due=date(2027, 3, 8), at=datetime(2027, 3, 1, 12, tzinfo=LONDON))
    more.answer(now(sent), reply="It stands.", by=bob)
    send_due(datetime(2027, 3, 4, 10, tzinfo=LONDON))
    assert not Email.objects.filter(template="reminders/digest", to=sent.contact_email).exists()


# --- Pages


def test_the_hub_asks_on_a_page(client, sent, alice):
    client.force_login(alice)
    address = reverse("desk:more", args=["glow", sent.reference])
    assert "Ask the school for more" in client.get(address).content.decode()
    drawn = {"seen": sent.status, "due": f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"}
    assert client.post(address, drawn).status_code == 422
    assert client.post(address, {**drawn, "ask_job": "Why?"}).status_code == 302
    page = client.get(reverse("desk:application", args=["glow", sent.reference])).content.decode()
    assert "Asked of the school" in page
    assert "Give more time or stop asking" in page
    again = client.post(address, {**drawn, "ask_job": "My own words"})
    assert again.status_code == 409
    assert "My own words" in again.content.decode()


def test_the_hub_changes_the_day_and_stops(client, sent, asked, alice):
    client.force_login(alice)

    def to(change):
        return reverse("desk:change_more", args=["glow", sent.reference, change])

    assert client.post(to("extend"), {"due": "soon"}).status_code == 422
    later = f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y}"
    assert client.post(to("extend"), {"due": later}).status_code == 302
    assert client.post(to("other")).status_code == 404
    assert client.post(to("stop")).status_code == 302
    assert client.post(to("stop")).status_code == 409


def test_the_school_answers_on_its_pages(client, sent, asked, bob):
    steps.close(Opening.objects.get())
    client.force_login(bob)
    address = reverse("apply:more", args=[sent.reference])
    assert address in client.get(reverse("apply:mine")).content.decode()
    assert address in client.get(reverse("apply:status", args=[sent.reference])).content.decode()
    assert "Is this still your job?" in client.get(address).content.decode()
    page = client.post(address, {"reply": "Half a rep", "go": "people/you"})["Location"]
    assert "Is this still your job?" in client.get(page).content.decode()
    fields = {name: sent.answers[name] for name in ("first_name", "last_name", "email", "telephone")}
    said = client.post(page, {**fields, "job": "Deputy head"}, follow=True).content.decode()
    assert "What will change" in said
    assert "Half a rep" in said
    said = client.post(address, {"reply": "New since May."}, follow=True).content.decode()
    assert "New since May." in said
    assert now(sent).answers["job"] == "Deputy head"


def test_after_the_closing_moment_other_pages_are_closed(client, sent, asked, bob):
    steps.close(Opening.objects.get())
    corrections.begin(now(sent), by=bob)
    client.force_login(bob)
    assert client.get(reverse("apply:page", args=[sent.reference, "people", "you"])).status_code == 200
    assert client.get(reverse("apply:page", args=[sent.reference, "why", "statement"])).status_code == 404


def test_the_hub_reads_the_reply_and_what_changed(client, sent, asked, bob, alice):
    more.keep_reply(asked, reply="Not yet sent")
    client.force_login(alice)
    address = reverse("desk:application", args=["glow", sent.reference])
    assert "Not yet sent" not in client.get(address).content.decode()
    changed(sent, bob, job="Deputy head")
    more.answer(now(sent), reply="New since May.", by=bob)
    page = client.get(address).content.decode()
    assert "New since May." in page
    assert "What the school changed" in page


def test_the_queue_says_who_has_it_and_by_when(client, sent, asked, alice):
    client.force_login(alice)
    page = client.get(reverse("desk:queue", args=["glow"]) + "?status=more_asked").content.decode()
    assert "The school, then" in page
    assert "answer by" in page
    MoreAsked.objects.update(due=timezone.localdate() - timedelta(days=1))
    page = client.get(reverse("desk:queue", args=["glow"]) + "?status=more_asked").content.decode()
    assert "answer overdue" in page


def test_my_applications_ask_as_often_for_many_as_for_one(client, glow, alice, bob, readiness):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("apply:mine"))
        return len(queries)

    client.force_login(bob)
    ask(steps.sent(factories.SchoolFactory(), glow, bob), alice, job="Why?")
    first = count()
    for _ in range(4):
        ask(steps.sent(factories.SchoolFactory(), glow, bob), alice, job="Why?")
    assert count() == first
