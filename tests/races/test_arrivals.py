"""Two people bring in the same file at the same moment: each response becomes one application (5.7)."""

import pytest
from django.db import connection

from applications.arrivals import bring_in
from applications.arrivals.models import Arrival, ArrivalRow
from applications.models import Application
from tests import steps
from tests.races.conftest import Pause, together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
FILE = b"URN,Email address\n900001,a@example.org\n"


def anybody(pk: int) -> ArrivalRow:
    """The row without its lock, for whoever asks."""
    return ArrivalRow.objects.get(pk=pk)


def both(arrival, monkeypatch) -> tuple[list, int]:
    """What both got, and how often an application was begun to be made."""
    made = []

    def make(row, reader):
        made.append(row.pk)
        return the_real_one(row, reader)

    the_real_one = bring_in._make
    mine, theirs = (Arrival.objects.select_related("hub", "project", "by").get(pk=arrival.pk) for _ in range(2))
    with monkeypatch.context() as patched:
        patched.setattr(bring_in, "_make", Pause(2).before(make))
        results = together(*[lambda each=each: bring_in.go_on(each, seconds=60) for each in (mine, theirs)])
    return results, len(made)


def begun(hub, by):
    Application.objects.all().delete()
    arrival = steps.arrived(hub, by, FILE)
    return bring_in.begin(arrival, tell_schools=False, by=by)


def test_two_bring_in_the_same_file(ash_lane, glow, alice, readiness, monkeypatch, score):
    for _ in range(ROUNDS):
        arrival = begun(glow, alice)
        results, made = both(arrival, monkeypatch)
        assert results == [True, True]
        arrival.refresh_from_db()
        assert (arrival.status, arrival.counts) == ("applied", {"made": 1})
        assert Application.objects.count() == 1
        score.guarded.append(made)
    assert score.guarded == [1] * ROUNDS

    if connection.vendor == "sqlite":
        # A transaction is the only writer from its beginning: there is no lock of ours to take away.
        return
    monkeypatch.setattr(bring_in, "claimed", anybody)
    score.control.append(both(begun(glow, alice), monkeypatch)[1])
    assert score.control == [2], "the control did not make it twice, so the race proves nothing"
