"""List, application, group, the rest: everybody takes them in this order, so no two people wait for each other.

PostgreSQL ends one of two who do, with an error that nobody understands. SQLite lets one write at a time.
"""

import pytest
from django.db import OperationalError, connection

from applications import placement, reviewing
from applications.deciding import ending, offering, waiting
from applications.models import Application
from journal.moves import Refused
from tests import factories, steps
from tests.races.conftest import Pause, together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
PATIENT = 60  # of a control, where everybody comes


@pytest.fixture
def on_the_list(glow, alice, readiness):
    """Three schools that wait, the next first."""

    def on_the_list() -> list[Application]:
        Application.objects.filter(status="waiting_list").delete()
        sent = [steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()) for _ in range(3)]
        return [steps.listed(one, alice) for one in sent]

    return on_the_list


def unlocked(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_placing_a_school_that_is_moved_on_the_list(on_the_list, alice, frank, monkeypatch, score):
    def both(seconds: float) -> list:
        """Placed, it leaves the list last, having written its trail; moved, the list comes first."""
        *_, last = (Application.objects.get(pk=one.pk) for one in on_the_list())
        entry, group = last.waiting_entries.get(left=None), steps.group_of(last)
        pause = Pause(2, seconds)
        with monkeypatch.context() as patched:
            patched.setattr(ending, "leave_list", pause.before(ending.leave_list))
            patched.setattr(waiting, "record", pause.before(waiting.record))
            return together(
                lambda: placement.place(last, group=group, by=alice),
                lambda: waiting.reorder(entry, to=1, reason="It has waited longest.", by=frank),
            )

    score.what = "deadlocks"
    for _ in range(ROUNDS):
        results = both(0.2)
        assert not isinstance(results[0], Exception), "who decides is never held up by the list"
        score.guarded.append(errors(results))
    if connection.vendor == "postgresql":
        monkeypatch.setattr(waiting, "locked", unlocked)
        score.control.append(errors(both(PATIENT)))
        assert score.control == [1], "the control had no deadlock, so the race proves nothing"

    assert score.guarded == [0] * ROUNDS


def errors(results: list) -> int:
    """How many were answered with what is neither done nor a reason."""
    wrong = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)]
    assert all(isinstance(one, OperationalError) and "deadlock" in str(one) for one in wrong), wrong
    return len(wrong)


def test_the_next_is_taken_off_the_list_while_a_seat_is_offered(on_the_list, alice, frank, monkeypatch, score):
    def both(seconds: float) -> int:
        """How many have decided about the next."""
        first, second, _ = (Application.objects.get(pk=one.pk) for one in on_the_list())
        group, pause = steps.group_of(first), Pause(2, seconds)
        with monkeypatch.context() as patched:
            patched.setattr(waiting, "next_that_fits", pause.after(waiting.next_that_fits))
            patched.setattr(reviewing, "check_reopen", pause.before(reviewing.check_reopen))
            opened, offer = together(
                lambda: reviewing.reopen(first, reason="They have rung.", by=frank),
                lambda: waiting.offer_next(group, by=alice),
            )
        assert offering.of(first) or offer.application == second, "the seat is offered in any case"
        return (offer.application == first) + (not isinstance(opened, Exception))

    for _ in range(ROUNDS):
        score.guarded.append(both(0.2))
    if connection.vendor == "postgresql":
        monkeypatch.setattr(
            waiting, "_next_locked", lambda group: waiting.locked(waiting.next_that_fits(group).application)
        )
        score.control.append(both(PATIENT))
        assert score.control == [2], "the control overruled nobody, so the race proves nothing"

    assert score.guarded == [1] * ROUNDS
