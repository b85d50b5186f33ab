"""The school and the hub at one application at once: it is withdrawn or placed, never both."""

import pytest

from applications import placement, reviewing, withdrawal
from applications.models import Application
from journal.models import Event
from tests import steps
from tests.races.conftest import Pause, together, winners
from tests.races.test_applications import a_new_one, anybody_writes, as_read

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def test_the_school_withdraws_and_the_hub_places(ash_lane, glow, bob, alice, readiness, monkeypatch, score):
    def both(application, group):
        schools, hubs = as_read(application)
        with monkeypatch.context() as patched:
            pause = Pause(2)
            patched.setattr(withdrawal, "check_withdraw", pause.after(withdrawal.check_withdraw))
            patched.setattr(placement, "check_decide", pause.after(placement.check_decide))
            return together(
                lambda: withdrawal.withdraw(schools, reason="We cannot.", by=bob),
                lambda: placement.place(hubs, group=group, by=alice),
            )

    for _ in range(ROUNDS):
        application = a_new_one(ash_lane, glow, bob)
        group = steps.group_of(application)
        score.guarded.append(winners(both(application, group)))
        is_placed = Application.objects.get(pk=application.pk).status == "placed"
        withdrew = Event.objects.about(application).filter(kind="withdrew").exists()
        assert is_placed == group.places.exists() == (not withdrew)
    application = a_new_one(ash_lane, glow, bob)
    group = steps.group_of(application)
    monkeypatch.setattr(placement, "move", anybody_writes)
    # A place beside "withdrawn" the database refuses by itself; the control must fail without that help.
    monkeypatch.setattr(withdrawal, "move", lambda *a, also, **k: anybody_writes(*a, also={**also, "place": None}, **k))
    monkeypatch.setattr(withdrawal, "locked", lambda application: application)
    for module in (placement, reviewing):
        monkeypatch.setattr(module, "locked_as_seen", lambda application, seen=None: application)
    both(application, group)
    kinds = [event.kind for event in Event.objects.about(application)]
    score.control.append(sum(kind in ("withdrew", "placed") for kind in kinds))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
