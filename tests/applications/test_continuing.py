"""Embedding and Sustaining go on with last year's group: what is known already is checked, not typed (J3, S6)."""

import pytest
from django.urls import reverse

from applications import placement, spec, workflow
from schools.models import SchoolLink
from tests import factories, steps
from tests.applications.test_apply_send import words
from workgroups import places
from workgroups.editions import copy_to_next_year

PEOPLE = {
    "lead_senior_first_name": "Siân",
    "lead_senior_last_name": "Pugh",
    "lead_senior_email": "sian@example.org",
    "lead_senior_standing": "both",
    "lead_change_first_name": "Omar",
}


@pytest.fixture
def next_year(editions, adam):
    """Next year's edition of a kind."""
    return lambda kind: copy_to_next_year(factories.project(kind), by=adam)


@pytest.fixture
def developed(ash_lane, birch_road, glow, bob, alice, editions):
    """Ash Lane's application to Development, placed in a group beside Birch Road."""
    project = factories.project("development")
    wendy = factories.UserFactory(first_name="Wendy", last_name="Ward")
    lead = factories.SpecialistFactory(hub=glow, user=wendy, kind="primary")
    sent = steps.sent(ash_lane, glow, bob, project, **PEOPLE)
    group = steps.group_of(sent, name="Stroud Valleys", lead=lead)
    places.take(group=group, school=birch_road, by=alice)
    return steps.placed(sent, alice, group)


@pytest.fixture
def begun(ash_lane, glow, bob, next_year, developed):
    """Next year's draft of a kind."""
    return lambda kind, school=ash_lane, by=bob: steps.draft(school, glow, by, next_year(kind))


def test_embedding_begins_with_the_group_and_its_two_lead_teachers(begun):
    answers = begun("embedding").answers
    assert answers["group_name"] == "Stroud Valleys"
    assert answers["group_lead"] == "Wendy Ward"
    assert answers["group_members"] == "Birch Road Primary School"
    assert answers["group_stays"] == "stay"
    assert answers["was_in_development"] == "yes"
    assert (answers["lead_senior_first_name"], answers["lead_change_first_name"]) == ("Siân", "Omar")
    assert "statement" not in answers


def test_sustaining_begins_with_the_maths_lead_and_the_years_so_far(begun):
    answers = begun("sustaining").answers
    assert answers["lead_participant_email"] == "sian@example.org"
    assert answers["lead_participant_leads_maths"] == "yes"
    assert answers["been_in"] == ["development"]
    assert answers["been_in_when"] == "Development 2026/27, GLOW Maths Hub"


def test_a_page_from_last_year_says_so_and_is_confirmed_with_a_tick(begun, bob, client):
    draft = begun("embedding")
    client.force_login(bob)
    page = reverse("apply:page", args=[draft.reference, "group", "your-group"])
    assert "From last year: Stroud Valleys, 2026/27. Check it" in words(client.get(page))
    kept = {name: value for name, value in draft.answers.items() if name.startswith("group_")}
    said = words(client.post(page, kept))
    assert "Check last year’s answers under “Continue with your group” and tick the box at the end." in said
    assert client.post(page, kept | {"checked_your_group": "on", "group_name": "Stroud"}).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["group_name"] == "Stroud"
    assert "your-group" not in [state.page.slug for state in not_done(draft)]


def not_done(draft):
    sections = spec.walk(spec.form_for(draft.project), draft.answers)
    return [page for section in sections for page in section.pages if not page.done]


def test_marks_are_read_by_nobody(begun, bob):
    draft = begun("embedding")
    draft = workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    sent = workflow.submit(draft, by=bob)
    assert "_from" in sent.answers
    assert "_from" not in str(sent.frozen) + sent.search_text
    assert "I have checked" not in str(sent.frozen)


def test_what_was_typed_for_the_first_time_has_nothing_to_confirm(ash_lane, glow, bob, client, editions):
    draft = steps.draft(ash_lane, glow, bob, factories.project("embedding"))
    client.force_login(bob)
    said = words(client.get(reverse("apply:page", args=[draft.reference, "group", "your-group"])))
    assert draft.answers == {}
    assert "last year, and they are right" not in said
    assert not any("last year’s answers" in sentence for sentence in spec.missing(draft))


def test_a_school_that_became_an_academy_goes_on_too(begun, bob, ash_lane, glow, next_year):
    academy = factories.SchoolFactory(name="Ash Lane Academy")
    SchoolLink.objects.create(predecessor=ash_lane, successor=academy)
    assert begun("embedding", academy).answers["group_name"] == "Stroud Valleys"


def test_a_stranger_is_told_no_names(begun, charlie, grace):
    assert begun("embedding", by=charlie).answers == {}


def test_a_stranger_who_has_sent_something_for_the_school_is_told_no_more(begun, charlie, ash_lane, jurassic):
    steps.sent(ash_lane, jurassic, charlie, factories.project("readiness"))
    assert begun("embedding", by=charlie).answers == {}


def test_who_began_what_the_school_was_placed_for_goes_on_without_a_role(begun, bob, developed):
    bob.school_roles.all().delete()
    assert begun("embedding").answers["lead_senior_first_name"] == "Siân"


def test_another_school_takes_over_nothing_of_ash_lane(begun, birch_road, grace):
    answers = begun("embedding", birch_road, grace).answers
    assert answers["group_members"] == "Ash Lane Primary School"
    assert "lead_senior_first_name" not in answers


def test_a_place_of_two_years_ago_is_not_last_year(begun, ash_lane, glow, bob, adam, developed):
    later = copy_to_next_year(copy_to_next_year(factories.project("embedding"), by=adam), by=adam)
    assert steps.draft(ash_lane, glow, bob, later).answers == {}


def test_a_place_given_up_is_not_gone_on_with(begun, developed, alice):
    places.give_up(developed.place, by=alice)
    assert begun("embedding").answers == {}


def test_without_a_role_one_goes_on_from_ones_own_answers_alone(begun, charlie, ash_lane, glow, developed, alice):
    """Charlie was placed once; what the school's office has sent since is not his to read."""
    own = steps.sent(ash_lane, glow, charlie, factories.project("readiness"))
    placement.place(own, group=steps.group_of(own), reason="A second team.", by=alice)
    answers = begun("embedding", by=charlie).answers
    assert developed.answers["lead_senior_first_name"] not in answers.values()
