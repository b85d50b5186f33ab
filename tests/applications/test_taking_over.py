"""What somebody unknown began or sent is taken over or set aside by the school, and said plainly to the hub."""

import pytest
from django.urls import reverse

from applications import claiming, keys, taking_over, workflow
from applications.models import Application
from journal.models import Email, Event
from journal.moves import Refused
from schools import claims
from schools.models import SchoolRole
from tests import factories, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def strange(ash_lane, glow, charlie, readiness):
    """Sent to GLOW for Ash Lane by Charlie, whom nobody there has confirmed."""
    return steps.sent(ash_lane, glow, charlie, email="charlie@example.org")


def status(client, person, application) -> int:
    client.force_login(person)
    return client.get(reverse("apply:status", args=[application.reference]), follow=True).status_code


def page(client, person, application) -> str:
    client.force_login(person)
    return client.get(f"/desk/glow/applications/{application.reference}/").content.decode()


def test_the_hub_reads_plainly_that_nobody_has_confirmed_who_sent_it(client, strange, sent_by_bob, alice, charlie):
    assert "Not verified who sent this" in page(client, alice, strange)
    assert "Not verified who sent this" not in page(client, alice, sent_by_bob)
    claim = claiming.claim(school=strange.school, kind="office", name="Charlie Cole", by=charlie)
    assert "Confirm or refuse it" in page(client, alice, strange)
    claims.verify(claim, how="hub", by=alice)
    assert "Not verified who sent this" not in page(client, alice, strange)


@pytest.fixture
def sent_by_bob(ash_lane, glow, bob, readiness):
    return steps.sent(ash_lane, glow, bob, factories.project("embedding"))


def test_a_role_that_was_wrong_or_ended_is_told_apart(client, strange, alice, charlie, sent_by_bob, bob, helen):
    role = SchoolRole.objects.get(user=bob)
    taking_over_is_refused = pytest.raises(Refused, match="your school’s own already")
    factories.school_role(charlie, strange.school)
    with taking_over_is_refused:
        taking_over.take_over(strange, by=bob)
    SchoolRole.objects.filter(pk=role.pk).update(ends=role.starts)
    assert "Not verified who sent this" not in page(client, alice, sent_by_bob), "who has left was known then"


def test_a_stranger_stops_nobody_for_good(strange, ash_lane, glow, bob, readiness):
    with pytest.raises(Refused, match="take it over or set it aside"):
        workflow.start(school=ash_lane, project=readiness, hub=glow, by=bob)
    taking_over.set_aside(strange, reason="We do not know who that is.", by=bob)
    assert steps.sent(ash_lane, glow, bob).status == "submitted"


def test_set_aside_all_three_get_an_email_and_the_stranger_no_name(strange, bob):
    taking_over.set_aside(strange, reason="We do not know who that is.", by=bob)
    letters = {letter.to: letter.text for letter in Email.objects.filter(template="applications/set_aside")}
    assert set(letters) == {"charlie@example.org", bob.email}
    assert "Bright" not in letters["charlie@example.org"]
    assert Email.objects.filter(template="applications/withdrawn_hub", to="glow@example.org").exists()
    assert Event.objects.about(strange).last().by == bob.pk


def test_taken_over_it_is_the_schools_and_who_began_it_sees_it_no_longer(client, strange, bob, charlie):
    taking_over.take_over(strange, by=bob)
    now = Application.objects.get()
    assert (now.started_by, now.contact_email, now.status) == (bob, bob.email, "submitted")
    assert (status(client, bob, now), status(client, charlie, now)) == (200, 404)
    told = set(Email.objects.filter(template="applications/taken_over").values_list("to", flat=True))
    assert told == {"charlie@example.org", bob.email}
    assert now.pledge.contact_email == bob.email


def test_a_draft_that_is_taken_over_shuts_its_links_and_asks_for_the_address_anew(ash_lane, glow, bob, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    begun = keys.start(school=ash_lane, project=readiness, hub=glow, email="olive@example.org", once="x" * 32)
    draft = begun.application
    workflow.save_page(draft, answers={"email": "olive@example.org", "job": "Teacher"}, by=bob)
    taking_over.take_over(draft, by=bob)
    now = Application.objects.get()
    assert now.answers == {"job": "Teacher"}
    assert (now.started_by, now.contact_email) == (bob, bob.email)
    assert not now.keys.filter(revoked=None).exists()


def test_nobody_takes_over_for_a_school_that_is_not_theirs(strange, grace, charlie, alice):
    for person in (grace, charlie, alice):
        with pytest.raises(Refused, match="Only who acts for the school"):
            taking_over.take_over(strange, by=person)
        with pytest.raises(Refused, match="Only who acts for the school"):
            taking_over.set_aside(strange, reason="No.", by=person)


def test_what_the_hub_has_decided_stays(strange, bob, alice):
    placed = steps.placed(strange, alice)
    with pytest.raises(Refused, match="has decided"):
        taking_over.take_over(placed, by=bob)
    with pytest.raises(Refused, match="has a place"):
        taking_over.set_aside(placed, reason="No.", by=bob)


def test_the_page_offers_both_and_keeps_what_was_typed(client, strange, bob):
    client.force_login(bob)
    address = reverse("apply:ours", args=[strange.reference])
    assert address in client.get(reverse("apply:status", args=[strange.reference])).content.decode()
    assert client.post(address, {"what": "set_aside", "reason": " "}).status_code == 422
    assert client.post(address, {"what": "take_over"}).status_code == 302
    assert client.get(address).status_code == 404
    assert client.post(address, {"what": "set_aside", "reason": "Words kept"}).status_code == 409


def test_an_unverified_claimant_sees_nothing_of_the_school(client, sent_by_bob, ash_lane, charlie, bob):
    claiming.claim(school=ash_lane, kind="headteacher", name="Charlie Cole", by=charlie)
    assert not Application.objects.visible_to(charlie).exists()
    assert status(client, charlie, sent_by_bob) == 404
    begin = client.get(reverse("apply:begin", args=[ash_lane.urn])).content.decode()
    assert sent_by_bob.reference not in begin
    assert bob.email not in begin


def test_what_is_set_aside_leaves_no_seat_kept_and_no_place_on_a_list(strange, alice, bob):
    decision = steps.prepared(strange, alice)
    taking_over.set_aside(strange, reason="We do not know who that is.", by=bob)
    decision.refresh_from_db()
    assert (decision.status, decision.place.status) == ("dropped", "given_up")


def test_what_is_set_aside_is_on_no_waiting_list(strange, alice, bob):
    steps.listed(strange, alice)
    taking_over.set_aside(Application.objects.get(), reason="We do not know who that is.", by=bob)
    assert not Application.objects.get().waiting_entries.filter(left=None).exists()
