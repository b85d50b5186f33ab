"""“I am no longer there”: the pages shut by the next request, and what was in hand passes on."""

import pytest
from django.urls import reverse

from applications import keys, leaving, workflow
from applications.models import Application
from journal.models import Email, Event
from journal.moves import Refused
from schools import people
from tests import factories, steps

pytestmark = pytest.mark.django_db


def leave(person):
    people.end(person.school_roles.get(), by=person)


def test_who_leaves_sees_nothing_of_it_by_the_next_request(client, sent, draft_of_bob, bob):
    client.force_login(bob)
    pages = [reverse("apply:status", args=[sent.reference]), reverse("apply:tasks", args=[draft_of_bob.reference])]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    leave(bob)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert not Application.objects.visible_to(bob).exists()


@pytest.fixture
def draft_of_bob(ash_lane, glow, bob, readiness):
    return steps.draft(ash_lane, glow, bob, factories.project("embedding"))


def test_a_colleague_goes_on_with_it(sent, draft_of_bob, bob, helen):
    leave(bob)
    assert leaving.pass_on_all() == 2
    assert {one.started_by for one in Application.objects.all()} == {helen}
    assert Application.objects.get(pk=sent.pk).contact_email == helen.email
    letters = Email.objects.filter(template="applications/passed_on")
    assert [letter.to for letter in letters] == [helen.email] * 2
    assert leaving.pass_on_all() == 0, "asked again, it finds nothing"


def test_where_nobody_is_left_the_hub_hears_of_what_it_was_sent(sent, draft_of_bob, bob):
    leave(bob)
    leaving.pass_on_all()
    (letter,) = Email.objects.filter(template="applications/left")
    assert letter.to == "glow@example.org"
    assert draft_of_bob.reference not in letter.text
    assert Event.objects.about(sent).last().kind == "was left"
    assert leaving.pass_on_all() == 0


def test_a_role_that_another_takes_the_place_of_leaves_all_as_it_is(sent, bob, ash_lane):
    factories.school_role(bob, ash_lane, "headteacher")
    people.end(bob.school_roles.get(kind="office"), by=bob)
    assert leaving.pass_on_all() == 0
    assert Application.objects.visible_to(bob).get() == sent


def test_a_link_to_the_leavers_address_opens_nothing(ash_lane, glow, bob, helen, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    key = keys.start(school=ash_lane, project=readiness, hub=glow, email=bob.email, once="x" * 32)
    leave(bob)
    leaving.pass_on_all()
    assert not key.application.keys.filter(revoked=None).exists()


def test_who_has_left_begins_nothing_there_and_elsewhere_as_before(ash_lane, birch_road, glow, bob, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    leave(bob)
    with pytest.raises(Refused, match="no longer act for"):
        workflow.start(school=ash_lane, project=readiness, hub=glow, by=bob)
    assert workflow.start(school=birch_road, project=readiness, hub=glow, by=bob)
