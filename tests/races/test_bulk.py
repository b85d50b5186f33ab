"""Two workers at one bulk action: each application is done once, and none is called refused that was done (5.1)."""

import pytest

from applications import bulk
from applications.desk_models import BulkItem
from journal.models import Event
from tests import factories, steps
from tests.races.conftest import Pause, together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


def work_off_twice(glow, alice) -> tuple[int, int]:
    """How often something was taken on, and how many items say that it was refused."""
    schools = [factories.SchoolFactory() for _ in range(3)]
    applications = [steps.sent(school, glow, factories.UserFactory()) for school in schools]
    rows = [(each.pk, each.status, None, each.version) for each in applications]
    action = bulk.choose(hub=glow, what="take_on", applications=rows, by=alice)
    bulk.confirm(action, by=alice)
    before = Event.objects.filter(kind="took on").count()
    together(lambda: bulk.work_off(action), lambda: bulk.work_off(action))
    done = Event.objects.filter(kind="took on").count() - before
    return done, BulkItem.objects.filter(action=action).exclude(refusal="").count()


def test_a_bulk_action_worked_off_twice(glow, alice, readiness, monkeypatch, score):
    for _ in range(ROUNDS):
        done, refused = work_off_twice(glow, alice)
        score.guarded.append(done)
        assert refused == 0

    # Without the claim both try everything: what one does, the other is refused and says so of what was done.
    monkeypatch.setattr(bulk, "claim", Pause(2, 0.1).after(lambda item: True))
    done, refused = work_off_twice(glow, alice)
    score.control.append(done)

    assert score.guarded == [3] * ROUNDS
    assert refused > 0, "nobody was refused what was done, so the race proves nothing"
