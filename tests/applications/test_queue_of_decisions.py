"""What the queue says of decisions and of who sent an application, and what it is narrowed by to see them."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import Application
from applications.senders import sender_of
from schools.models import SchoolLink, SchoolRole
from tests import factories, steps

QUEUE = "/desk/glow/queue/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def decided(glow, alice, readiness):
    """One of each: an offer and a decline that are prepared, an offer that is open, two on the list, one that waits."""

    def sent(name):
        return steps.sent(factories.SchoolFactory(name=name), glow, factories.UserFactory())

    steps.prepared(sent("Ash"), alice)
    steps.prepared(sent("Birch"), alice, kind="decline", words="Full.")
    steps.offered(sent("Cedar"), alice, days=9)
    for name in ("Dale", "Elm"):
        steps.listed(sent(name), alice)
    return sent("Fir")


def names(response) -> list[str]:
    return [row["school"] for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("decision=prepared", ["Birch", "Ash"]),
        ("decision=offer", ["Ash"]),
        ("decision=decline", ["Birch"]),
        ("decision=none", ["Fir"]),
        ("decision=waiting", []),
    ],
)
def test_what_is_prepared_is_found_by_its_kind(as_alice, decided, asked, found):
    assert names(as_alice.get(f"{QUEUE}?{asked}")) == found


def test_a_row_says_what_is_prepared_until_when_an_offer_is_open_and_the_place_on_the_list(as_alice, decided):
    page = as_alice.get(f"{QUEUE}?status=all").content.decode()
    until = timezone.localdate() + timedelta(days=9)
    assert "Prepared: offer a place</span>" in page
    assert "Prepared: decline</span>" in page
    assert f"Offered a place, open until {until.day} {until:%b %Y}" in page
    assert "On the waiting list, 1st" in page
    assert "On the waiting list, 2nd" in page


def test_the_filter_stays_in_the_address_of_tabs_and_rows(as_alice, decided):
    page = as_alice.get(f"{QUEUE}?decision=offer&sender=unknown")
    assert "?decision=offer&amp;sender=unknown&amp;status=all" in page.content.decode()
    assert [(label, words) for label, words, _ in page.context["chips"]] == [
        ("Decision", "Offer a place"),
        ("Sender", "Nobody has confirmed them"),
    ]
    assert page.context["rows"][0]["link"].endswith("?decision=offer&sender=unknown")


def test_the_page_of_one_says_its_place_on_the_list(as_alice, decided):
    elm = Application.objects.get(school_name="Elm")
    assert ">2nd of 2</a>" in as_alice.get(f"/desk/glow/applications/{elm.reference}/").content.decode()


def test_thirty_decided_cost_the_queries_of_a_handful(as_alice, decided, glow, alice):
    def cost():
        caches["near"].clear()
        with CaptureQueriesContext(connection) as seen:
            assert as_alice.get(f"{QUEUE}?status=all&decision=prepared").status_code == 200
            assert as_alice.get(f"{QUEUE}?status=waiting_list&sender=unknown").status_code == 200
        return len(seen)

    before = cost()
    for number in range(12):
        one = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory())
        steps.listed(one, alice) if number % 2 else steps.prepared(one, alice)
    assert cost() == before


def test_senders_whom_nobody_has_confirmed_are_those_of_whom_the_page_says_so(as_alice, glow, sent, birch_road, grace):
    steps.sent(birch_road, glow, factories.UserFactory())  # a stranger
    carried_on = factories.SchoolFactory(name="New Academy")
    SchoolLink.objects.create(predecessor=birch_road, successor=carried_on)
    steps.sent(carried_on, glow, grace)  # known at the school before
    left = steps.sent(factories.SchoolFactory(name="Dale"), glow, factories.UserFactory())
    SchoolRole.objects.create(user=left.started_by, school=left.school, kind="office", ends=timezone.localdate())
    found = Application.objects.select_related("school", "started_by")
    said = {one.school_name for one in found if not sender_of(one).is_known}
    assert set(names(as_alice.get(f"{QUEUE}?sender=unknown"))) == said == {"Birch Road Primary School"}
