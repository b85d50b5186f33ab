"""The hub reads what goes out and holds it back; a person chooses what to get, without signing in too."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hubs.reminders import choices, holds
from hubs.reminders.models import ReminderHold, ReminderReader
from hubs.reminders.outlook import outlook
from hubs.reminders.sending import locked_reader, tell
from journal import outbox
from journal.clock import day
from journal.models import Event
from journal.moves import Refused
from schools.calendar import is_working_day
from tests import factories, steps

pytestmark = pytest.mark.django_db
PAGE = "/desk/glow/reminders/"
MINE = "/account/reminders/"


@pytest.fixture
def closing(draft):
    # Both reminders lie in the next 14 days, whatever today is; in August this page is empty, and so are the schools.
    steps.closing(draft, timezone.now() + timedelta(days=9))
    if timezone.localdate().month in (7, 8):
        pytest.skip("no reminders to schools in August")
    return draft


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def move(client, planned, name, **data):
    return client.post(f"{PAGE}{planned.key}/{name}/", data)


def test_an_empty_page_says_what_will_be_here(desk):
    assert "Nothing goes out in these 14 days" in text(desk.get(PAGE))


def test_the_page_says_what_goes_out_and_why_but_not_whose_draft_it_is(desk, closing):
    words = text(desk.get(PAGE))
    assert "A draft for Primary Teaching for Mastery – Readiness" in words
    assert "Whoever has begun it" in words
    assert "Ash Lane" not in words
    assert "bob@example.org" not in words


def test_a_reminder_leads_to_its_application_but_never_to_a_draft(desk, closing, glow, alice):
    asked = steps.asked(factories.SchoolFactory(name="Birch Road"), glow, factories.UserFactory(), alice)
    page = desk.get(PAGE).content.decode()
    assert f'href="/desk/glow/applications/{asked.reference}/"' in page
    assert closing.reference not in page


def test_another_hub_reads_nothing_of_it_and_holds_nothing_back(client, closing, dana):
    client.force_login(dana)
    planned = outlook()[0]
    assert "Drafts that close soon 0" in text(client.get("/desk/jurassic/reminders/?kind=drafts-closing"))
    assert client.get(PAGE).status_code == 404
    assert move(client, planned, "stop").status_code == 404
    assert client.post(f"/desk/jurassic/reminders/{planned.key}/stop/").status_code == 409
    assert not ReminderHold.objects.exists()


def test_a_hub_stops_one_and_lets_it_go(desk, closing):
    planned = outlook()[0]
    assert move(desk, planned, "stop").url == PAGE
    assert "Stopped" in text(desk.get(PAGE))
    move(desk, planned, "let_go")
    assert not ReminderHold.objects.exists()
    assert Event.objects.filter(kind__in=["reminder stopped", "reminder let go"]).count() == 2


def test_a_hub_puts_one_off_until_a_day(desk, closing):
    planned = outlook()[0]
    until = next(d for d in (planned.day + timedelta(days=n) for n in range(1, 9)) if is_working_day(d))
    response = move(desk, planned, "postpone", until=day(until))
    assert response.status_code in (302, 409)  # where the second reminder comes first, it says so
    assert ReminderHold.objects.exists() == (response.status_code == 302)


@pytest.mark.parametrize(("until", "status"), [("", 422), ("soon", 422), ("1 March 2020", 409), ("1 March 2099", 409)])
def test_a_day_that_is_none_or_too_late_is_asked_again(desk, closing, until, status):
    assert move(desk, outlook()[0], "postpone", until=until).status_code == status
    assert not ReminderHold.objects.exists()


def test_what_is_not_there_any_more_is_said(desk, closing):
    assert desk.post(f"{PAGE}{'0' * 32}/stop/").status_code == 409
    assert desk.post(f"{PAGE}{'0' * 32}/burn/").status_code == 404
    assert desk.get(f"{PAGE}{'0' * 32}/stop/").url == PAGE


def test_an_administrator_reads_all_hubs_with_their_names(client, adam, closing, birch_road, jurassic, grace):
    steps.closing(steps.draft(birch_road, jurassic, grace), timezone.now() + timedelta(days=9))
    client.force_login(adam)
    words = text(client.get("/national/reminders/"))
    assert "GLOW Maths Hub" in words
    assert "Jurassic Maths Hub" in words
    planned = outlook()[0]
    assert client.post(f"/national/reminders/{planned.key}/stop/").url == "/national/reminders/"
    assert ReminderHold.objects.get().by == adam


def test_the_page_costs_the_same_at_one_and_at_thirty(desk, glow, bob, closing, django_assert_max_num_queries):
    desk.get(PAGE)
    with django_assert_max_num_queries(25) as few:
        desk.get(PAGE)
    for _ in range(30):
        steps.closing(steps.draft(factories.SchoolFactory(), glow, bob), timezone.now() + timedelta(days=9))
    with django_assert_max_num_queries(len(few)):
        response = desk.get(PAGE)
    assert "Page 1 of" in text(response)


def test_the_link_in_a_reminder_opens_the_choices_and_changes_nothing_by_itself(client):
    reader = locked_reader("olive@example.org")
    page = reverse("reminders:choose", args=[choices.token_of(reader)])
    assert "olive@example.org" in text(client.get(page))
    assert "no-store" in client.get(page)["Cache-Control"]
    reader.refresh_from_db()
    assert reader.changed is None
    client.post(page, {"how": "each", "kinds": []})
    reader.refresh_from_db()
    assert (reader.together, reader.refused) == (False, ["drafts-closing"])
    assert Event.objects.about(reader).get().by is None


def test_all_that_one_can_do_without_is_stopped_by_one_button(client):
    reader = locked_reader("olive@example.org")
    client.post(reverse("reminders:choose", args=[choices.token_of(reader)]), {"none": "1"})
    reader.refresh_from_db()
    assert (reader.together, reader.refused) == (True, ["drafts-closing"])


def test_a_mail_program_unsubscribes_with_one_click_without_a_session_or_a_page(closing, mailoutbox):
    planned = outlook()[0]
    tell(planned.wanted.to, [planned], today=planned.day)
    outbox.send_batch()
    headers = next(one for one in mailoutbox if "List-Unsubscribe" in one.extra_headers).message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert not ReminderReader.objects.exclude(changed=None).exists()
    answer = program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert ReminderReader.objects.get().refused == ["drafts-closing"]


@pytest.mark.parametrize("token", ["x", "1:x", "1", "²:³", "9" * 40])
def test_a_link_that_is_not_ours_opens_nothing(client, token):
    locked_reader("olive@example.org")
    assert client.get(reverse("reminders:choose", args=[token])).status_code == 404


def test_somebody_signed_in_chooses_for_their_own_address(client, bob):
    client.force_login(bob)
    assert "Drafts that close soon" in text(client.get(MINE))
    assert not ReminderReader.objects.exists()  # looking is no choice
    client.post(MINE, {"how": "together", "kinds": []})
    assert ReminderReader.objects.get(email=bob.email).refused == ["drafts-closing"]
    assert client.post(MINE, {"how": "sometimes"}).status_code == 422


def test_what_is_for_hubs_is_offered_to_their_people_alone(client, bob, alice):
    for person, expected in ((bob, False), (alice, True)):
        client.force_login(person)
        assert ("Applications that wait at your hub" in text(client.get(MINE))) == expected


def test_a_choice_of_what_was_not_offered_stays_as_it_was(client, bob, alice):
    reader = choices.choose(choices.reader_at(alice.email), together=True, wanted=set(), by=alice)
    assert reader.refused == ["claims-waiting", "drafts-closing", "waiting-at-hub"]
    alice.hub_roles.all().delete()
    reader = choices.choose(reader, together=True, wanted={"drafts-closing"}, by=alice)
    assert reader.refused == ["claims-waiting", "waiting-at-hub"]


def test_one_that_went_out_meanwhile_cannot_be_stopped(closing, alice):
    planned = outlook()[0]
    tell(planned.wanted.to, [planned], today=planned.day)
    with pytest.raises(Refused, match="gone out"):
        holds.stop(planned, by=alice)
