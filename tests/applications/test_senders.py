"""Who sent what was carried over to another hub: the page and the filter of the queue say the same of it."""

import pytest

from applications import carrying, taking_over, workflow
from applications.models import Application
from applications.senders import sender_of, with_unknown_sender
from journal.moves import Refused
from tests import factories, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(readiness, jurassic):
    return factories.OpeningFactory(hub=jurassic, project=readiness)


def unknown_at(hub) -> list[Application]:
    return list(with_unknown_sender(Application.objects.filter(hub=hub)))


def test_what_was_carried_over_and_then_taken_over_is_the_schools_own(ash_lane, glow, charlie, bob, elsewhere):
    made = carrying.carry(steps.sent(ash_lane, glow, charlie), opening=elsewhere)
    assert unknown_at(made.hub) == [made]
    taking_over.take_over(made, by=bob)
    made = Application.objects.get(pk=made.pk)
    assert (sender_of(made).name, sender_of(made).is_known) == (str(bob), True)
    assert unknown_at(made.hub) == []
    with pytest.raises(Refused, match="own already"):
        taking_over.check_person(made, bob)


def test_carried_over_it_is_as_well_known_as_the_original(ash_lane, birch_road, glow, charlie, bob, alice, elsewhere):
    on_paper = steps.sent(birch_road, glow, charlie)
    row = steps.arrived(glow, alice).rows.first()
    Application.objects.filter(pk=on_paper.pk).update(arrival_row=row, started_by=None)
    on_paper.refresh_from_db()
    by_a_colleague = workflow.submit(steps.filled(ash_lane, glow, charlie), by=bob)
    strange = steps.sent(factories.SchoolFactory(), glow, charlie)
    paper, ours, strange = [carrying.carry(one, opening=elsewhere) for one in (on_paper, by_a_colleague, strange)]
    assert (sender_of(paper), sender_of(ours).is_known, sender_of(strange).is_known) == (None, True, False)
    assert unknown_at(elsewhere.hub) == [strange]
