"""Signatures as the school and the hub see them, and what a correction does to them."""

import pytest
from django.urls import reverse

from applications import corrections, placement, pledging
from applications.models import Application
from journal.models import Email
from tests import factories, steps
from workgroups import pledges
from workgroups.models import Pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(ash_lane, glow, bob, editions):
    return steps.pledged(ash_lane, glow, bob)


@pytest.fixture
def head(pledge):
    return steps.signatory(pledge, "headteacher")


def school_page(pledge) -> str:
    return reverse("apply:signatures", args=[pledge.reference])


def desk_page(pledge) -> str:
    return reverse("desk:signatures", args=[pledge.hub.slug, pledge.reference])


def correct(bob, **answers) -> None:
    application = Application.objects.select_related("school", "hub", "project").get()
    corrections.save_page(corrections.begin(application, by=bob), answers=answers)
    corrections.send(Application.objects.select_related("school", "hub", "project").get(), by=bob)


def signed(pledge) -> set[str]:
    return set(pledge.signatories.asked().filter(status="signed").values_list("role", flat=True))


EVERYBODY = {"headteacher", "head_of_department", "advocate_experienced", "advocate_developing"}


@pytest.mark.parametrize(
    ("answers", "ended"),
    [
        ({"school_telephone": "01632 960 555"}, set()),
        ({"statement": "We want every child to think."}, {"headteacher", "head_of_department"}),
        ({"advocate_experienced_role": "second"}, {"advocate_experienced"}),
        ({"headteacher_email": "new.head@example.org", "headteacher_last_name": "Newhead"}, {"headteacher"}),
    ],
    ids=["a telephone number", "the statement", "a teacher's role", "another head"],
)
def test_a_correction_ends_just_the_signatures_over_what_it_changed(pledge, bob, answers, ended):
    steps.all_signed(pledge)
    correct(bob, **answers)
    pledge.refresh_from_db()
    assert signed(pledge) == EVERYBODY - ended
    assert pledge.status == (Pledge.Status.OPEN if ended else Pledge.Status.COMPLETE)
    assert steps.all_signed(pledge).status == Pledge.Status.COMPLETE


def test_who_signs_anew_reads_why_and_who_is_replaced_is_told(pledge, bob, head):
    steps.all_signed(pledge)
    correct(bob, statement="Another one.", headteacher_email="new.head@example.org")
    department = Email.objects.filter(template="workgroups/sign").get(text__contains="sign again")
    assert department.to == steps.signatory(pledge, "head_of_department").email
    (told,) = Email.objects.filter(template="workgroups/signature_void")
    assert told.to == head.email
    assert Email.objects.filter(template="workgroups/sign", to="new.head@example.org").count() == 1


def test_who_has_not_signed_yet_reads_the_corrected_words_by_the_same_link(pledge, bob, head, client):
    link = steps.sign_link(head)
    correct(bob, statement="Corrected words.")
    assert "Corrected words." in client.get(link).content.decode()
    late = client.post(link, {"answer": "sign", "version": 1, "name": "Ann", "confirmed": "on"})
    assert late.status_code == 409
    assert "Read it again" in late.content.decode()
    assert client.post(link, {"answer": "sign", "version": 2, "name": "Ann", "confirmed": "on"}).status_code == 302


def test_the_school_sees_who_has_signed_and_sends_a_link_again(client, bob, pledge, head):
    steps.sign(steps.signatory(pledge, "advocate_developing"))
    client.force_login(bob)
    assert "1 of 4 signed" in client.get(reverse("apply:status", args=[pledge.reference])).content.decode()
    assert "1 of 4 have signed" in client.get(school_page(pledge)).content.decode()
    old = steps.sign_link(head)
    assert client.post(school_page(pledge), {"answer": "send", "signatory": head.pk}).status_code == 302
    assert client.get(old).status_code == 404
    assert client.get(steps.sign_link(head)).status_code == 200


def test_the_school_puts_an_address_right(client, bob, pledge, head):
    client.force_login(bob)
    wrong = client.post(school_page(pledge), {"answer": "replace", "signatory": head.pk, "name": "", "email": "x"})
    assert wrong.status_code == 422
    assert "Enter the name of who signs." in wrong.content.decode()
    right = {"answer": "replace", "signatory": head.pk, "name": head.name, "email": "right@example.org"}
    assert client.post(school_page(pledge), right).status_code == 302
    assert steps.signatory(pledge, "headteacher").email == "right@example.org"


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "٣"])
def test_a_signatory_of_nobody_is_not_found(client, bob, pledge, key):
    client.force_login(bob)
    assert client.post(school_page(pledge), {"answer": "send", "signatory": key}).status_code == 404


def test_nobody_reaches_the_signatories_of_another_school(client, bob, birch_road, grace, glow, pledge, head):
    theirs = steps.pledged(birch_road, glow, grace)
    client.force_login(grace)
    assert client.post(school_page(theirs), {"answer": "send", "signatory": head.pk}).status_code == 404
    assert client.post(school_page(pledge), {"answer": "send", "signatory": head.pk}).status_code == 404


def test_what_is_signed_is_not_asked_again(client, bob, pledge, head):
    steps.sign(head)
    client.force_login(bob)
    assert client.post(school_page(pledge), {"answer": "send", "signatory": head.pk}).status_code == 409


def test_the_hub_sees_the_reason_of_who_declined_and_goes_ahead_without(client, alice, erin, pledge, head):
    pledges.decline(head, reason="No cover for the release.")
    client.force_login(erin)
    assert "No cover for the release." in client.get(desk_page(pledge)).content.decode()
    assert client.post(desk_page(pledge), {"answer": "go_ahead", "reason": "So."}).status_code == 409
    client.force_login(alice)
    assert client.post(desk_page(pledge), {"answer": "go_ahead"}).status_code == 422
    assert (
        client.post(desk_page(pledge), {"answer": "go_ahead", "reason": "The trust stands for it."}).status_code == 302
    )
    page = client.get(desk_page(pledge)).content.decode()
    assert "The trust stands for it." in page
    assert (
        "Went ahead without"
        in client.get(reverse("desk:application", args=["glow", pledge.reference])).content.decode()
    )


def test_the_hub_asks_for_signatures_of_what_came_in_beside(client, alice, sent):
    Application.objects.update(pledge=None)
    client.force_login(alice)
    address = reverse("desk:signatures", args=["glow", sent.reference])
    assert "Ask for signatures" in client.get(address).content.decode()
    assert client.post(address, {"answer": "send", "signatory": "1"}).status_code == 404
    assert client.post(address, {"answer": "ask"}).status_code == 302
    assert Application.objects.get().pledge.status == "open"


def test_a_place_is_confirmed_when_all_have_signed(client, alice, bob, pledge):
    application = Application.objects.select_related("school", "hub", "project").get()
    placement.place(application, group=steps.group_of(application), reason="It has a department.", by=alice)
    client.force_login(bob)
    address = reverse("apply:status", args=[pledge.reference])
    assert "confirmed when all have signed" in client.get(address).content.decode()
    steps.all_signed(pledge)
    assert "The place is confirmed." in client.get(address).content.decode()


def test_what_was_sent_is_swept_up_without_a_hint(ash_lane, glow, bob, editions):
    application = steps.sent(ash_lane, glow, bob, factories.project("development"))
    assert application.pledge.status == Pledge.Status.NEW
    assert pledging.ask_all() == 1
    assert pledging.ask_all() == 0
