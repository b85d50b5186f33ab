"""Two schools knowingly kept apart: one record with its reason, kept to by whoever places (2.1)."""

import pytest

from applications import apart, placement
from applications.deciding import preparing, waiting
from applications.models import KeptApart, Plan
from journal.models import Event
from tests import steps
from tests.applications.test_workflow import refusal
from workgroups.models import Opening

pytestmark = pytest.mark.django_db

WHY = "Their heads asked us to."


@pytest.fixture
def other(birch_road, glow, grace, readiness):
    return steps.sent(birch_road, glow, grace)


@pytest.fixture
def pair(sent, other, alice):
    return apart.keep(other, sent, reason=WHY, by=alice)


def test_it_is_one_record_with_who_and_why_in_both_trails(pair, sent, other, alice):
    assert (pair.one, pair.other, pair.reason, pair.by) == (sent, other, WHY, alice)
    for one, its_other in ((sent, other), (other, sent)):
        assert apart.of(one) == [(pair, its_other)]
        assert Event.objects.about(one).filter(kind="kept apart", note__contains=WHY).exists()
    assert "Alice Adeyemi has said so already" in refusal(apart.keep, sent, other, reason="Again.", by=alice)


def test_a_reason_and_the_desk_are_needed(sent, other, alice, dana, bob):
    assert "Write why" in refusal(apart.keep, sent, other, reason=" ", by=alice)
    assert "two different" in refusal(apart.keep, sent, sent, reason=WHY, by=alice)
    for person in (dana, bob):
        assert "Only people at the desk" in refusal(apart.keep, sent, other, reason=WHY, by=person)
    assert not KeptApart.objects.exists()


def test_nobody_places_one_beside_the_other(pair, sent, other, alice):
    group = steps.group_of(sent, name="Stroud")
    placement.place(sent, group=group, by=alice)
    said = f"Ash Lane Primary School has a place in Stroud, and Alice Adeyemi keeps the two apart: {WHY}"
    assert refusal(placement.place, other, group=group, by=alice) == said
    offer = {"kind": "offer", "group": group, "answer_by": steps.in_days(9)}
    assert refusal(preparing.prepare, other, by=alice, **offer) == said
    instead = Opening.objects.get(hub=sent.hub, project=sent.project)
    assert refusal(steps.prepared_alternative, other, alice, instead, group) == said
    apart.let_together(pair, by=alice)
    assert placement.place(other, group=group, by=alice).status == "placed"


def test_a_free_seat_beside_the_other_goes_to_nobody_who_is_kept_apart(pair, sent, other, alice):
    group = steps.group_of(sent)
    placement.place(sent, group=group, by=alice)
    steps.listed(other, alice)
    assert waiting.next_that_fits(group) is None
    assert waiting.next_that_fits(steps.group_of(sent)).application == other


def test_a_plan_is_another_one_once_two_are_kept_apart(sent, other, glow, readiness, alice):
    plan = Plan.objects.create(hub=glow, project=readiness)
    pair = apart.keep(sent, other, reason=WHY, by=alice)
    apart.let_together(pair, by=alice)
    plan.refresh_from_db()
    assert plan.version == 2
