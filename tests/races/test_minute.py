"""A minute of everybody at once: placing, withdrawing, moving, resizing, over a hundred groups, never one too many."""

from collections import Counter
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection

from applications import placement
from applications.models import Application
from tests import factories, steps
from tests.races import desk_load
from tests.races.clients import PATIENT, Browser, house, pool_of, said_plainly, seats_unguarded
from tests.races.conftest import Pause, together
from tests.races.desk_load import Client
from tests.races.length import SECONDS
from tests.races.seats_watched import Watcher, over_full, over_full_by_the_journal, without_their_seat
from workgroups import places
from workgroups.models import Opening, WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

GROUPS = 100
SCHOOLS = 32  # beside those of the first rush


@pytest.fixture
def office():
    """Of all the schools."""
    return factories.UserFactory()


@pytest.fixture
def new_ones(glow, office):
    def new_ones(number: int) -> list[Application]:
        schools = [factories.SchoolFactory() for _ in range(number)]
        for school in schools:
            factories.school_role(office, school)
        return [steps.sent(school, glow, office) for school in schools]

    return new_ones


@pytest.fixture
def clients(glow, readiness, office, new_ones) -> list[Client]:
    """Each a lead of GLOW, with the office beside them."""
    new_ones(SCHOOLS)
    for number in range(GROUPS):
        factories.WorkGroupFactory(hub=glow, project=readiness, capacity=1 + number % 3)
    Opening.objects.update(offers_next=True)
    handler, number = house(), 16 if connection.vendor == "postgresql" else 8
    leads = [factories.hub_person(glow) for _ in range(number)]
    return [Client(n, Browser(lead, handler), Browser(office, handler), glow) for n, lead in enumerate(leads)]


def all_rush(clients: list[Client], group: WorkGroup, sent: list[Application], monkeypatch, seconds: float) -> None:
    """Each places a school in the same group; who has counted its seats waits for those who can count them too."""
    with monkeypatch.context() as patched:
        patched.setattr(places, "seats_taken", Pause(len(clients), seconds).after(places.seats_taken))
        pairs = zip(clients, sent, strict=True)
        together(*[lambda client=client, one=one: client.play(desk_load.rush, one, group) for client, one in pairs])


def all_day(clients: list[Client], seconds: int) -> Watcher:
    """Until it was looked at every second; on a slow machine until each kind of move was made."""
    watcher = Watcher(seconds)

    def is_over() -> bool:
        return watcher.over.is_set() and all(any(one.done[kind] for one in clients) for kind in desk_load.MUST_HAPPEN)

    watcher.start()
    together(*[lambda client=client: client.work(is_over) for client in clients])
    watcher.join()
    return watcher


@contextmanager
def order_broken(monkeypatch):
    """Two who place may wait for each other; says how, and how long those who have counted wait."""
    with monkeypatch.context() as patched:
        if connection.vendor == "postgresql":
            all_hold_one = Pause(2, PATIENT)

            def take(**about):
                all_hold_one()
                list(Application.objects.select_for_update().order_by("pk"))
                return places.take.__wrapped__(**about)

            patched.setattr(placement, "places", SimpleNamespace(take=take))
            yield "with locks in no order", 0.1
        else:
            patched.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
            yield "with transactions that begin as readers", PATIENT


def nobody_met_an_error(clients: list[Client]) -> None:
    assert [wrong for client in clients for wrong in client.wrong] == []


def never_one_too_many() -> None:
    assert over_full() == []


def told(clients: list[Client], watcher: Watcher) -> str:
    done, refused = sum((one.done for one in clients), Counter()), sum((one.refused for one in clients), Counter())
    kinds = ", ".join(f"{kind} {number}" for kind, number in done.most_common())
    return (
        f"{len(clients)} clients, {watcher.looks} seconds, {GROUPS} groups, "
        f"{done.total():,} done ({kinds}), {refused.total():,} refused with a reason"
    )


def test_everybody_at_once_over_a_hundred_groups(clients, new_ones, monkeypatch, promise):
    group, capacities = clients[0].groups[0], dict(WorkGroup.objects.values_list("pk", "capacity"))
    with pool_of(len(clients) + 2):
        all_rush(clients, group, new_ones(len(clients)), monkeypatch, 0.1)
        said_plainly(monkeypatch)
        watcher = all_day(clients, SECONDS)
        promise.count = told(clients, watcher)
        nobody_met_an_error(clients)
        never_one_too_many()
        assert watcher.found == []
        assert over_full_by_the_journal(capacities) == []
        assert without_their_seat() == []
        controls(clients, new_ones, group, monkeypatch, promise)


def controls(clients, new_ones, group: WorkGroup, monkeypatch, promise) -> None:
    last, another = (factories.WorkGroupFactory(hub=group.hub, project=group.project, capacity=n) for n in (1, 2))
    with seats_unguarded(monkeypatch) as unguarded, promise.control(unguarded):
        all_rush(clients, last, new_ones(len(clients)), monkeypatch, PATIENT)
        never_one_too_many()
    two, sent = clients[:2], new_ones(2)
    for one in two:
        one.wrong.clear()
    with order_broken(monkeypatch) as (broken, seconds), promise.control(broken):
        all_rush(two, another, sent, monkeypatch, seconds)
        nobody_met_an_error(two)
