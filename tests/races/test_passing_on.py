"""A school says yes while the hub takes its question back: one of the two happens, whole."""

import pytest

from applications.deciding import answering, passing
from applications.models import Application, PassOn
from journal.models import Event
from tests import factories, steps
from tests.races.conftest import Pause, together
from tests.races.test_applications import anybody_writes

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


def test_yes_against_taking_it_back(glow, jurassic, alice, bob, readiness, monkeypatch, score):
    there = factories.OpeningFactory(hub=jurassic, project=readiness)

    def both() -> tuple[int, bool, bool]:
        """How many of the two happened, whether it is passed on, and whether the other hub has it."""
        sent = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory())
        asked = steps.asked_to_pass_on(sent, there, alice)
        rows = PassOn.objects.select_related("application__hub", "application__school", *PassOn.RELATED)
        mine, its = rows.get(pk=asked.pk), rows.get(pk=asked.pk)
        with monkeypatch.context() as patched:
            patched.setattr(answering, "locked_with", Pause(2, 0.2).before(answering.locked_with))
            patched.setattr(passing, "_open", lambda application: its)  # read before either has done anything
            together(
                lambda: passing.agree(mine, by=bob),
                lambda: passing.take_back(its.application, reason="We have room.", by=alice),
            )
        ends = Event.objects.about(sent).filter(kind__in=("passed on", "kept at the hub")).count()
        status = Application.objects.get(pk=sent.pk).status
        return ends, status == "passed_on", Application.objects.filter(carried_from=sent).exists()

    for _ in range(ROUNDS):
        ends, is_passed_on, is_there = both()
        score.guarded.append(ends)
        assert is_passed_on == is_there
    # Each goes by what it has read.
    monkeypatch.setattr(answering, "locked_with", lambda asked: (asked.application, asked))
    monkeypatch.setattr(passing, "move", anybody_writes)
    score.control.append(both()[0])

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
