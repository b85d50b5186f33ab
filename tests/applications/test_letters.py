"""The hub reads what was sent about an application, sees what did not arrive, and sends it again knowingly."""

import pytest
from django.utils import timezone

from applications import correspondence
from journal.models import Email
from journal.moves import Refused
from tests import steps

EMAILS = "/desk/glow/emails/"


@pytest.fixture
def sent(ash_lane, glow, bob, readiness):
    return steps.sent(ash_lane, glow, bob)


@pytest.fixture
def receipt(sent):
    return Email.objects.about(sent).get(template="applications/received")


def trouble(email, **more):
    Email.objects.filter(pk=email.pk).update(**{"parked": timezone.now(), **more})


def page_of(email, application):
    return f"/desk/glow/applications/{application.reference}/emails/{email.pk}/"


def test_the_receipt_stands_on_the_applications_page_and_opens_in_full(client, alice, sent, receipt):
    client.force_login(alice)
    page = client.get(f"/desk/glow/applications/{sent.reference}/").content.decode()
    assert page_of(receipt, sent) in page
    letter = client.get(page_of(receipt, sent)).content.decode()
    assert receipt.to in letter
    assert sent.reference in letter
    assert "It is dealt with" not in letter


def test_a_message_with_a_link_keeps_its_words_to_itself(client, alice, sent, receipt):
    Email.objects.filter(pk=receipt.pk).update(secret=True, text="the link")
    client.force_login(alice)
    page = client.get(page_of(receipt, sent)).content.decode()
    assert "the link" not in page
    assert "its words are not shown" in page


@pytest.mark.parametrize("what", ["parked", "uncertain", "bounced", "complained"])
def test_what_did_not_arrive_is_an_alert_on_every_page_of_the_desk(client, alice, sent, receipt, what):
    Email.objects.filter(pk=receipt.pk).update(**{what: timezone.now()})
    client.force_login(alice)
    for address in ("/desk/glow/queue/", "/desk/glow/groups/", EMAILS):
        assert client.get(address).context["rail"]["letters"] == 1
    assert page_of(receipt, sent) in client.get(EMAILS).content.decode()


def test_another_hub_sees_nothing_of_it(client, dana, sent, receipt):
    trouble(receipt)
    client.force_login(dana)
    page = client.get("/desk/jurassic/emails/")
    assert (page.context["letters"], page.context["rail"]["letters"]) == ([], 0)


def test_an_uncertain_one_is_sent_again_after_the_warning(client, alice, sent, receipt):
    trouble(receipt, parked=None, uncertain=timezone.now())
    client.force_login(alice)
    assert "it may arrive twice" in client.get(page_of(receipt, sent)).content.decode()
    client.post(page_of(receipt, sent), {"do": "again"})
    receipt.refresh_from_db()
    assert receipt.state == "waiting"
    assert client.get(EMAILS).context["letters"] == []


def test_what_was_dealt_with_leaves_the_list(client, alice, sent, receipt):
    trouble(receipt)
    client.force_login(alice)
    client.post(page_of(receipt, sent), {"do": "settle"})
    assert client.get(EMAILS).context["letters"] == []
    assert "Somebody has dealt with it" in client.get(page_of(receipt, sent)).content.decode()


def test_only_the_desk_sends_again(dana, sent, receipt):
    trouble(receipt)
    receipt.refresh_from_db()
    with pytest.raises(Refused, match="Only people at the desk"):
        correspondence.send_again(correspondence.Letter(receipt, sent), by=dana)


def test_the_list_costs_the_same_with_more_in_it(client, alice, sent, receipt, django_assert_num_queries):
    client.force_login(alice)
    client.get(EMAILS)
    for number in range(30):
        Email.objects.create(
            key=f"t{number}",
            message_id=f"<t{number}@example.org>",
            to="a@example.org",
            subject=f"Letter {number}",
            subject_label=receipt.subject_label,
            subject_key=receipt.subject_key,
            parked=timezone.now() if number else None,
        )
    with django_assert_num_queries(6):
        assert len(client.get(EMAILS).context["letters"]) == 29
