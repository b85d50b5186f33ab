"""Reviewers at their browsers, all after one last seat in the same moment: one has it, the others read why not."""

from collections import Counter

import pytest
from django.db import connection

from applications import reviewing
from applications.models import Application
from tests import factories, steps
from tests.races.clients import PATIENT, Browser, house, pool_of, said_plainly, seats_unguarded, seen
from tests.races.conftest import Pause, together
from tests.races.length import ROUNDS
from workgroups import places
from workgroups.models import WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clients() -> int:
    return 32 if connection.vendor == "postgresql" else 8


@pytest.fixture
def asking(glow, readiness, clients) -> list[tuple[Browser, Application]]:
    """Each with an application of their own to place."""
    handler = house()
    people = [factories.hub_person(glow) for _ in range(clients)]
    sent = [steps.sent(factories.SchoolFactory(), glow, person) for person in people]
    return [(Browser(person, handler), one) for person, one in zip(people, sent, strict=True)]


def all_ask(asking, group: WorkGroup, monkeypatch, seconds: float) -> list:
    """What each is answered. Who has counted the seats waits for the others, but not for those at the lock."""
    address, found = "/desk/glow/applications/{}/place/", Application.objects.in_bulk([one.pk for _, one in asking])
    calls = [
        lambda browser=browser, one=found[one.pk]: browser.post(
            address.format(one.reference), {"group": group.pk, **seen(one)}
        )
        for browser, one in asking
    ]
    with monkeypatch.context() as patched:
        patched.setattr(places, "seats_taken", Pause(len(asking), seconds).after(places.seats_taken))
        return together(*calls)


def one_has_it(answers: list, group: WorkGroup) -> None:
    found = Counter(getattr(answer, "status_code", repr(answer)) for answer in answers)
    assert found == {302: 1, 409: len(answers) - 1}
    assert sum(b"is full: all 2 places are taken" in answer.content for answer in answers) == len(answers) - 1
    assert WorkGroup.objects.with_seats().get(pk=group.pk).taken == group.capacity == 2


def test_reviewers_race_for_one_last_seat(asking, alice, clients, monkeypatch, promise):
    group = factories.WorkGroupFactory(hub=alice.hub_roles.get().hub, project=asking[0][1].project, capacity=2)
    places.take(group=group, school=factories.SchoolFactory(), by=None)
    with pool_of(clients + 1):
        for done in range(1, ROUNDS + 1):
            one_has_it(all_ask(asking, group, monkeypatch, 0.02), group)
            reviewing.reopen(Application.objects.get(status="placed"), reason="Another round.", by=alice)
            promise.count = f"{clients} clients, {done} rounds, 1 winner in each"
            said_plainly(monkeypatch)  # the first round had the whole pages
        with seats_unguarded(monkeypatch) as unguarded, promise.control(unguarded):
            answers = all_ask(asking, group, monkeypatch, PATIENT)
            one_has_it(answers, group)
    promise.controls[-1] += f" {sum(answer.status_code == 302 for answer in answers)} winners"
