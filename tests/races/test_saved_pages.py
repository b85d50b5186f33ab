"""Two tabs, or two colleagues, save different pages of one draft at the same moment: both are kept (4.1)."""

import pytest

from applications import stale, workflow
from applications.models import Application
from journal.moves import Refused
from tests import steps
from tests.races.conftest import together, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
PAGES = ({"first_name": "Bob"}, {"statement": "We are ready."})


def save_over(application, *, answers, by):
    """Saving without looking whether somebody saved in between."""
    Application.objects.filter(pk=application.pk).update(answers={**application.answers, **answers})


def both(save, draft, people) -> int:
    """How many of the two pages are there afterwards."""
    Application.objects.filter(pk=draft.pk).update(answers={})
    tabs = [Application.objects.get(pk=draft.pk) for _ in PAGES]
    together(
        *(
            lambda tab=tab, page=page, person=person: save(tab, answers=page, by=person)
            for tab, page, person in zip(tabs, PAGES, people, strict=True)
        )
    )
    return len(Application.objects.get(pk=draft.pk).answers)


def test_two_tabs_save_two_pages(draft, bob, helen, score):
    for _ in range(ROUNDS):
        score.guarded.append(both(workflow.save_page, draft, (bob, helen)))
    score.control.append(both(save_over, draft, (bob, helen)))
    assert score.guarded == [2] * ROUNDS
    assert score.control == [1], "the control lost nothing, so the race proves nothing"


def test_a_page_is_saved_while_it_is_sent(ash_lane, glow, bob, readiness):
    for _ in range(ROUNDS):
        Application.objects.all().delete()
        filled = steps.filled(ash_lane, glow, bob)
        tab = Application.objects.get(pk=filled.pk)
        _, saved = together(
            lambda filled=filled: workflow.submit(filled, by=bob),
            lambda tab=tab: workflow.save_page(tab, answers={"first_name": "Robert"}, by=bob),
        )
        sent = Application.objects.get(pk=filled.pk)
        told = isinstance(saved, Refused)
        assert told or "Robert" in str(sent.frozen), "what was saved is in what was sent, or the person is told"
        assert sent.status == "submitted"


def one_answer(draft, people, seen) -> tuple[int, int]:
    """Of two who change the same answer of a page: how many are told that it is saved, and how many see both."""
    Application.objects.filter(pk=draft.pk).update(answers={}, version=0)
    tabs = [Application.objects.get(pk=draft.pk) for _ in people]
    results = together(
        *(
            lambda tab=tab, person=person: workflow.save_page(
                tab, answers={"job": person.first_name}, by=person, drawn=seen
            )
            for tab, person in zip(tabs, people, strict=True)
        )
    )
    return winners(results), sum(isinstance(result, stale.Clash) for result in results)


def test_two_change_the_same_answer(draft, bob, helen, score):
    seen = stale.Drawn(0, {"job": stale.print_of("")})
    for _ in range(ROUNDS):
        saved, told = one_answer(draft, (bob, helen), seen)
        score.guarded.append(saved)
        assert told == 1
    score.control.append(one_answer(draft, (bob, helen), None)[0])
    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control wrote over nobody's words, so the race proves nothing"
