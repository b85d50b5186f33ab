"""Two schools that are kept apart, placed in one group by two people in the same moment: one of them is."""

import pytest

from applications import apart, placement
from applications.models import Application
from tests import factories, steps
from tests.races.clients import PATIENT, seats_unguarded
from tests.races.conftest import Pause, together, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


def test_two_kept_apart_are_placed_at_once(glow, alice, frank, readiness, monkeypatch, score):
    def both(seconds: float) -> int:
        two = [steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()) for _ in range(2)]
        apart.keep(*two, reason="Their heads asked us to.", by=alice)
        one, other = Application.objects.filter(pk__in=[each.pk for each in two])
        group = steps.group_of(one)
        with monkeypatch.context() as patched:
            patched.setattr(placement, "check_group", Pause(2, seconds).after(placement.check_group))
            return winners(
                together(
                    lambda: placement.place(one, group=group, by=alice),
                    lambda: placement.place(other, group=group, by=frank),
                )
            )

    for _ in range(ROUNDS):
        score.guarded.append(both(0.2))
    with seats_unguarded(monkeypatch):
        score.control.append(both(PATIENT))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control kept them apart, so the race proves nothing"
