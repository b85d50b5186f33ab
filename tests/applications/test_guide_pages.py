"""The guide in pages: a school, its questions one at a time, the advice, and the draft that begins with it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from applications import workflow
from applications.models import Application
from journal.clock import day_and_clock
from schools.models import SchoolLink
from tests import factories, steps
from workgroups.models import Opening, Project

READY = "been=never&criteria=turnover&ready=later&teachers=two"


def words(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def guide(school, said: str = "") -> str:
    return reverse("apply:guide_school", args=[school.urn]) + (f"?{said}" if said else "")


@pytest.fixture
def served(glow, ash_lane, readiness):
    """GLOW serves Ash Lane's authority."""
    return factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)


@pytest.fixture
def opening(served, glow, readiness):
    return factories.OpeningFactory(hub=glow, project=readiness)


def test_a_school_is_found_and_led_to_its_questions(client, ash_lane):
    page = client.get(reverse("apply:guide"), {"q": "ash lane"})
    assert guide(ash_lane) in page.content.decode()


def test_no_school_is_said_so(client, ash_lane):
    assert "No school fits “zzz”" in words(client.get(reverse("apply:guide"), {"q": "zzz"}))


def test_a_question_keeps_what_was_said_before(client, ash_lane, opening):
    page = client.get(guide(ash_lane, "been=never")).content.decode()
    assert "Which of these describe your school?" in page
    assert '<input type="hidden" name="been" value="never">' in page


def test_a_question_sent_without_an_answer_says_so(client, ash_lane, opening):
    page = client.get(guide(ash_lane, "asked=been"))
    assert "<title>Error: " in page.content.decode()
    assert "Choose the latest your school has been in" in words(page)
    assert "There is a problem" not in words(client.get(guide(ash_lane)))


def test_the_advice_says_why_and_can_be_started_and_changed(client, ash_lane, opening):
    page = client.get(guide(ash_lane, READY))
    said = words(page)
    assert "Start at Readiness" in said
    assert "You start here" in said
    assert "The register says the school is open." in said
    assert "With what you ticked your school can begin at Readiness" in said
    assert "Open until" in said
    assert 'href="?been=never&amp;criteria=turnover"' in page.content.decode()


def test_the_button_carries_what_was_said_into_the_draft(client, ash_lane, opening, bob):
    client.force_login(bob)
    page = client.get(guide(ash_lane, READY)).content.decode()
    form = page.split(f'action="{reverse("apply:begin", args=[ash_lane.urn])}"')[1].split("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    client.post(reverse("apply:begin", args=[ash_lane.urn]), dict(hidden))
    assert Application.objects.get().answers == {"criterion_turnover": True}


def test_without_an_account_the_address_is_asked_and_what_was_said_goes_along(client, ash_lane, opening):
    begin = reverse("apply:begin", args=[ash_lane.urn])
    page = client.get(f"{begin}?hub=glow&project={opening.project.code}&{READY}").content.decode()
    assert '<input type="hidden" name="criteria" value="turnover">' in page
    assert "criteria%3Dturnover" in page.split("account/login/?")[1]  # signing in comes back with it
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = {"hub": "glow", "project": opening.project.code, "email": "pat@example.org", "once": once}
    client.post(begin, sent | {"criteria": ["turnover"], "been": "never"})
    assert Application.objects.get().answers == {"criterion_turnover": True}


def test_a_draft_that_is_there_keeps_its_answers(ash_lane, opening, bob):
    what = {"school": ash_lane, "project": opening.project, "hub": opening.hub, "by": bob}
    first = workflow.start(**what, answers={"criterion_ofsted": True})
    assert workflow.start(**what, answers={"criterion_turnover": True}).answers == first.answers


def test_only_what_the_form_asks_and_takes_is_carried(ash_lane, opening, bob):
    made_up = {"criterion_nothing": True, "statement": "word " * 300, "first_name": "Pat", "in_group": "maybe"}
    draft = workflow.start(school=ash_lane, project=opening.project, hub=opening.hub, by=bob, answers=made_up)
    assert draft.answers == {"first_name": "Pat"}


def test_what_was_in_the_programme_before_goes_into_the_form_of_development(client, ash_lane, served, glow, bob):
    project = factories.project("development")
    factories.OpeningFactory(hub=glow, project=project)
    client.force_login(bob)
    sent = {"hub": "glow", "project": project.code, "been": "readiness"}
    client.post(reverse("apply:begin", args=[ash_lane.urn]), sent)
    assert Application.objects.get().answers["been_in_readiness"] == "yes"


# --- The hub


def test_a_hub_that_has_not_opened_it_says_so_and_whom_to_ask(client, ash_lane, served, jurassic, readiness):
    factories.OpeningFactory(hub=jurassic, project=readiness)
    page = client.get(guide(ash_lane, READY))
    said = words(page)
    assert "Your hub has not opened Readiness for 2026/27" in said
    assert "Ask the hub: glow@example.org" in said
    assert "Could another hub take us?" in said
    assert f"?hub=jurassic&amp;project={readiness.code}&amp;been=never" in page.content.decode()


def test_a_hub_that_opens_it_later_says_when(client, ash_lane, opening):
    opens = timezone.now() + timedelta(days=20)
    Opening.objects.update(opens=opens, closes=None)
    said = words(client.get(guide(ash_lane, READY)))
    assert f"Opens at {day_and_clock(opens)}" in said
    assert "Start your application" not in said


def test_where_the_own_hub_is_open_no_other_is_offered(client, ash_lane, opening, jurassic, readiness):
    factories.OpeningFactory(hub=jurassic, project=readiness)
    assert "another hub" not in words(client.get(guide(ash_lane, READY)))


def test_a_school_that_nobody_serves_is_led_to_all_hubs(client, ash_lane, readiness):
    page = client.get(guide(ash_lane, READY))
    assert "We do not know which hub serves" in words(page)
    assert reverse("public:hubs") in page.content.decode()


# --- Schools


def test_a_closed_school_leads_to_the_one_that_carries_it_on(client, ash_lane, birch_road, opening):
    SchoolLink.objects.create(predecessor=ash_lane, successor=birch_road)
    type(ash_lane).objects.filter(pk=ash_lane.pk).update(register_status="2")
    page = client.get(guide(ash_lane))
    assert "No Work Group fits your school as things stand" in words(page)
    assert guide(birch_road) in page.content.decode()


def test_what_the_old_school_did_counts_for_the_new(client, ash_lane, birch_road, opening, alice, bob):
    steps.placed(steps.sent(ash_lane, opening.hub, bob), alice)
    SchoolLink.objects.create(predecessor=ash_lane, successor=birch_road)
    assert "Your school is in Readiness this year" in words(client.get(guide(birch_road)))


def test_an_independent_school_is_told_why_what_would_and_whom_to_ask(client, served):
    school = factories.SchoolFactory(type_code="11", type_name="Other independent school")
    said = words(client.get(guide(school)))
    assert "The programme is for state-funded schools" in said
    assert "it can apply under its new URN" in said
    assert "glow@example.org" in said


def test_what_a_school_has_sent_is_not_told_to_a_stranger(client, ash_lane, served, sent, helen):
    """What stands in a group is known; what was asked for is the school's own."""
    assert "Start at Development" in words(client.get(guide(ash_lane, "been=never&criteria=none&teachers=two")))
    stranger = client.get(guide(ash_lane, READY)).content.decode()
    assert sent.reference not in stranger
    assert "has also asked" not in stranger
    client.force_login(helen)
    assert sent.reference in client.get(guide(ash_lane, READY)).content.decode()


def test_a_number_no_school_has_is_a_404(client, db):
    assert client.get("/which/1/").status_code == 404


def test_the_guide_stands_before_there_is_any_edition(client, ash_lane):
    Project.objects.all().delete()
    assert "Start at Development" in words(client.get(guide(ash_lane, "been=never&teachers=two")))


def test_the_guide_asks_the_database_as_often_for_thirty_hubs_as_for_one(
    client, ash_lane, opening, readiness, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        client.get(guide(ash_lane, READY))
    for hub in factories.HubFactory.create_batch(29):
        factories.OpeningFactory(hub=hub, project=readiness)
    with django_assert_max_num_queries(len(few)):
        client.get(guide(ash_lane, READY))
