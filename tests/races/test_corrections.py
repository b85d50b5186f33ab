"""The school corrects or answers while the hub decides or asks no more: one of the two stands, the other is told."""

import pytest

from applications import corrections, more, reviewing
from applications.asked_models import MoreAskedQuerySet
from applications.models import Application, MoreAsked, Status
from journal.moves import Refused
from tests import steps
from tests.races.conftest import Pause, together, winners, without_constraint
from tests.races.test_applications import a_new_one, anybody_writes, as_read, happened

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


def as_shown(application):
    """The application as a page had it when it was drawn."""
    return application


def corrected_and_declined(application, bob, alice, monkeypatch) -> list:
    """Both at once; each that comes as far as its check waits there for the other."""
    correction = corrections.begin(application, by=bob)
    corrections.save_page(correction, answers={"job": "Deputy head"})
    schools, hubs = as_read(application)
    with monkeypatch.context() as patched:
        pause = Pause(2)
        patched.setattr(corrections, "allowed", pause.after(corrections.allowed))
        patched.setattr(reviewing, "check_decide", pause.after(reviewing.check_decide))
        return together(
            lambda: corrections.send(schools, by=bob),
            lambda: reviewing.decline(hubs, reason="We have no room.", by=alice),
        )


def test_the_school_corrects_and_the_hub_declines(ash_lane, glow, bob, alice, readiness, monkeypatch, score):
    for _ in range(ROUNDS):
        application = a_new_one(ash_lane, glow, bob)
        results = corrected_and_declined(application, bob, alice, monkeypatch)
        score.guarded.append(winners(results))
        (told,) = [result for result in results if isinstance(result, Exception)]
        assert isinstance(told, Refused)
        assert happened(application, "declined") != happened(application, "corrected")
    application = a_new_one(ash_lane, glow, bob)
    monkeypatch.setattr(corrections, "locked", as_shown)
    monkeypatch.setattr(corrections, "UNDECIDED", tuple(Status))  # what the answers are written over no longer counts
    monkeypatch.setattr(reviewing, "locked_as_seen", lambda application, seen=None: application)
    monkeypatch.setattr(reviewing, "move", anybody_writes)
    score.control.append(winners(corrected_and_declined(application, bob, alice, monkeypatch)))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
    now = Application.objects.get(pk=application.pk)
    assert (now.status, now.answers["job"]) == ("declined", "Deputy head"), "declined on answers that nobody had read"


def answered_and_stopped(application, bob, alice, monkeypatch) -> list:
    """Both at once, from pages that showed the question open."""
    rows = Application.objects.select_related("school", "project", "hub").prefetch_related("more_asked__items")
    schools, hubs = (rows.get(pk=application.pk) for _ in range(2))
    with monkeypatch.context() as patched:
        pause = Pause(2)
        patched.setattr(more, "as_holder", pause.after(more.as_holder))
        patched.setattr(more, "_check_desk", pause.after(more._check_desk))
        return together(
            lambda: more.answer(schools, reply="It is still mine.", by=bob),
            lambda: more.stop(hubs.asked_now, by=alice),
        )


def test_the_school_answers_and_the_hub_asks_no_more(ash_lane, glow, bob, alice, editions, monkeypatch, score):
    for _ in range(ROUNDS):
        Application.objects.all().delete()
        application = steps.asked(ash_lane, glow, bob, alice)
        results = answered_and_stopped(application, bob, alice, monkeypatch)
        score.guarded.append(winners(results))
        (told,) = [result for result in results if isinstance(result, Exception)]
        assert isinstance(told, Refused)
        ended = MoreAsked.objects.get()
        assert bool(ended.answered) != bool(ended.cancelled)
        assert happened(application, "handed back") == 1
    Application.objects.all().delete()
    application = steps.asked(ash_lane, glow, bob, alice)
    monkeypatch.setattr(more, "locked", as_shown)
    monkeypatch.setattr(more, "move", anybody_writes)
    monkeypatch.setattr(MoreAsked, "refresh_from_db", lambda asked: None)
    monkeypatch.setattr(MoreAskedQuerySet, "unanswered", lambda rows: rows.all())
    with without_constraint(MoreAsked, "more_asked_ends_once"):
        score.control.append(winners(answered_and_stopped(application, bob, alice, monkeypatch)))
        ended = MoreAsked.objects.values("answered", "cancelled").get()

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
    assert all(ended.values()), "answered, and not asked any more"
