"""A place is offered and answered: by the school's people, by the link in the email, or by nobody in time."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import reviewing, withdrawal
from applications.deciding import offering, releasing
from applications.models import Application
from hubs.reminders.outlook import outlook
from journal.models import Email, Event
from tests import factories, steps
from tests.applications.test_workflow import refusal
from workgroups.models import Place, WorkGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(sent, alice):
    return steps.offered(sent, alice)


def now_is(application) -> str:
    return Application.objects.get(pk=application.pk).status


def link_of(offer) -> str:
    newest = Email.objects.filter(template="applications/offered").order_by("id").last()
    return re.search(r"/offer/[\w-]{43}/", newest.text)[0]


def seats(group) -> int:
    return WorkGroup.objects.with_seats().get(pk=group.pk).taken


def move_clock(monkeypatch, **later):
    moment = timezone.now() + timedelta(**later)
    monkeypatch.setattr(timezone, "now", lambda: moment)


# --- The verbs


def test_an_offer_keeps_a_seat_and_tells_the_school_once(offer, sent):
    assert now_is(sent) == "offered"
    assert (offer.place.status, seats(offer.place.group)) == ("reserved", 1)
    assert Email.objects.filter(template="applications/offered", secret=True).count() == 1


def test_accepting_makes_it_a_place_and_tells_both_sides(offer, sent, bob):
    offering.accept(offer, by=bob)
    assert now_is(sent) == "placed"
    assert Place.objects.get().status == "held"
    told = set(Email.objects.values_list("template", flat=True))
    assert {"applications/placed", "applications/offer_answered_hub"} <= told


def test_accepting_twice_accepts_once(offer, sent, bob, helen):
    offering.accept(offer, by=bob)
    offering.accept(offer, by=helen)
    assert Event.objects.about(sent).filter(kind="accepted the place").count() == 1
    assert Email.objects.filter(template="applications/placed").count() == 1


def test_turning_it_down_frees_the_seat_and_gives_the_hub_the_reason(offer, sent, bob):
    assert "Write why" in refusal(offering.turn_down, offer, reason=" ", by=bob)
    offering.turn_down(offer, reason="Our head leaves.", by=bob)
    assert (now_is(sent), seats(offer.place.group)) == ("turned_down", 0)
    assert "Our head leaves." in Email.objects.get(template="applications/offer_answered_hub").text
    sent.pledge.refresh_from_db()
    assert sent.pledge.status == "ended"


def test_what_is_turned_down_can_be_opened_again_by_the_hub_alone(offer, sent, bob, alice):
    offering.turn_down(offer, reason="Our head leaves.", by=bob)
    assert "was turned down on" in refusal(offering.accept, offer, by=bob)
    reviewing.reopen(Application.objects.get(), reason="A new head.", by=alice)
    assert now_is(sent) == "in_review"


def test_the_hub_takes_an_offer_back_by_opening_the_application_again(offer, sent, bob, alice):
    reviewing.reopen(Application.objects.get(), reason="The wrong group.", by=alice)
    assert (now_is(sent), seats(offer.place.group)) == ("in_review", 0)
    assert "has taken this offer back" in refusal(offering.accept, offer, by=bob)


def test_a_school_that_is_offered_a_place_answers_instead_of_withdrawing(offer, sent, bob):
    assert "Turn the offer down instead" in refusal(withdrawal.withdraw, sent, reason="No.", by=bob)


def test_an_unanswered_offer_lapses_when_its_day_is_over(offer, sent, monkeypatch):
    move_clock(monkeypatch, days=14)
    assert (offering.lapse_due(), now_is(sent)) == (0, "offered")
    move_clock(monkeypatch, days=1)
    assert (offering.lapse_due(), offering.lapse_due()) == (1, 0)
    assert (now_is(sent), seats(offer.place.group)) == ("lapsed", 0)
    assert Email.objects.filter(template="applications/offer_ended").count() == 1


def test_what_arrived_before_midnight_is_in_time_and_what_came_after_is_not(offer, sent, bob, monkeypatch):
    late, in_time = offer.ends, offer.ends - timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: late + timedelta(minutes=2))
    assert offering.lapse_due() == 0
    assert "ran out at the end of" in refusal(offering.accept, offer, by=bob, at=late)
    offering.accept(offer, by=bob, at=in_time)
    assert now_is(sent) == "placed"


def test_an_unanswered_offer_is_reminded_until_it_is_answered(offer, bob):
    def reminded():
        return [one.wanted.title for one in outlook(days=20) if one.kind.code == "offer-unanswered"]

    assert len(reminded()) == 2
    assert reminded()[0].startswith("GLOW Maths Hub keeps a place for you until")
    offering.accept(offer, by=bob)
    assert reminded() == []


def test_only_a_decider_offers_and_only_a_group_of_that_project_with_a_seat(sent, erin, alice):
    until = timezone.localdate() + timedelta(days=9)
    group = steps.group_of(sent, 1)
    decided = {"kind": "offer", "group": group, "answer_by": until}
    assert "hub lead or assistant hub lead decides" in refusal(releasing.decide_now, sent, by=erin, **decided)
    for wrong, said in [({"answer_by": timezone.localdate()}, "from tomorrow on"), ({"group": None}, "Choose a Work")]:
        assert said in refusal(releasing.decide_now, sent, by=alice, **(decided | wrong))
    elsewhere = factories.WorkGroupFactory(hub=sent.hub, project=factories.project("development"))
    assert "of this hub" in refusal(releasing.decide_now, sent, by=alice, **(decided | {"group": elsewhere}))


def test_a_seat_that_is_offered_is_nobody_elses(offer, birch_road, glow, grace, alice):
    WorkGroup.objects.update(capacity=1)
    other = steps.sent(birch_road, glow, grace)
    assert "is full" in refusal(steps.placed, other, alice, offer.place.group)


# --- The pages


def test_whoever_has_the_link_sees_the_offer_and_looking_answers_nothing(client, offer, sent):
    page = client.get(link_of(offer))
    assert "GLOW Maths Hub offers you a place" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert now_is(sent) == "offered"
    assert client.get("/offer/no-such-link/").status_code == 404


def test_the_link_accepts_and_then_says_so(client, offer, sent):
    response = client.post(link_of(offer), {"answer": "accept"}, follow=True)
    assert "You have accepted the place" in response.content.decode()
    assert now_is(sent) == "placed"
    event = Event.objects.about(sent).get(kind="accepted the place")
    assert (event.by, event.data) == (None, {"by_link": True})


def test_turning_down_without_a_reason_keeps_the_offer_and_says_what_is_missing(client, offer, sent):
    page = client.post(link_of(offer), {"answer": "turn_down", "reason": ""})
    assert page.status_code == 422
    assert "Write why your school does not take the place" in page.content.decode()
    client.post(link_of(offer), {"answer": "turn_down", "reason": "Our head leaves."})
    assert now_is(sent) == "turned_down"


def test_an_answer_that_comes_too_late_keeps_what_was_written(client, offer, sent, alice):
    link = link_of(offer)
    reviewing.reopen(Application.objects.get(), reason="The wrong group.", by=alice)
    page = client.post(link, {"answer": "turn_down", "reason": "Our head leaves."})
    assert page.status_code == 409
    assert "has taken this offer back" in page.content.decode()
    assert "Our head leaves." in page.content.decode()


def test_a_school_person_answers_on_the_page_that_says_where_it_stands(client, offer, sent, helen):
    client.force_login(helen)
    page = client.get(f"/apply/{sent.reference}/status/").content.decode()
    assert f"offers your school a place in the Work Group {offer.place.group.name}" in page
    client.post(f"/apply/{sent.reference}/offer/", {"answer": "accept"})
    assert now_is(sent) == "placed"
    assert Event.objects.about(sent).get(kind="accepted the place").by == helen.pk


def test_a_link_sent_again_replaces_the_one_before(client, offer, sent, alice):
    old = link_of(offer)
    client.force_login(alice)
    seen = {"seen": "offered", "seen_owner": Application.objects.get().owner_id}
    client.post(f"/desk/glow/applications/{sent.reference}/send_offer/", seen)
    assert client.get(old).status_code == 404
    assert client.get(link_of(offer)).status_code == 200


def test_my_applications_cost_the_same_with_many_offers(client, glow, alice, readiness):
    person = factories.UserFactory()
    client.force_login(person)

    def one_more():
        steps.offered(steps.sent(factories.SchoolFactory(), glow, person), alice)

    one_more()
    with_one = _queries(client)
    for _ in range(9):
        one_more()
    assert _queries(client) == with_one


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/my/").status_code == 200
    return len(seen)
