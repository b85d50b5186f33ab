"""A school says yes to an alternative while its day runs out: one of the two happens, whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.deciding import alternatives, answering, ending
from applications.models import Alternative, Application
from journal.models import Event
from tests import factories, steps
from tests.races.conftest import Pause, together
from tests.races.test_applications import anybody_writes
from workgroups import places
from workgroups.models import Opening, Place

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2
ENDS = ("accepted the other group", "came back from the alternative")


def without_a_place(obj, to, *, also=None, **told):
    """A place beside "in review" the database refuses by itself; the control fails without that help."""
    also = {**(also or {}), "place": None} if to == "in_review" else also
    return anybody_writes(obj, to, also=also, **told)


def test_yes_against_the_end_of_the_day(glow, alice, bob, readiness, monkeypatch, score):
    def both() -> tuple[int, bool, bool]:
        """How many of the two happened, whether the school is placed, and whether its seat is taken."""
        sent = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory())
        opening = Opening.objects.get(hub=glow, project=readiness)
        instead = steps.alternative(sent, alice, opening, steps.group_of(sent))
        rows = Alternative.objects.select_related("application__hub", "application__school", *Alternative.RELATED)
        mine, its = rows.get(pk=instead.pk), rows.get(pk=instead.pk)
        in_time, late = instead.ends - timedelta(seconds=1), instead.ends + timedelta(hours=1)
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda: late)
            patched.setattr(answering, "locked_with", Pause(2, 0.2).before(answering.locked_with))
            together(lambda: alternatives.accept(mine, by=bob, at=in_time), lambda: alternatives.lapse(its))
        is_placed = Application.objects.get(pk=sent.pk).status == "placed"
        is_held = Place.objects.filter(pk=instead.place_id, status="held").exists()
        return Event.objects.about(sent).filter(kind__in=ENDS).count(), is_placed, is_held

    for _ in range(ROUNDS):
        ends, is_placed, is_held = both()
        score.guarded.append(ends)
        assert is_placed == is_held
    # Each goes by what it has read.
    monkeypatch.setattr(answering, "locked_with", lambda asked: (asked.application, asked))
    for module in (alternatives, ending, places):
        monkeypatch.setattr(module, "move", without_a_place)
    score.control.append(both()[0])

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
