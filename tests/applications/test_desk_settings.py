"""The hub's own settings: projects, dates, emails, contact, page and specialists, without an administrator."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.moments import ClockField, DayField, moment_of
from hubs.models import HubPiece
from journal.clock import clock, day
from journal.models import Email
from tests import factories, steps
from workgroups.models import Opening, Project

SETTINGS = "/desk/glow/settings/"
OPEN = f"{SETTINGS}open/NCP26-09/"


@pytest.fixture
def as_alice(client, alice, readiness):
    client.force_login(alice)
    return client


def opening_fields(**own):
    return {
        "opens_day": "",
        "opens_time": "",
        "how": "day",
        "closes_day": "5 March 2027",
        "closes_time": "3:30pm",
        "contact_name": "Pip Park",
        "contact_email": "pip@example.org",
        "groups_planned": "2",
        "words": "We meet in Stroud.",
    } | own


def seen_in(response) -> str:
    return response.context["form"]["seen"].value()


def test_a_hub_opens_a_project_and_its_public_page_says_so(as_alice, glow):
    assert as_alice.post(OPEN, opening_fields()).url == SETTINGS
    opening = Opening.objects.get(hub=glow)
    assert opening.is_open()
    assert clock(opening.closes) == "3:30pm"
    page = as_alice.get("/hubs/glow/NCP26-09/").content.decode()
    assert "Open until 3:30pm on 5 March 2027." in page
    assert "We meet in Stroud." in page


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"how": ""}, "Choose how it closes."),
        ({"closes_day": ""}, "Enter the day it closes"),
        ({"closes_time": ""}, "Enter the time it closes"),
        ({"closes_time": "3:30"}, "Say am or pm"),
        ({"closes_day": "5 Marchuary"}, "Enter a day like"),
        ({"closes_day": "5/3/2020"}, "It closes before it opens"),
        ({"closes_day": "5/3/2029"}, "2026/27 ends on 31 August 2027"),
        ({"contact_email": "pip"}, "Enter an email address like"),
        ({"contact_email": "pip@ex\ud800.org".encode("utf-8", "surrogatepass")}, "email"),
        ({"groups_planned": "9" * 30}, "Enter a whole number, 1 to 99."),
        ({"words": "a\x00b"}, "hidden character"),
        ({"words": "x" * 3001}, "Use at most 3,000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_alice, own, says):
    response = as_alice.post(OPEN, opening_fields(**own))
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert "Error: " in page
    assert "Pip Park" in page
    assert not Opening.objects.exists()


def test_a_project_opened_meanwhile_leads_to_its_change(as_alice, glow):
    as_alice.post(OPEN, opening_fields())
    assert as_alice.post(OPEN, opening_fields()).url == f"{SETTINGS}openings/{Opening.objects.get().pk}/"


def test_a_change_of_the_closing_says_how_many_drafts_it_is_for(as_alice, draft, glow):
    opening = glow.openings.get()
    address = f"{SETTINGS}openings/{opening.pk}/"
    page = as_alice.get(address)
    assert "1 draft is being written and 0 applications were sent." in page.content.decode()
    fields = opening_fields(opens_day=day(opening.opens), opens_time=clock(opening.opens), seen=seen_in(page))
    response = as_alice.post(address, fields, follow=True)
    assert "1 draft has until 3:30pm on 5 March 2027." in response.content.decode()
    was = opening.opens
    opening.refresh_from_db()
    assert opening.opens == was  # to the microsecond: nobody changed it


def test_what_a_colleague_saved_meanwhile_is_shown_beside_what_was_typed(as_alice, glow, readiness):
    opening = factories.OpeningFactory(hub=glow, project=readiness)
    address = f"{SETTINGS}openings/{opening.pk}/"
    seen = seen_in(as_alice.get(address))
    Opening.objects.update(words="A colleague's words")
    fields = opening_fields(opens_day="1 October 2026", opens_time="9am", seen=seen)
    response = as_alice.post(address, fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert "A colleague&#x27;s words" in page
    assert "We meet in Stroud." in page
    assert as_alice.post(address, fields | {"seen": seen_in(response)}).url == SETTINGS


def test_closing_now_says_first_what_it_means(as_alice, draft, glow):
    opening = glow.openings.get()
    address = f"{SETTINGS}openings/{opening.pk}/close/"
    assert "1 draft is being written" in as_alice.get(address).content.decode()
    assert as_alice.post(address).url == SETTINGS
    assert as_alice.post(address).status_code == 409
    opening.refresh_from_db()
    assert not opening.is_open()


def test_the_hubs_words_are_seen_in_the_emails_before_they_are_saved(as_alice, glow):
    words = {"words_received": "Ring us on Mondays.", "words_placed": "Bring a pen & paper.", "words_declined": ""}
    address = f"{SETTINGS}emails/"
    preview = as_alice.post(address, words | {"seen": seen_in(as_alice.get(address))})
    page = preview.content.decode()
    assert "Ring us on Mondays." in page
    assert "Bring a pen &amp; paper." in page
    assert "Example Primary School has a place in Example Work Group" in page
    glow.refresh_from_db()
    assert glow.words_received == ""
    as_alice.post(address, words | {"save": "yes", "seen": seen_in(preview)})
    glow.refresh_from_db()
    assert glow.words_received == "Ring us on Mondays."
    assert not Email.objects.exists()


def test_the_hubs_words_stand_in_what_schools_get(ash_lane, glow, bob, alice, readiness):
    glow.words_received, glow.words_placed = "Ring us on Mondays.", "Bring <pens> & paper.\n\nSee you."
    glow.save()
    steps.placed(steps.sent(ash_lane, glow, bob), alice)
    receipt, placed = Email.objects.order_by("id")
    assert "\n\nRing us on Mondays.\n\n" in receipt.text
    assert "<p>Ring us on Mondays.</p>" in receipt.html
    assert "Bring <pens> & paper." in placed.text
    assert "<p>Bring &lt;pens&gt; &amp; paper.</p>" in placed.html


def test_the_contact_and_the_privacy_notice_are_changed_by_the_office(client, erin, glow, readiness):
    client.force_login(erin)
    client.post(f"{SETTINGS}contact/", {"enquiry_email": "new@example.org", "enquiry_phone": "01632 960 999"})
    client.post(f"{SETTINGS}privacy/", {"privacy_notice": "We keep it for a year."})
    glow.refresh_from_db()
    assert (glow.enquiry_email, glow.privacy_notice) == ("new@example.org", "We keep it for a year.")


def test_a_story_and_a_link_go_on_the_page_and_off(as_alice, glow):
    as_alice.post(f"{SETTINGS}page/new/story/", {"title": "A year", "text": "It was good.", "order": "0"})
    wrong = as_alice.post(
        f"{SETTINGS}page/new/link/", {"title": "News", "url": "http://news.example.org", "order": "1"}
    )
    assert "Enter a whole address, like https://" in wrong.content.decode()
    as_alice.post(f"{SETTINGS}page/new/link/", {"title": "News", "url": "https://news.example.org/", "order": "1"})
    public = as_alice.get("/hubs/glow/").content.decode()
    assert "It was good." in public
    assert "https://news.example.org/" in public
    story = HubPiece.objects.get(kind="story")
    as_alice.post(f"{SETTINGS}page/{story.pk}/", {"title": "Two years", "text": "Better.", "order": "0"})
    assert "Two years" in as_alice.get(SETTINGS).content.decode()
    as_alice.post(f"{SETTINGS}page/{story.pk}/remove/")
    assert as_alice.post(f"{SETTINGS}page/{story.pk}/remove/").status_code == 404
    assert as_alice.get(f"{SETTINGS}page/new/nonsense/").status_code == 404


def test_a_new_group_is_not_offered_for_a_year_that_is_over(as_alice, glow, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    assert "/desk/glow/groups/new/NCP26-08/" in as_alice.get("/desk/glow/groups/").content.decode()
    Project.objects.update(year=2020)
    page = as_alice.get("/desk/glow/groups/").content.decode()
    assert "This year is over" in page
    assert "groups/new/" not in page
    assert as_alice.get("/desk/glow/groups/new/NCP26-08/").status_code == 404


def test_the_settings_cost_the_same_for_many_rows(as_alice, glow, django_assert_max_num_queries):
    for kind in Project.Kind.values[:3]:
        factories.OpeningFactory(hub=glow, project=factories.project(kind))
    for n in range(30):
        glow.pieces.create(kind="story", title=f"Story {n}", text="x")
    with django_assert_max_num_queries(9):
        page = as_alice.get(SETTINGS).content.decode()
    assert page.count("/settings/page/") == 32


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(
            ("3:30pm", time(15, 30)),
            ("3.30 PM", time(15, 30)),
            ("5pm", time(17)),
            ("12am", time(0)),
            ("noon", time(12)),
        ),
        *(("17:00", time(17)), ("09:15", time(9, 15)), ("12 p.m.", time(12)), ("midnight", time(0)), ("", None)),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed, meant):
    assert ClockField(required=False).clean(typed) == meant


@pytest.mark.parametrize("typed", ["5", "5:30", "25:00", "13pm", "0am", "9:75am", "soon", "٣pm", "\x00", "9" * 50])
def test_a_time_that_could_be_another_is_asked_again(typed):
    with pytest.raises(ValidationError):
        ClockField().clean(typed)


@pytest.mark.parametrize("typed", ["\x00", "٣/٣/٢٠٢٧", "1/1/1900", "31/2/2027", "9" * 50])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_a_moment_is_londons_and_stays_the_very_same_where_nothing_changed():
    was = timezone.now()
    local = timezone.localtime(was)
    assert moment_of(local.date(), local.time().replace(second=0, microsecond=0), was) == was
    assert moment_of(local.date(), time(17), was - timedelta(days=1)).hour == 17
