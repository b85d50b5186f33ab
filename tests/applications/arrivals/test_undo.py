"""Taking back what was brought in, where nothing has happened to it since (5.7)."""

import pytest
from django.utils import timezone

from applications import reviewing
from applications.arrivals import undo
from applications.models import Application
from journal.models import Email, Event
from journal.moves import Refused, Stale

BIRCH = {"school": "Birch Road Primary School", "email": "birch@example.org"}


def of(arrival):
    return Application.objects.filter(arrival_row__arrival=arrival)


def test_what_nothing_happened_to_goes_and_its_events_stay(brought_in, alice):
    arrival = brought_in({}, BIRCH)
    keys = [str(key) for key in of(arrival).values_list("pk", flat=True)]
    assert undo.undo(arrival, by=alice) == (2, 0)
    arrival.refresh_from_db()
    assert (arrival.status, of(arrival).count()) == ("undone", 0)
    assert arrival.undone
    kinds = Event.objects.filter(subject="applications.application", subject_key__in=keys).values_list(
        "kind", flat=True
    )
    assert sorted(kinds) == ["brought in"] * 2 + ["taken back"] * 2


@pytest.mark.parametrize("touch", ["take_on", "decline", "note", "event"])
def test_what_somebody_touched_stays_and_is_listed(brought_in, alice, touch):
    arrival = brought_in({}, BIRCH)
    application = of(arrival).get(school__name__startswith="Ash")
    {
        "take_on": lambda: reviewing.take_on(application, by=alice),
        "decline": lambda: reviewing.decline(application, reason="No.", by=alice),
        "note": lambda: reviewing.add_note(application, text="Ring them.", by=alice),
        "event": lambda: undo.record(application, "was corrected", by=alice),
    }[touch]()
    assert undo.undo(arrival, by=alice) == (1, 1)
    arrival.refresh_from_db()
    assert arrival.status == "applied"
    (stays,) = undo.what_stays(arrival)[1]
    assert stays.application == application
    assert stays.why
    with pytest.raises(Refused, match="nothing can be undone"):
        undo.undo(arrival, by=alice)


def test_a_receipt_that_waits_goes_with_it(brought_in, alice):
    arrival = brought_in({}, tell_schools=True)
    undo.undo(arrival, by=alice)
    assert not Email.objects.exists()


@pytest.mark.parametrize("sent", ["sent", "leased_until"])
def test_a_school_that_has_its_receipt_keeps_it(brought_in, alice, sent):
    arrival = brought_in({}, BIRCH, tell_schools=True)
    Email.objects.filter(to="birch@example.org").update(**{sent: timezone.now()})
    assert undo.undo(arrival, by=alice) == (1, 1)
    assert "receipt" in undo.what_stays(arrival)[1][0].why


def test_undone_it_can_be_brought_in_again(brought_in, alice):
    undo.undo(brought_in({}), by=alice)
    assert of(brought_in({})).count() == 1


def test_only_the_desk_undoes(brought_in, dana):
    with pytest.raises(Refused, match="Only people at the desk"):
        undo.undo(brought_in({}), by=dana)


def test_what_is_not_brought_in_cannot_be_undone(taken, alice):
    with pytest.raises(Refused, match="Only what is brought in"):
        undo.undo(taken({}), by=alice)


def test_who_decides_at_the_same_moment_is_told_that_it_is_gone(brought_in, alice, frank):
    arrival = brought_in({})
    application = of(arrival).select_related("school", "project", "hub").get()
    undo.undo(arrival, by=alice)
    with pytest.raises(Stale, match="taken back"):
        reviewing.take_on(application, by=frank)
