"""The page of a signing link: read by anybody who holds it, used up by no scanner, and no sign-in."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.log_lines import WithoutTokens
from journal.models import Email, Event
from tests import steps
from workgroups.models import Signatory, Signature

pytestmark = pytest.mark.django_db
NOBODY = "/sign/" + "x" * 43 + "/"


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def pledge(ash_lane, glow, bob, editions):
    return steps.pledged(ash_lane, glow, bob)


@pytest.fixture
def head(pledge):
    return steps.signatory(pledge, "headteacher")


@pytest.fixture
def link(head):
    return steps.sign_link(head)


def state(head) -> str:
    head.refresh_from_db()
    return head.status


def test_it_shows_the_commitments_and_what_concerns_them(client, pledge, head, link):
    page = client.get(link).content.decode()
    assert all(clause in page for clause in pledge.texts.get().words["clauses"])
    assert head.email in page
    assert head.trn in page
    for other in pledge.signatories.exclude(pk=head.pk):
        assert other.name in page
        assert other.email not in page
        assert other.trn not in page
    assert "01632 960 001" not in page


def test_a_name_and_a_tick_sign_it(client, head, link):
    response = client.post(link, {"answer": "sign", "version": 1, "name": "Héléne Hart", "confirmed": "on"})
    assert response.status_code == 302
    assert state(head) == "signed"
    assert Signature.objects.get().address == "127.0.0.1"
    assert "You have signed" in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": " ", "confirmed": "on"}, "Type your name to sign."),
        ({"name": "Ann"}, "Tick to confirm"),
        ({"name": "A\x00nn", "confirmed": "on"}, ""),
        ({"name": "A" * 201, "confirmed": "on"}, "at most 200"),
    ],
)
def test_without_a_name_that_can_be_kept_nothing_is_signed(client, head, link, typed, says):
    response = client.post(link, {"answer": "sign", "version": 1} | typed)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert state(head) == "waiting"


@pytest.mark.parametrize("version", ["2", "0", "", "10" * 40, "x"])
def test_nobody_signs_words_they_were_not_shown(client, head, link, version):
    response = client.post(link, {"answer": "sign", "version": version, "name": "Ann", "confirmed": "on"})
    assert response.status_code in (409, 422)
    assert state(head) == "waiting"


def test_declining_needs_a_reason(client, head, link):
    assert client.post(link, {"answer": "decline"}).status_code == 422
    client.post(link, {"answer": "decline", "reason": "No cover."})
    assert state(head) == "declined"
    assert "No cover." in client.get(link).content.decode()


def test_it_reached_somebody_else(client, head, link):
    assert "Thank you" in client.post(link, {"answer": "not_me"}).content.decode()
    assert state(head) == "not_me"
    assert client.get(link).status_code == 404


def test_scanners_change_nothing(client, head, link):
    before = (Signatory.objects.values().get(pk=head.pk), Event.objects.count(), Email.objects.count())
    for _ in range(50):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert before == (Signatory.objects.values().get(pk=head.pk), Event.objects.count(), Email.objects.count())
    assert not client.cookies.get("sessionid")


def test_a_link_that_ran_out_sends_a_new_one_to_the_same_address(client, head, link):
    Signatory.objects.update(link_expires=timezone.now() - timedelta(seconds=1))
    assert "This link has run out" in client.get(link).content.decode()
    client.post(link, {"answer": "sign", "version": 1, "name": "Ann", "confirmed": "on"})
    assert state(head) == "waiting"
    client.post(link, {"answer": "new_link"})
    assert client.get(link).status_code == 404
    new = steps.sign_link(head)
    assert new != link
    assert Client().get(new).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_costs_what_a_right_one_does_and_says_nothing(client, link, method, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert getattr(client, method)(NOBODY).status_code == 404


@pytest.mark.parametrize("odd", ["%00", "%ED%A0%80", "%FF", "9" * 5_000, "-", "%0d%0aX:y"])
def test_an_odd_link_is_a_wrong_one(client, odd):
    assert client.get(f"/sign/{odd}/").status_code == 404
    assert client.post(f"/sign/{odd}/", {"answer": "sign"}).status_code == 404


def test_it_is_never_a_sign_in(client, link, head):
    client.post(link, {"answer": "sign", "version": 1, "name": "Ann", "confirmed": "on"})
    assert client.get(reverse("apply:mine")).status_code == 302
    assert client.get(reverse("apply:status", args=[head.pledge.reference])).status_code == 302


def test_its_address_is_told_to_nobody(client, link):
    response = client.get(link)
    assert response["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    line = logging.LogRecord("x", 20, "", 0, f"GET {link} 200", None, None)
    assert link.split("/")[2] not in WithoutTokens("%(message)s").format(line)
