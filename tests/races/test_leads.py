"""A specialist who can lead one more group gets one more, however many are set up at once (Y1)."""

import pytest

from journal.moves import Refused
from tests import factories
from tests.races.conftest import Pause, together, winners
from workgroups import groups
from workgroups.models import WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
ASKING = 3


def set_up_at_once(hub, project, monkeypatch, set_up):
    lead = factories.SpecialistFactory(hub=hub, kind="readiness", most_groups=1)
    names = [f"Group {lead.pk} {number}" for number in range(ASKING)]
    with monkeypatch.context() as patched:
        patched.setattr(groups, "check_may_lead", Pause(ASKING).after(groups.check_may_lead))
        calls = [
            lambda name=name: set_up(hub=hub, project=project, name=name, capacity=8, lead=lead, by=None)
            for name in names
        ]
        results = together(*calls)
    return WorkGroup.objects.filter(lead=lead).count(), results


def test_the_last_group_a_specialist_can_lead(readiness, glow, monkeypatch, score):
    for _ in range(ROUNDS):
        led, results = set_up_at_once(glow, readiness, monkeypatch, groups.set_up)
        score.guarded.append(winners(results))
        assert led == 1
        assert all("can lead no more" in error.reason for error in results if isinstance(error, Refused))

    # Neither the lock nor the one transaction: each finds the specialist free.
    monkeypatch.setattr(groups, "_held", lambda lead: lead)
    led, results = set_up_at_once(glow, readiness, monkeypatch, groups.set_up.__wrapped__)
    score.control.append(winners(results))

    assert score.guarded == [1] * ROUNDS
    assert led > 1, "the control gave the specialist one group, so the race proves nothing"
