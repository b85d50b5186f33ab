"""Two people write about one subject at the same moment: both events stand in one chain, which does not fork."""

import pytest

from journal import chain, guards
from journal.models import Event
from journal.moves import record
from journal.verifying import faults
from tests.races.conftest import Pause, together

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


def write_together(bob, monkeypatch) -> int:
    """How many of the writers' events are there."""
    pause = Pause(WRITERS)
    with monkeypatch.context() as patched:
        patched.setattr(chain, "_last", pause.after(chain._last))
        together(*[lambda: record(bob, "wrote")] * WRITERS)
    return Event.objects.about(bob).count()


def test_events_of_one_subject_written_together(bob, monkeypatch, score):
    score.guarded.append(write_together(bob, monkeypatch))
    assert list(faults()) == []
    with guards.lifted():
        Event.objects.all().delete()
    monkeypatch.setattr(chain, "TRIES", 1)  # the control: whoever was late does not look again
    score.control.append(write_together(bob, monkeypatch))

    assert score.guarded == [WRITERS]
    assert score.control[0] < WRITERS, "the control lost nothing, so the race proves nothing"
