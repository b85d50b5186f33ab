"""A plan becomes prepared offers: asked for in one go, worked off one by one, and no school hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import bulk
from applications.deciding.models import Decision
from applications.plans import moving, to_decisions
from journal.models import Email
from journal.moves import Refused
from tests import steps
from tests.applications.test_plan_board import BOARD, at, group, planned


@pytest.fixture
def plan(glow, readiness, ash_lane, birch_road, bob, grace, alice):
    """Two schools, each planned for a group of its own."""
    group(glow, readiness, "Near", capacity=1, mode="blended")
    group(glow, readiness, "Far", 20, capacity=2, mode="blended")
    steps.sent(at(ash_lane), glow, bob)
    steps.sent(at(birch_road, 2), glow, grace)
    plan = moving.begin(hub=glow, project=readiness, by=alice)
    planned(plan, alice)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def address(client, alice, readiness):
    client.force_login(alice)
    return f"{BOARD}{readiness.code}/offers/"


def asked_on(page) -> dict:
    return {name: page.context["form"][name].value() for name in ("version", "answer_by")}


def test_who_gets_an_offer_is_read_with_the_reasons_and_prepared_and_no_school_hears_of_it(client, address, plan):
    emails = Email.objects.count()
    page = client.get(address)
    assert "Prepare 2 offers" in page.content.decode()
    assert "Near (2.0 km) is nearer: it has no place left." in page.content.decode()
    html = client.post(address, asked_on(page), follow=True).content.decode()
    assert "2 of 2 offers prepared" in html
    assert "Look at what is prepared, and release it" in html
    assert {d.place.group.name for d in Decision.objects.all()} == {"Near", "Far"}
    assert Email.objects.count() == emails
    assert "Nobody has a place in the plan" in client.get(address).content.decode()


def test_of_a_plan_that_was_changed_meanwhile_none_is_prepared(client, address, plan, alice):
    page = client.get(address)
    seat = plan.seats.select_related("application").get(group__name="Near")
    moving.move(plan, seat.application, group=None, seen=1, by=alice)
    html = client.get(address).content.decode()
    assert "Who gets none, and stays as it is" in html
    assert "Not planned yet: Near has room." in html
    answer = client.post(address, asked_on(page))
    assert (answer.status_code, Decision.objects.count()) == (409, 0)
    assert "The plan was changed since you looked at it." in answer.content.decode()
    assert client.post(address, {"version": "1", "answer_by": "soon"}).status_code == 422


def test_all_are_asked_for_in_one_go_and_each_is_prepared_once(plan, alice, frank):
    asked = {"seen": plan.version, "answer_by": timezone.localdate() + timedelta(days=9)}
    action = to_decisions.ask(plan, by=alice, **asked)
    assert to_decisions.ask(plan, by=alice, **asked) == action
    with pytest.raises(Refused, match="Alice Adeyemi prepares the offers of this plan just now"):
        to_decisions.ask(plan, by=frank, **asked)
    assert bulk.work_off(action, 1) == 1
    left = action.items.get(done=None)
    moving.move(plan, left.application, group=None, seen=1, by=frank)
    assert (bulk.work_off_all(), bulk.work_off_all()) == (1, 0)
    assert Decision.objects.count() == 1
    assert action.items.exclude(refusal="").get() == left
    plan.refresh_from_db()
    with pytest.raises(Refused, match="Nobody has a place in the plan"):
        to_decisions.ask(plan, by=frank, **asked | {"seen": plan.version})
