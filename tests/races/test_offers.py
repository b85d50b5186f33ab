"""One seat is prepared once, a batch goes out once, an offer has one end, and a freed seat is offered once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from applications import reviewing
from applications.deciding import answering, ending, offering, preparing, releasing, waiting
from applications.models import Application, Decision, Offer
from journal.models import Email, Event
from tests import factories, steps
from tests.races.clients import PATIENT
from tests.races.conftest import Pause, together, winners
from tests.races.test_applications import anybody_writes
from workgroups import places
from workgroups.models import Opening, Place, WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2
PREPARING = 4


def new_ones(glow, number: int) -> list[Application]:
    return [steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()) for _ in range(number)]


def test_the_last_seat_is_prepared_by_one_of_four(glow, alice, readiness, monkeypatch, score):
    asking = new_ones(glow, PREPARING)
    until = timezone.localdate() + timedelta(days=9)

    def all_prepare():
        group = steps.group_of(asking[0], 1)
        offer = {"kind": "offer", "group": group, "answer_by": until, "by": alice}
        with monkeypatch.context() as patched:
            patched.setattr(places, "seats_taken", Pause(PREPARING, 0.2).after(places.seats_taken))
            results = together(*[lambda one=one: preparing.prepare(one, **offer) for one in asking])
        taken = WorkGroup.objects.with_seats().get(pk=group.pk).taken
        for decision in Decision.objects.filter(status="prepared"):
            preparing.drop(decision, by=alice)
        return results, taken

    for _ in range(ROUNDS):
        results, taken = all_prepare()
        score.guarded.append(winners(results))
        assert taken == 1
    if connection.vendor == "postgresql":
        monkeypatch.setattr(places, "locked", lambda group: WorkGroup.objects.get(pk=group.pk))
        results, taken = all_prepare()
        score.control.append(winners(results))
        assert taken > 1, "the control did not over-fill, so the race proves nothing"

    assert score.guarded == [1] * ROUNDS


def test_two_workers_release_the_same_batch(glow, alice, readiness, monkeypatch, score):
    def letters_of_a_batch() -> int:
        before = Email.objects.filter(template="applications/declined").count()
        for one in new_ones(glow, 3):
            steps.prepared(one, alice, kind="decline", words="Full.")
        releasing.ask(hub=glow, by=alice, seen=releasing.fingerprint(releasing.ready(glow)))
        with monkeypatch.context() as patched:
            patched.setattr(releasing, "_release_one", Pause(2, 0.2).before(releasing._release_one))
            together(releasing.release_due, releasing.release_due)
        return Email.objects.filter(template="applications/declined").count() - before

    for _ in range(ROUNDS):
        score.guarded.append(letters_of_a_batch())
        assert not Event.objects.filter(kind="left out of a release").exists()
    # Nobody looks again under lock: what one has done the other does as well.
    monkeypatch.setattr(releasing, "claimed", lambda decision: decision)
    monkeypatch.setattr(releasing, "locked", lambda application: application)
    monkeypatch.setattr(releasing, "_check_still_so", lambda application, decision: None)
    for module in (releasing, reviewing):
        monkeypatch.setattr(module, "move", anybody_writes)
    score.control.append(letters_of_a_batch())

    assert score.guarded == [3] * ROUNDS
    assert score.control[0] > 3, "the control told each school once, so the race proves nothing"


def test_accepting_against_lapsing(glow, bob, alice, readiness, monkeypatch, score):
    def both() -> tuple[Offer, int]:
        """The offer, and how many of the two happened."""
        offer = steps.offered(new_ones(glow, 1)[0], alice, days=1)
        in_time, late = offer.ends - timedelta(seconds=1), offer.ends + timedelta(hours=1)
        mine, its = (Offer.objects.select_related("application__hub", "place__group").get(pk=offer.pk) for _ in "ab")
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda: late)
            patched.setattr(answering, "locked_with", Pause(2, 0.2).before(answering.locked_with))
            together(lambda: offering.accept(mine, by=bob, at=in_time), lambda: offering.lapse(its))
        ends = ("accepted the place", "let the offer lapse")
        return offer, Event.objects.about(offer.application).filter(kind__in=ends).count()

    for _ in range(ROUNDS):
        offer, happened = both()
        score.guarded.append(happened)
        is_placed = Application.objects.get(pk=offer.application_id).status == "placed"
        assert is_placed == Place.objects.filter(pk=offer.place_id, status="held").exists()
    # Each goes by what it has read.
    monkeypatch.setattr(answering, "locked_with", lambda offer: (offer.application, offer))
    for module in (offering, ending, places):
        monkeypatch.setattr(module, "move", without_a_place)
    _, happened = both()
    score.control.append(happened)

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"


def test_a_freed_seat_is_offered_once_by_two_sweepers(glow, alice, readiness, monkeypatch, score):
    def offers_of_one_seat(is_late: bool) -> int:
        first, *others = new_ones(glow, 4)
        offer = steps.offered(first, alice, steps.group_of(first, 2), days=1)
        for one in others:
            steps.listed(one, alice)
        Opening.objects.update(offers_next=True)
        before, late = Offer.objects.count(), offer.ends + timedelta(hours=1)
        with monkeypatch.context() as patched:
            if is_late:
                patched.setattr(timezone, "now", lambda: late)
            else:
                offering.turn_down(offer, reason="We merge.")
            patched.setattr(waiting, "_pass_on", Pause(2, PATIENT).before(waiting._pass_on))
            together(sweep, sweep)
        ends = Event.objects.about(first).filter(to_status__in=["lapsed", "turned_down"])
        assert ends.count() == 1, "an offer ends once"
        return Offer.objects.count() - before

    for n in range(ROUNDS):
        score.guarded.append(offers_of_one_seat(is_late=n % 2))
    monkeypatch.setattr(waiting, "is_to_pass_on", lambda offer: True)
    monkeypatch.setattr(waiting, "locked_list", lambda of: Opening.objects.get(hub=of.hub_id, project=of.project_id))
    score.control.append(offers_of_one_seat(is_late=False))

    assert score.guarded == [1] * ROUNDS
    assert score.control[0] > 1, "the control offered one, so the race proves nothing"


def sweep() -> None:
    """As the beat does, in two places at once: what nobody answered ends, what came free goes to the next."""
    offering.lapse_due()
    waiting.pass_on_freed_seats()


def without_a_place(obj, to, *, also=None, **told):
    """A place beside "lapsed" the database refuses by itself; the control fails without that help."""
    also = {**(also or {}), "place": None, "status": "lapsed"} if to == "lapsed" and hasattr(obj, "hub_id") else also
    return anybody_writes(obj, to, also=also, **told)
