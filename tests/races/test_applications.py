"""Two people at one application: one decision stands, one submission is made, the slower is told (4.2, 5.3)."""

import pytest

from applications import placement, reviewing, workflow
from applications.models import Application
from journal import chain
from journal.models import Email, Event
from journal.moves import Refused, Stale, event_about
from tests import steps
from tests.races.conftest import Pause, together, winners, without_constraint
from workgroups.models import Place

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def anybody_writes(obj, to, *, by, table, note="", data=None, also=None, only_if=None):
    """The one writer of statuses without its compare-and-set."""
    changes = {"status": to, **(also or {})}
    type(obj).objects.filter(pk=obj.pk).update(**changes)
    event = event_about(obj, table[obj.status][to], by=by, from_status=obj.status, to_status=to, note=note)
    chain.write(event)
    for name, value in changes.items():
        setattr(obj, name, value)
    return event


def without_guards(monkeypatch):
    """Neither lock nor compare-and-set: everybody decides on the row as their page had it."""
    monkeypatch.setattr(reviewing, "locked_as_seen", lambda application, seen="": application)
    for module in (workflow, reviewing):
        monkeypatch.setattr(module, "locked", lambda application: application)
        monkeypatch.setattr(module, "move", anybody_writes)


def happened(application, kind: str) -> int:
    return Event.objects.about(application).filter(kind=kind).count()


def as_read(application, times: int = 2) -> list[Application]:
    """The application as so many pages have it."""
    rows = Application.objects.select_related("school__authority", "school__trust", "project", "hub", "started_by")
    return [rows.get(pk=application.pk) for _ in range(times)]


def test_two_reviewers_decline(ash_lane, glow, bob, alice, frank, readiness, monkeypatch, score):
    def both(application):
        mine, theirs = as_read(application)
        with monkeypatch.context() as patched:
            patched.setattr(reviewing, "check_decide", Pause(2).after(reviewing.check_decide))
            return together(
                lambda: reviewing.decline(mine, reason="Alice says no.", by=alice),
                lambda: reviewing.decline(theirs, reason="Frank says no.", by=frank),
            )

    for _ in range(ROUNDS):
        application = a_new_one(ash_lane, glow, bob)
        results = both(application)
        score.guarded.append(winners(results))
        (refused,) = [result for result in results if isinstance(result, Exception)]
        assert isinstance(refused, Stale)
        assert "declined this application before you" in refused.reason
        assert happened(application, "declined") == 1
    application = a_new_one(ash_lane, glow, bob)
    without_guards(monkeypatch)
    score.control.append(winners(both(application)))

    assert score.guarded == [1] * ROUNDS
    assert happened(application, "declined") == 2, "the control did not overwrite, so the race proves nothing"


def test_one_places_and_one_declines(ash_lane, glow, bob, alice, frank, readiness, monkeypatch, score):
    def both(application, group):
        mine, theirs = as_read(application)
        with monkeypatch.context() as patched:
            pause = Pause(2)
            patched.setattr(reviewing, "check_decide", pause.after(reviewing.check_decide))
            patched.setattr(placement, "check_decide", pause.after(placement.check_decide))
            return together(
                lambda: placement.place(mine, group=group, by=alice),
                lambda: reviewing.decline(theirs, reason="Frank says no.", by=frank),
            )

    for _ in range(ROUNDS):
        application = a_new_one(ash_lane, glow, bob)
        group = steps.group_of(application)
        score.guarded.append(winners(both(application, group)))
        is_placed = Application.objects.get(pk=application.pk).status == "placed"
        assert is_placed == group.places.exists() == (not happened(application, "declined"))
    application = a_new_one(ash_lane, glow, bob)
    group = steps.group_of(application)
    without_guards(monkeypatch)
    monkeypatch.setattr(placement, "locked_as_seen", reviewing.locked_as_seen)
    monkeypatch.setattr(placement, "move", anybody_writes)
    score.control.append(sum(not isinstance(result, Stale) for result in both(application, group)))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "somebody was told in the control, so the race proves nothing"


def test_two_take_on(ash_lane, glow, bob, alice, frank, readiness, monkeypatch, score):
    def both(application):
        mine, theirs = as_read(application)
        with monkeypatch.context() as patched:
            patched.setattr(reviewing, "check_take_on", Pause(2).after(reviewing.check_take_on))
            return together(lambda: reviewing.take_on(mine, by=alice), lambda: reviewing.take_on(theirs, by=frank))

    for _ in range(ROUNDS):
        application = a_new_one(ash_lane, glow, bob)
        results = both(application)
        score.guarded.append(winners(results))
        (owner,) = [result.owner for result in results if isinstance(result, Application)]
        assert Application.objects.get(pk=application.pk).owner == owner
        assert happened(application, "took on") == 1
    application = a_new_one(ash_lane, glow, bob)
    without_guards(monkeypatch)
    score.control.append(winners(both(application)))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not take twice, so the race proves nothing"


def test_a_double_click_on_send(ash_lane, glow, bob, readiness, monkeypatch, score):
    def click_twice(draft):
        mine, again = as_read(draft)
        with monkeypatch.context() as patched:
            patched.setattr(workflow.spec, "missing", Pause(2).after(workflow.spec.missing))
            return together(lambda: workflow.submit(mine, by=bob), lambda: workflow.submit(again, by=bob))

    for _ in range(ROUNDS):
        Application.objects.all().delete()
        draft = steps.filled(ash_lane, glow, bob)
        results = click_twice(draft)
        assert winners(results) == 2, "the slower click gets the same answer, not an error"
        assert len({result.reference for result in results}) == 1
        score.guarded.append(happened(draft, "sent"))
        assert Email.objects.filter(key=f"application-received-{draft.pk}").count() == 1
    Application.objects.all().delete()
    draft = steps.filled(ash_lane, glow, bob)
    without_guards(monkeypatch)
    monkeypatch.setattr(workflow, "check_first", lambda *args: None)
    monkeypatch.setattr(workflow, "claim_criteria", lambda application: None)
    click_twice(draft)
    score.control.append(happened(draft, "sent"))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not send twice, so the race proves nothing"


def test_two_colleagues_send(ash_lane, glow, bob, helen, readiness, monkeypatch, score):
    def both():
        Application.objects.all().delete()
        mine, theirs = (as_read(steps.filled(ash_lane, glow, by), 1)[0] for by in (bob, helen))
        with monkeypatch.context() as patched:
            patched.setattr(workflow.spec, "frozen_form", Pause(2).after(workflow.spec.frozen_form))
            return together(lambda: workflow.submit(mine, by=bob), lambda: workflow.submit(theirs, by=helen))

    for _ in range(ROUNDS):
        results = both()
        score.guarded.append(winners(results))
        (refused,) = [result for result in results if isinstance(result, Exception)]
        assert isinstance(refused, Refused)
        assert "already" in refused.reason
        assert Application.objects.exclude(status="draft").count() == 1
    with without_constraint(Application, "application_once_a_school_project_and_hub"):
        score.control.append(winners(both()))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control was not sent twice, so the race proves nothing"


def a_new_one(school, hub, by) -> Application:
    """Sent, and the only one of the school."""
    Application.objects.all().delete()
    Place.objects.all().delete()
    return steps.sent(school, hub, by)
