"""A hub opens a project, changes its dates and closes it; who was faster is told (Y8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import workflow
from journal.models import Event
from journal.moves import Refused, Stale
from journal.seen import fingerprint
from tests import factories
from workgroups import openings
from workgroups.models import Opening, Project


def ahead(days):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def opening(glow, readiness, alice):
    return openings.open_project(hub=glow, project=readiness, by=alice, closes=ahead(30), groups_planned=2)


def test_what_is_opened_takes_applications_at_once_and_is_on_record(opening, alice):
    assert opening.is_open()
    event = Event.objects.about(opening).get()
    assert (event.kind, event.by) == ("opened", alice.pk)


def test_a_project_is_opened_once(opening, glow, readiness, alice):
    with pytest.raises(Refused, match=r"has opened .* already"):
        openings.open_project(hub=glow, project=readiness, by=alice, closes=None)
    assert readiness not in openings.to_be_opened(glow)
    assert openings.to_be_opened(glow).count() == 4


def test_a_year_that_is_over_is_not_opened(glow, readiness, alice):
    Project.objects.filter(pk=readiness.pk).update(year=2020)
    readiness.refresh_from_db()
    with pytest.raises(Refused, match="2020/21 is over"):
        openings.open_project(hub=glow, project=readiness, by=alice, closes=None)
    assert readiness not in openings.to_be_opened(glow)


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(5, 4, "closes before it opens"), (-5, -1, "has passed"), (0, 2000, "ends on 31 August 2027")],
)
def test_dates_that_no_school_could_keep_are_refused(glow, readiness, alice, opens, closes, says):
    with pytest.raises(Refused, match=says):
        openings.open_project(hub=glow, project=readiness, by=alice, opens=ahead(opens), closes=ahead(closes))
    assert not Opening.objects.exists()


def test_a_change_says_what_it_was_and_nothing_is_said_of_none(opening, alice):
    openings.change_opening(opening, by=alice, words="We meet in Stroud.", groups_planned=2)
    openings.change_opening(opening, by=alice, words="We meet in Stroud.")
    event = Event.objects.about(opening).last()
    assert (event.kind, event.data) == ("changed", {"words": ["", "We meet in Stroud."]})
    assert Event.objects.about(opening).count() == 2


def test_a_closing_moment_that_has_passed_may_stay_but_not_be_chosen(opening, alice):
    Opening.objects.update(opens=ahead(-9), closes=ahead(-1))
    opening.refresh_from_db()
    openings.change_opening(opening, by=alice, closes=opening.closes, words="Ask us.")
    with pytest.raises(Refused, match="has passed"):
        openings.change_opening(opening, by=alice, closes=ahead(-2))
    assert openings.change_opening(opening, by=alice, closes=ahead(9)).is_open()


def test_what_belongs_to_a_year_that_is_over_is_not_opened_again(opening, alice):
    Opening.objects.update(opens=ahead(-2000), closes=ahead(-1900))
    Project.objects.filter(pk=opening.project_id).update(year=2020)
    openings.change_opening(opening, by=alice, words="It was good.")
    with pytest.raises(Refused, match="cannot be opened again"):
        openings.change_opening(opening, by=alice, closes=None)


def test_of_two_who_change_it_the_second_is_told(opening, alice, frank):
    seen = fingerprint(opening, openings.FIELDS)
    openings.change_opening(opening, by=alice, seen=seen, words="Alice's")
    with pytest.raises(Stale):
        openings.change_opening(opening, by=frank, seen=seen, words="Frank's")
    opening.refresh_from_db()
    assert opening.words == "Alice's"


def test_closing_now_closes_and_twice_is_refused(opening, alice):
    closed = openings.close_now(opening, by=alice)
    assert not closed.is_open()
    with pytest.raises(Refused, match="It closed at"):
        openings.close_now(opening, by=alice)


def test_what_has_not_opened_is_not_closed(glow, readiness, alice):
    opening = factories.OpeningFactory(hub=glow, project=readiness, opens=ahead(2))
    with pytest.raises(Refused, match="has not opened yet"):
        openings.close_now(opening, by=alice)


def test_what_is_rolling_closes_with_its_year_for_everybody(glow, readiness, alice):
    opening = openings.open_project(hub=glow, project=readiness, by=alice, closes=None)
    last = readiness.ends - timedelta(seconds=1)
    for moment, state in ((last, "open"), (readiness.ends, "closed")):
        is_open = state == "open"
        assert (opening.state(moment), opening.is_open(moment)) == (state, is_open)
        assert Opening.objects.open_at(moment).exists() == is_open
        assert readiness.is_over(timezone.localdate(moment)) != is_open
    with pytest.raises(Refused, match="closed at 12:00am on 1 September 2027"):
        workflow.check_open(opening, glow, at=readiness.ends)
