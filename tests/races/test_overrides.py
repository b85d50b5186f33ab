"""Beyond a group's places go those whom a lead lets in, each with a reason, and never anybody else (1.6)."""

import pytest

from journal.moves import Refused
from tests import factories
from tests.races.conftest import Pause, together, winners
from workgroups import places
from workgroups.models import WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
ORDINARY = 2


def both_at_once(glow, readiness, alice, monkeypatch, take) -> tuple[WorkGroup, list]:
    """One seat is left; two leads would go beyond it, and two colleagues ask for it, at the same moment."""
    group = factories.WorkGroupFactory(hub=glow, project=readiness, capacity=2)
    places.take(group=group, school=factories.SchoolFactory(), by=None)
    against = [{"by": alice, "over": f"Reason {number}."} for number in range(2)] + [{"by": None}] * ORDINARY
    asked = [{"group": group, "school": factories.SchoolFactory(), **more} for more in against]
    with monkeypatch.context() as patched:
        patched.setattr(places, "seats_taken", Pause(len(asked)).after(places.seats_taken))
        results = together(*[lambda one=one: take(**one) for one in asked])
    return WorkGroup.objects.with_seats().with_overrides().get(pk=group.pk), results


def is_true(group) -> bool:
    return group.taken <= group.capacity + group.over


def test_two_leads_and_two_colleagues_at_one_seat(glow, readiness, alice, monkeypatch, score):
    for _ in range(ROUNDS):
        group, results = both_at_once(glow, readiness, alice, monkeypatch, places.take)
        assert is_true(group)
        assert not [error for error in results if isinstance(error, Exception) and not isinstance(error, Refused)]
        assert len({place.over_why for place in group.overridden}) == group.over >= 1
        # Nobody without a reason came in once it was full: those beyond the places are the leads' alone.
        score.guarded.append(winners(results) - group.over)

    # Neither the lock nor the one transaction: each finds the seat free.
    monkeypatch.setattr(places, "locked", lambda group: WorkGroup.objects.get(pk=group.pk))
    group, results = both_at_once(glow, readiness, alice, monkeypatch, places.take.__wrapped__)
    score.control.append(winners(results) - group.over)

    assert score.guarded == [1] * ROUNDS
    assert not is_true(group), "the control kept the truth, so the race proves nothing"
