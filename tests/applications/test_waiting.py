"""The waiting list: its order has reasons, the hub changes it with one, and a freed seat goes to the next that fits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import placement, reviewing, withdrawal
from applications.deciding import offering, position, releasing, waiting
from applications.models import Application, Offer, WaitingEntry
from journal.models import Email, Event
from tests import factories, steps
from tests.applications.test_workflow import refusal
from workgroups.models import Opening, WorkGroup

pytestmark = pytest.mark.django_db

PAGE = "/desk/glow/waiting/"


@pytest.fixture
def three(ash_lane, birch_road, glow, bob, grace, alice, readiness):
    """Ash Lane, Birch Road and Cedar Park wait, in the order they were sent."""
    cedar = factories.SchoolFactory(name="Cedar Park Primary School")
    people = ((ash_lane, bob), (birch_road, grace), (cedar, factories.UserFactory()))
    return [steps.listed(steps.sent(school, glow, person), alice) for school, person in people]


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def order(glow) -> list[str]:
    return [entry.application.school_name.split()[0] for entry in waiting.current(glow)]


def now_is(application) -> str:
    return Application.objects.get(pk=application.pk).status


def a_seat_comes_free(application, by) -> WorkGroup:
    """Another school turns down the only seat of a group."""
    other = steps.sent(factories.SchoolFactory(), application.hub, factories.UserFactory())
    offer = steps.offered(other, by, steps.group_of(application, 1))
    offering.turn_down(offer, reason="We merge.")
    return offer.place.group


# --- The order


def test_the_list_is_ordered_by_its_reasons_and_says_them(three, glow, birch_road, alice):
    assert order(glow) == ["Ash", "Birch", "Cedar"]
    first = waiting.current(glow).first()
    assert first.reasons[0] == "Ready for this phase"
    assert "criteria" in first.reasons[1]
    assert list(waiting.current(glow).values_list("order", flat=True)) == [1, 2, 3]


def test_who_is_less_ready_comes_after_and_who_meets_more_criteria_before(three, glow, alice, readiness):
    less = steps.sent(factories.SchoolFactory(name="Dale School"), glow, factories.UserFactory())
    Application.objects.filter(pk=less.pk).update(outcome="judge")
    steps.listed(Application.objects.get(pk=less.pk), alice)
    fewer = steps.sent(factories.SchoolFactory(name="Elm School"), glow, factories.UserFactory())
    fewer.criterion_claims.first().delete()
    steps.listed(fewer, alice)
    assert order(glow) == ["Ash", "Birch", "Cedar", "Elm", "Dale"]


def test_the_hub_changes_the_order_with_a_reason_that_stays(three, glow, alice, erin):
    entry = waiting.current(glow).last()
    assert "Write why" in refusal(waiting.reorder, entry, to=1, reason=" ", by=alice)
    assert "from 1 to 3" in refusal(waiting.reorder, entry, to=9, reason="Close by.", by=alice)
    assert refusal(waiting.reorder, entry, to=1, reason="Close by.", by=erin) == waiting.ONLY_DECIDERS
    waiting.reorder(entry, to=1, reason="Close by.", by=alice)
    assert order(glow) == ["Cedar", "Ash", "Birch"]
    told = Event.objects.about(three[2]).get(kind="moved on the waiting list")
    assert told.note == "From 3rd to 1st of 3. Close by."


def test_the_school_sees_its_own_place_and_no_other_school(three, client, grace):
    client.force_login(grace)
    page = client.get(f"/apply/{three[1].reference}/status/").content.decode()
    assert "2nd of 3" in page
    assert "Ash Lane Primary" not in page
    assert "Cedar" not in page


@pytest.mark.parametrize("how", ["place", "decline", "reopen", "withdraw"])
def test_who_leaves_the_list_moves_the_others_up(three, glow, alice, bob, how):
    first = Application.objects.get(pk=three[0].pk)
    if how == "place":
        placement.place(first, group=steps.group_of(first), by=alice)
    elif how == "decline":
        reviewing.decline(first, reason="Full.", by=alice)
    elif how == "reopen":
        reviewing.reopen(first, reason="Look again.", by=alice)
    else:
        withdrawal.withdraw(first, reason="We merge.", by=bob)
    assert order(glow) == ["Birch", "Cedar"]
    assert position.of(Application.objects.get(pk=three[1].pk)).place == 1


def test_a_place_on_the_list_is_prepared_and_released_like_any_decision(sent, glow, alice):
    steps.prepared(sent, alice, kind="waiting", words="You are close.")
    releasing.ask(hub=glow, by=alice, seen=releasing.fingerprint(releasing.ready(glow)))
    assert releasing.release_due() == 1
    assert now_is(sent) == "waiting_list"
    assert "You are close." in Email.objects.get(template="applications/waiting_listed").text
    again = {"kind": "waiting", "words": ""}
    assert "on the waiting list already" in refusal(steps.prepared, Application.objects.get(), alice, **again)


# --- Seats that come free


def test_a_freed_seat_waits_for_the_desk_unless_the_hub_has_chosen_otherwise(three, alice, glow):
    group = a_seat_comes_free(three[0], alice)
    assert waiting.pass_on_freed_seats() == 0
    offer = waiting.offer_next(group, by=alice)
    assert (offer.application, now_is(three[0])) == (three[0], "offered")
    assert order(glow) == ["Birch", "Cedar"]
    assert "is full" in refusal(waiting.offer_next, group, by=alice)


def test_where_the_hub_has_chosen_the_next_is_offered_it_once_with_a_day_of_its_own(three, alice):
    Opening.objects.update(offers_next=True, answer_days=5)
    a_seat_comes_free(three[0], alice)
    assert (waiting.pass_on_freed_seats(), waiting.pass_on_freed_seats()) == (1, 0)
    offer = Offer.objects.get(status="open")
    assert (offer.application, offer.by) == (three[0], None)
    assert offer.answer_by == timezone.localdate() + timedelta(days=5)


def test_the_next_turns_down_and_the_one_after_is_offered(three, alice):
    Opening.objects.update(offers_next=True)
    a_seat_comes_free(three[0], alice)
    waiting.pass_on_freed_seats()
    offering.turn_down(Offer.objects.get(status="open"), reason="No.")
    assert waiting.pass_on_freed_seats() == 1
    assert Offer.objects.get(status="open").application == three[1]


def test_who_does_not_fit_is_passed_over(three, alice, glow):
    Application.objects.filter(pk=three[0].pk).update(outcome="not_eligible")
    steps.prepared(Application.objects.get(pk=three[1].pk), alice, kind="decline", words="Full.")
    group = a_seat_comes_free(three[0], alice)
    assert waiting.offer_next(group, by=alice).application == three[2]
    assert refusal(waiting.offer_next, steps.group_of(three[0]), by=alice) == "Nobody on the waiting list fits."


# --- The page


def test_the_desk_moves_offers_and_settles_on_one_page(as_alice, three, glow, alice):
    group = a_seat_comes_free(three[0], alice)
    last = waiting.current(glow).last()
    wrong = as_alice.post(PAGE, {"do": "reorder", "key": last.pk, "to": "x", "reason": ""})
    assert wrong.status_code == 422
    assert "Write why you change the order" in wrong.content.decode()
    as_alice.post(PAGE, {"do": "reorder", "key": last.pk, "to": "1", "reason": "Close by."})
    assert "Moved by Alice Adeyemi" in as_alice.get(PAGE).content.decode()
    opening = Opening.objects.get()
    as_alice.post(PAGE, {"do": "settle", "key": opening.pk, "offers_next": "on", "answer_days": "7"})
    page = as_alice.post(PAGE, {"do": "offer", "key": group.pk}, follow=True).content.decode()
    assert "Cedar Park Primary School is offered the place" in page
    opening.refresh_from_db()
    assert (opening.offers_next, opening.answer_days) == (True, 7)


def test_the_page_costs_the_same_for_many(as_alice, three, glow, alice):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert as_alice.get(PAGE).status_code == 200
        return len(seen)

    with_three = cost()
    for _ in range(9):
        steps.listed(steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()), alice)
    assert cost() == with_three
    assert WaitingEntry.objects.count() == 12
