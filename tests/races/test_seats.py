"""The last seat of a Work Group goes to one school, however many ask for it at once (R1)."""

import pytest

from journal.moves import Refused
from tests import factories
from tests.races.conftest import Pause, together, winners, without_constraint
from workgroups import places
from workgroups.models import Place, WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
ASKING = 4


def ask_for_the_last_seat(readiness, glow, monkeypatch, take) -> tuple[WorkGroup, list]:
    group = factories.WorkGroupFactory(hub=glow, project=readiness, capacity=2)
    places.take(group=group, school=factories.SchoolFactory(), by=None)
    schools = [factories.SchoolFactory() for _ in range(ASKING)]
    with monkeypatch.context() as patched:
        patched.setattr(places, "seats_taken", Pause(ASKING).after(places.seats_taken))
        results = together(*[lambda school=school: take(group=group, school=school, by=None) for school in schools])
    return group, results


def taken(group) -> int:
    return Place.objects.filter(group=group, status=Place.Status.HELD).count()


def test_the_last_seat(readiness, glow, monkeypatch, score):
    for _ in range(ROUNDS):
        group, results = ask_for_the_last_seat(readiness, glow, monkeypatch, places.take)
        score.guarded.append(winners(results))
        assert taken(group) == group.capacity == 2
        assert all("is full" in error.reason for error in results if isinstance(error, Refused))

    # Neither the lock nor the one transaction: the count is old when the seat is written.
    monkeypatch.setattr(places, "locked", lambda group: WorkGroup.objects.get(pk=group.pk))
    group, results = ask_for_the_last_seat(readiness, glow, monkeypatch, places.take.__wrapped__)
    score.control.append(winners(results))

    assert score.guarded == [1] * ROUNDS
    assert taken(group) > group.capacity, "the control did not over-fill, so the race proves nothing"


def test_two_seats_for_one_school(readiness, glow, ash_lane, monkeypatch, score):
    def ask(take):
        Place.objects.all().delete()
        groups = [factories.WorkGroupFactory(hub=glow, project=readiness) for _ in range(2)]
        return together(*[lambda group=group: take(group=group, school=ash_lane, by=None) for group in groups])

    for _ in range(ROUNDS):
        score.guarded.append(winners(ask(places.take)))
        assert Place.objects.filter(school=ash_lane).count() == 1
    with without_constraint(Place, "place_once_a_school_and_project"):
        score.control.append(winners(ask(places.take)))
        Place.objects.all().delete()

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2]
