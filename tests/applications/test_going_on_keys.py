"""For whom the draft of a school that goes on opens: the address asked, unless somebody else has begun it (U6)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import keys, workflow
from applications.going_on import answering, asking
from applications.holders import Holder
from applications.models import Application, Continuation, DraftKey
from applications.withdrawal import withdraw
from journal.models import Event
from journal.moves import Refused
from tests import factories
from tests.applications.test_apply_send import words
from tests.applications.test_going_on import confirmed, developed, embedding, filled, link_of, ours, stays  # noqa: F401


@pytest.fixture
def mistyped(ours, alice):  # noqa: F811
    """The question went to an address that nobody of the school has."""
    return asking.write_to(ours, email="typo@example.org", by=alice)


def test_what_the_school_has_begun_opens_for_no_mistyped_address(client, mistyped, bob):
    draft, _ = answering.begin(mistyped, by=bob)
    assert "lead_senior_first_name" in draft.answers
    keys.send_new_links(email="typo@example.org")
    assert not DraftKey.objects.filter(application=draft, email="typo@example.org").exists()
    page = client.post(link_of(mistyped), {"answer": "go_on"})
    assert page.status_code == 409
    assert "Somebody of your school has begun this already" in words(page)
    assert client.get(reverse("apply:check", args=[draft.reference])).status_code != 200
    assert answering.begin(mistyped, by=bob) == (draft, None)
    with pytest.raises(Refused, match="Sign in for your school"):
        answering.begin(mistyped, by=Holder(factories.UserFactory(email="typo@example.org")))


def test_what_was_begun_at_the_schools_address_does_not_go_to_one_that_may_not_know(client, ours, alice):  # noqa: F811
    draft, _ = answering.begin(ours)
    assert "lead_senior_first_name" in draft.answers
    asking.write_to(ours, email="typo@example.org", by=alice)
    assert client.post(link_of(Continuation.objects.get(pk=ours.pk)), {"answer": "go_on"}).status_code == 409


def test_an_address_that_is_asked_again_has_its_draft_back(client, ours, alice):  # noqa: F811
    draft, key = answering.begin(ours)
    before = keys.new_token(key)
    for email in ("head@example.org", "bob@example.org"):
        ours = asking.write_to(ours, email=email, by=alice)
    assert client.post(link_of(ours), {"answer": "go_on"}).status_code == 302
    assert client.get(reverse("apply:check", args=[draft.reference])).status_code == 200
    assert keys.key_of(before) is None


def test_who_said_no_is_told_by_their_key(ours):  # noqa: F811
    draft, key = answering.begin(ours)
    answering.say_no(ours, reason="We merge.", by=Holder(keys={draft.reference: key.pk}))
    assert Event.objects.about(ours).latest("pk").data["key"] == key.pk


def test_asked_again_after_its_own_application_was_withdrawn_a_school_begins_anew(stays, ours, bob, alice):  # noqa: F811
    factories.OpeningFactory(hub=stays.hub, project=stays.project)
    first, _ = answering.begin(ours, by=bob)
    asking.take_back(ours, reason="No answer.", by=alice)
    sent = workflow.submit(filled(Application.objects.get(pk=first.pk), bob), by=bob)
    withdraw(sent, reason="By mistake.", by=bob)
    again = asked_again(stays, ours, "bob@example.org", alice)
    assert confirmed(again, bob).status == "placed"


def test_asked_again_elsewhere_the_draft_goes_along(stays, ours, alice):  # noqa: F811
    asking.write_to(ours, email="typo@example.org", by=alice)
    ours.refresh_from_db()
    draft, key = answering.begin(ours)
    answering.say_no(ours, reason="We merge.")
    again = asked_again(stays, ours, "bob@example.org", alice)
    key.refresh_from_db()
    assert key.revoked
    assert answering.begin(again)[1].email == "bob@example.org"
    assert Continuation.objects.get(pk=ours.pk).application == draft


def asked_again(group, one, email: str, by) -> Continuation:
    until = timezone.localdate() + timedelta(days=9)
    return asking.ask_more(group, earlier=one.earlier_id, email=email, answer_by=until, by=by)
