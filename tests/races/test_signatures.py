"""Signed twice at once, the last two at once, a copy asked for twice: one signature each, one moment, one copy.

The guard is the lock on the pledge. SQLite has none to take away (its transactions begin as the one writer), so the
controls run on PostgreSQL alone.
"""

import pytest
from django.db import connection

from journal.models import Email, Event
from tests import steps
from tests.races.conftest import Pause, together, winners
from workgroups import pledge_copies, pledges
from workgroups.models import Pledge, PledgeCopy, Signature
from workgroups.pledge_proofs import COPIED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pledge(ash_lane, glow, bob, editions):
    return steps.pledged(ash_lane, glow, bob)


@pytest.fixture
def other(birch_road, glow, grace, editions):
    return steps.pledged(birch_road, glow, grace)


def unlocked(pledge):
    return Pledge.objects.select_related("school", "project", "hub").get(pk=pledge.pk)


def together_after(monkeypatch, name, *signatories, **more):
    """All sign at once; each that comes as far as `name` waits there for the others."""
    with monkeypatch.context() as patched:
        for what, instead in more.items():
            patched.setattr(pledges, what, instead)
        patched.setattr(pledges, name, Pause(2).before(getattr(pledges, name)))
        return together(
            *(lambda one=one: pledges.sign(one, name="Ann", version=1, address=None) for one in signatories)
        )


def test_a_double_click_signs_once(pledge, other, monkeypatch, score):
    head = steps.signatory(pledge, "headteacher")
    results = together_after(monkeypatch, "check_may_answer", head, head)
    score.guarded.append(winners(results))
    assert results[0] == results[1]
    assert Signature.objects.count() == 1
    if connection.vendor == "postgresql":
        head = steps.signatory(other, "headteacher")
        score.control.append(winners(together_after(monkeypatch, "check_may_answer", head, head, locked=unlocked)))
        assert score.control == [1], "without the lock the second click did not fail, so the race proves nothing"
        assert Signature.objects.count() == 2, "the constraint holds even then"


def the_last_two(monkeypatch, pledge, **more) -> str:
    first, second, *rest = pledge.signatories.asked().select_related("pledge")
    for one in rest:
        steps.sign(one)
    together_after(monkeypatch, "_complete_if_all_signed", first, second, **more)
    pledge.refresh_from_db()
    return pledge.status


def test_the_last_two_at_once_complete_it(pledge, other, monkeypatch, score):
    score.guarded.append(int(the_last_two(monkeypatch, pledge) == "complete"))
    assert Email.objects.filter(template="workgroups/signed").count() == 4
    assert score.guarded == [1]
    if connection.vendor == "postgresql":
        score.control.append(int(the_last_two(monkeypatch, other, locked=unlocked) == "complete"))
        assert score.control == [0], "without the lock one saw the other's signature, so the race proves nothing"


def copies_together(monkeypatch, pledge, **more) -> int:
    """Two ask for the same copy at once, both having drawn one; how many got it."""
    with monkeypatch.context() as patched:
        patched.setattr(pledge_copies, "_drawn", Pause(2).after(pledge_copies._drawn))
        for what, instead in more.items():
            patched.setattr(pledge_copies, what, instead)
        return winners(together(*[lambda: pledge_copies.copy_of(pledge).sha256] * 2))


def test_a_copy_asked_for_twice_at_once_is_one_copy(pledge, other, monkeypatch, score):
    score.guarded.append(copies_together(monkeypatch, steps.all_signed(pledge)))
    assert score.guarded == [2]
    assert PledgeCopy.objects.count() == Event.objects.filter(kind=COPIED).count() == 1
    if connection.vendor == "postgresql":
        late = Pause(2).before(pledge_copies._keep)
        score.control.append(copies_together(monkeypatch, steps.all_signed(other), locked=unlocked, _keep=late))
        assert score.control == [1], "without the lock the second was not refused, so the race proves nothing"
