"""A hub writes to the schools its filter shows: previewed, held for ten minutes, sent once to each, or stopped."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.mailing import sending
from applications.mailing.models import Mailing
from applications.models import Application
from journal.models import Email
from journal.moves import Refused
from tests import factories, steps

WRITE = "/desk/glow/write/?status=all"
WORDS = {"subject": "News for {school}", "text": "About {reference}:\nwe meet on 5 March 2027."}


@pytest.fixture
def four(glow, bob, readiness):
    """Four schools that have sent their form to GLOW; one name is nasty."""
    names = ["Ash <b>Lane", "Birch Road", "Cedar Hill", "Dale End"]
    return [steps.sent(factories.SchoolFactory(name=name), glow, bob) for name in names]


@pytest.fixture
def asked(four, glow, alice):
    return sending.ask(hub=glow, query="status=all", **WORDS, expected=4, by=alice)


def pass_ten_minutes():
    Mailing.objects.update(due=timezone.now() - timedelta(seconds=1))


def mailed():
    return Email.objects.filter(template="applications/mailing").order_by("id")


def test_a_lead_sees_the_count_and_three_examples_before_it_is_held(client, alice, four):
    client.force_login(alice)
    page = client.post(WRITE, {**WORDS, "do": "preview"})
    assert (page.context["preview"].count, len(page.context["preview"].examples)) == (4, 3)
    body = page.content.decode()
    assert "News for Ash &lt;b&gt;Lane" in body or "News for Dale End" in body
    assert "Send to 4 schools in ten minutes" in body
    assert not Mailing.objects.exists()

    client.post(WRITE, {**WORDS, "do": "send", "count": "4"})
    assert Mailing.objects.get().state == "held"
    assert sending.send_due() == 0
    assert not mailed().exists()


def test_after_ten_minutes_each_school_gets_it_once(asked, four):
    pass_ten_minutes()
    assert sending.send_due() == 4
    assert sending.send_due() == 0
    asked.refresh_from_db()
    assert asked.state == "sent"
    assert {email.key for email in mailed()} == {f"mailing-{asked.pk}-{each.pk}" for each in four}
    nasty = mailed().get(subject_key=str(four[0].pk))
    assert nasty.subject == "News for Ash <b>Lane"
    assert "Ash &lt;b&gt;Lane" in nasty.html
    assert f"About {four[0].reference}:" in nasty.text


def test_a_job_that_was_cut_short_goes_on_where_it_was(asked, monkeypatch):
    pass_ten_minutes()
    monkeypatch.setattr(sending, "BATCH", 1)
    whole = sending._send_some
    sent = []

    def cut_short(mailing):
        if len(sent) == 2:
            raise RuntimeError("the worker ends here")
        sent.append(1)
        return whole(mailing)

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_send_some", cut_short)
        with pytest.raises(RuntimeError):
            sending.send_due()
    assert mailed().count() == 2
    sending.send_due()
    assert mailed().count() == 4


def test_what_is_stopped_in_time_reaches_nobody(client, frank, asked):
    client.force_login(frank)
    client.post(f"/desk/glow/write/{asked.pk}/")
    asked.refresh_from_db()
    assert asked.state == "stopped"
    pass_ten_minutes()
    assert sending.send_due() == 0
    assert not mailed().exists()
    assert "Nobody got it" in client.get(f"/desk/glow/write/{asked.pk}/").content.decode()


def test_what_has_begun_cannot_be_stopped(asked, alice):
    pass_ten_minutes()
    sending.send_due()
    with pytest.raises(Refused, match="cannot be taken back"):
        sending.stop(asked, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.update(stopped=timezone.now())


def test_a_school_that_comes_later_is_not_written_to(asked, glow, bob):
    steps.sent(factories.SchoolFactory(), glow, bob)
    pass_ten_minutes()
    assert sending.send_due() == 4


def test_a_list_that_grew_since_the_preview_is_shown_again(client, alice, four, glow, bob):
    client.force_login(alice)
    steps.sent(factories.SchoolFactory(), glow, bob)
    page = client.post(WRITE, {**WORDS, "do": "send", "count": "4"})
    assert page.status_code == 409
    assert "it would go to 5 now" in page.content.decode()


@pytest.mark.parametrize("count", ["", "four", "-4", "9" * 40, "٤"])
def test_a_count_that_is_none_sends_nothing(client, alice, four, count):
    client.force_login(alice)
    assert client.post(WRITE, {**WORDS, "do": "send", "count": count}).status_code == 409


def test_a_hub_administrator_prepares_and_does_not_send(client, erin, four, glow):
    client.force_login(erin)
    assert "Ask one of them" in client.get(WRITE).content.decode()
    assert client.post(WRITE, {**WORDS, "do": "send", "count": "4"}).status_code == 409
    assert not Mailing.objects.exists()


def test_braces_that_mean_nothing_are_refused(client, alice, four):
    client.force_login(alice)
    page = client.post(WRITE, {"subject": "Hello", "text": "Dear {head}", "do": "preview"})
    assert page.status_code == 422
    assert "There is no {head}." in page.content.decode()


def test_a_list_without_a_school_is_refused(alice, glow, readiness):
    with pytest.raises(Refused, match="No school"):
        sending.preview(hub=glow, query="status=all", **WORDS, by=alice)


def test_another_hubs_schools_are_never_among_them(four, jurassic, dana):
    assert Application.objects.exclude(hub=jurassic).exists()
    with pytest.raises(Refused, match="No school"):
        sending.preview(hub=jurassic, query="status=all", **WORDS, by=dana)


def test_past_messages_cost_the_same_with_more_of_them(client, alice, asked, glow, django_assert_num_queries):
    client.force_login(alice)
    client.get("/desk/glow/written/")
    for number in range(30):
        Mailing.objects.create(hub=glow, by=alice, subject=f"No {number}", text="-", count=1, due=timezone.now())
    with django_assert_num_queries(6):
        assert len(client.get("/desk/glow/written/").context["page"]) == 25
