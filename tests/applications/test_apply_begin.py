"""Before an application: the school's facts, its hub, and what is open there."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from applications import workflow
from applications.models import Application
from schools.models import SchoolLink
from tests import factories, steps
from tests.applications.test_apply_send import words


@pytest.fixture
def opening(glow, readiness, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return factories.OpeningFactory(hub=glow, project=readiness)


@pytest.fixture
def choice(opening):
    return {"hub": opening.hub.slug, "project": opening.project.code}


def begin(school) -> str:
    return reverse("apply:begin", args=[school.urn])


def test_anybody_sees_the_school_its_hub_and_what_is_open(client, ash_lane, opening):
    said = words(client.get(begin(ash_lane)))
    assert "Ash Lane Primary School" in said
    assert "Your hub: GLOW Maths Hub It serves the area your school is in." in said
    assert "Primary Teaching for Mastery – Readiness, 2026/27" in said
    assert "Closes at" in said


def test_another_hub_with_something_open_can_be_chosen(client, ash_lane, opening, jurassic, readiness):
    factories.OpeningFactory(hub=jurassic, project=readiness)
    assert "Jurassic Maths Hub" in words(client.get(begin(ash_lane)))
    assert "Your hub: Jurassic Maths Hub You chose this hub." in words(client.get(begin(ash_lane) + "?hub=jurassic"))


def test_a_hub_with_nothing_open_says_so_and_whom_to_ask(client, ash_lane, glow, readiness):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    said = words(client.get(begin(ash_lane)))
    assert "Nothing is open here today" in said
    assert "glow@example.org" in said


def test_what_has_closed_is_not_offered(client, ash_lane, opening):
    steps.close(opening)
    assert "Readiness, 2026/27" not in words(client.get(begin(ash_lane)))


def test_a_school_nobody_serves_chooses_among_open_hubs(client, birch_road, glow, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    said = words(client.get(begin(birch_road)))
    assert "We do not know which hub serves" in said
    assert "GLOW Maths Hub" in said


def test_signing_in_first_comes_back_with_the_choice(client, ash_lane, choice, bob):
    page = client.get(begin(ash_lane), choice)
    way_back = urlencode({"next": f"{begin(ash_lane)}?{urlencode(choice)}"})
    assert f'href="{reverse("account_login")}?{way_back}"' in page.content.decode()
    client.force_login(bob)
    back = client.get(begin(ash_lane), choice)
    assert f'value="{choice["project"]}" checked' in back.content.decode()


def test_starting_makes_one_draft_however_often(client, ash_lane, choice, bob):
    client.force_login(bob)
    first, second = client.post(begin(ash_lane), choice), client.post(begin(ash_lane), choice)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


def test_nothing_chosen_is_told_beside_the_choice(client, ash_lane, opening, bob):
    client.force_login(bob)
    response = client.post(begin(ash_lane), {"hub": "glow"})
    assert "Choose what you want to apply for." in words(response)


@pytest.mark.parametrize("made_up", ["NCP99-99", "\x00", "x" * 3000])
def test_a_project_that_is_not_offered_cannot_be_chosen(client, ash_lane, opening, bob, made_up):
    client.force_login(bob)
    response = client.post(begin(ash_lane), {"hub": "glow", "project": made_up})
    assert "Choose one of the projects that are open here." in words(response)
    assert client.get(begin(ash_lane), {"hub": made_up}).status_code == 200


def test_a_school_that_has_sent_one_already_is_led_to_it(client, sent, helen):
    client.force_login(helen)
    choice = {"hub": sent.hub.slug, "project": sent.project.code}
    factories.HubAreaFactory(hub=sent.hub, authority=sent.school.authority)
    assert reverse("apply:status", args=[sent.reference]) in client.get(begin(sent.school)).content.decode()
    response = client.post(begin(sent.school), choice)
    assert response.status_code == 409
    assert "Your school has already sent this to GLOW Maths Hub" in words(response)


def test_what_the_school_sent_is_not_told_to_a_stranger(client, sent, charlie):
    client.force_login(charlie)
    assert sent.reference not in client.get(begin(sent.school)).content.decode()


def test_a_stranger_begins_as_if_nothing_had_been_sent(client, sent, charlie):
    client.force_login(charlie)
    factories.HubAreaFactory(hub=sent.hub, authority=sent.school.authority)
    response = client.post(begin(sent.school), {"hub": sent.hub.slug, "project": sent.project.code})
    draft = Application.objects.get(started_by=charlie)
    assert response["Location"] == reverse("apply:tasks", args=[draft.reference])


def test_a_closed_school_leads_to_the_one_of_today(client, ash_lane, birch_road):
    SchoolLink.objects.create(predecessor=ash_lane, successor=birch_road)
    type(ash_lane).objects.filter(pk=ash_lane.pk).update(register_status="2")
    response = client.get(begin(ash_lane))
    assert "Birch Road Primary School carries it on" in words(response)
    assert begin(birch_road) in response.content.decode()


def test_a_secondary_school_is_told_that_this_is_for_primaries(client, opening):
    school = factories.SchoolFactory(phase_code="4", phase_name="Secondary", low_age=11, high_age=18)
    assert "What is open here is for primary schools" in words(client.get(begin(school)))


def test_a_primary_school_is_warned_of_nothing(client, ash_lane, opening):
    assert "note-care" not in client.get(begin(ash_lane)).content.decode()


@pytest.mark.parametrize("urn", [1, 10**9, 10**30])
def test_a_number_no_school_has_is_a_404(client, db, urn):
    assert client.get(f"/apply/{urn}/").status_code == 404


def test_a_draft_can_be_gone_on_with_from_here(client, draft, bob):
    client.force_login(bob)
    assert "(not sent yet)" in words(client.get(begin(draft.school)))
    assert workflow.start(school=draft.school, project=draft.project, hub=draft.hub, by=bob) == draft


def test_a_school_is_offered_what_is_for_its_pupils_in_the_journeys_order(client, ash_lane, opening, glow, editions):
    for kind in ("secondary", "sustaining", "development"):
        factories.OpeningFactory(hub=glow, project=factories.project(kind))
    said = words(client.get(begin(ash_lane)))
    places = [said.index(f"Mastery – {phase}, 2026/27") for phase in ("Readiness", "Development", "Sustaining")]
    assert places == sorted(places)
    assert "Secondary Teaching for Mastery" not in said


def test_a_secondary_school_is_offered_the_secondary_project_alone(client, opening, glow, editions, ash_lane):
    factories.OpeningFactory(hub=glow, project=factories.project("secondary"))
    school = factories.SchoolFactory(phase_code="4", low_age=11, high_age=18, authority=ash_lane.authority)
    said = words(client.get(begin(school)))
    assert "Secondary Teaching for Mastery, 2026/27" in said
    assert "Readiness, 2026/27" not in said
