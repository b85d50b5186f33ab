"""Two people place overlapping groups of schools at once: each gets all or nothing, and nobody a deadlock (2.1)."""

import pytest
from django.db import connection
from django.db.utils import OperationalError

from applications import placing_together
from applications.models import Application
from applications.reviewing import Seen
from applications.workflow import locked
from journal.moves import Refused
from tests import factories, steps
from tests.races.conftest import Pause, together, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def overlapping(glow, number: int) -> list[Application]:
    return [steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()) for _ in range(number)]


def seen_of(*applications) -> dict:
    return {one.pk: Seen(one.status, one.owner_id, one.version) for one in applications}


def both(glow, alice, frank, place) -> tuple[list, set[int]]:
    """The results, and how many of each pair are placed: two pairs that share the last of three schools."""
    one, other, shared = overlapping(glow, 3)
    groups = [steps.group_of(one), steps.group_of(one)]
    results = together(
        lambda: place(seen_of(one, shared), group=groups[0], by=alice),
        lambda: place(seen_of(other, shared), group=groups[1], by=frank),
    )
    return results, {group.places.filter(status="held").count() for group in groups}


def test_overlapping_groups_of_schools_are_placed_whole_or_not(glow, alice, frank, readiness, monkeypatch, score):
    for _ in range(ROUNDS):
        results, placed = both(glow, alice, frank, placing_together.place_all)
        score.guarded.append(winners(results))
        assert placed == {0, 2}
        assert [placing_together.NOTHING in error.reason for error in results if isinstance(error, Refused)] == [True]
    # No transaction of all: each keeps what it had done when it met the other.
    monkeypatch.setattr(placing_together, "hold", lambda keys, group: list(by_key(keys)))
    monkeypatch.setattr(placing_together.places, "locked", lambda group: group)
    monkeypatch.setattr(placing_together, "_check_room", lambda *told: None)
    results, placed = both(glow, alice, frank, placing_together.place_all.__wrapped__)
    score.control.append(winners(results))

    assert score.guarded == [1] * ROUNDS
    assert placed == {1, 2}, "the control left no half behind, so the race proves nothing"


def by_key(keys):
    rows = Application.objects.select_related("school__authority", "project", "hub")
    return rows.filter(pk__in=list(keys)).order_by("pk")


def test_two_orders_of_the_same_schools_end_in_no_deadlock(glow, alice, frank, readiness, monkeypatch, score):
    def both_ways() -> list:
        one, other = overlapping(glow, 2)
        group = steps.group_of(one)
        return together(
            lambda: placing_together.place_all(seen_of(one, other), group=group, by=alice),
            lambda: placing_together.place_all(seen_of(other, one), group=group, by=frank),
        )

    for _ in range(ROUNDS):
        results = both_ways()
        assert not [error for error in results if isinstance(error, Exception) and not isinstance(error, Refused)]
        score.guarded.append(winners(results))
    if connection.vendor == "postgresql":
        # One by one, in the order they came, each waiting for the other with the first in hand.
        meet = Pause(2)

        def as_they_came(keys, group):
            found = []
            for key in keys:
                found.append(locked(Application(pk=key)))
                if len(found) == 1:
                    meet()
            return found

        monkeypatch.setattr(placing_together, "hold", as_they_came)
        results = both_ways()
        score.control.append(winners(results))
        assert any(isinstance(error, OperationalError) for error in results), "no deadlock, so the race proves nothing"

    assert score.guarded == [1] * ROUNDS
