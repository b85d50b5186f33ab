"""Who has a link to sign with and has not answered is reminded three times, and never after an answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hubs.reminders import choices
from hubs.reminders.outlook import outlook
from hubs.reminders.sending import send_due
from journal.models import Email
from tests import steps
from workgroups import pledges
from workgroups.models import Signatory

pytestmark = pytest.mark.django_db
ASKED = datetime(2027, 3, 1, 12, tzinfo=ZoneInfo("Europe/London"))  # a Monday


@pytest.fixture
def head(ash_lane, glow, bob, editions):
    one = steps.pledged(ash_lane, glow, bob).signatories.asked().exclude(email="").first()
    Signatory.objects.exclude(pk=one.pk).update(link_expires=ASKED)
    Signatory.objects.filter(pk=one.pk).update(link_sent=ASKED, link_expires=ASKED + timedelta(days=30))
    one.refresh_from_db()
    return one


def days_told(one, days: int = 32) -> list[str]:
    looks = [ASKED.replace(hour=9) + timedelta(days=number) for number in range(days)]
    for moment in looks:
        send_due(moment)
    letters = Email.objects.filter(template="reminders/digest", to=one.email)
    return [letter.key[len("reminders-") :][:10] for letter in letters.order_by("id")]


def test_three_times_while_the_link_works(head):
    assert days_told(head) == ["2027-03-08", "2027-03-15", "2027-03-22"]
    text = Email.objects.filter(template="reminders/digest", to=head.email).first().text
    assert "Open the link in our email of 1 March 2027" in text
    assert "/sign/" not in text  # the link itself is in one message alone


def test_it_goes_out_to_who_wants_no_reminders_and_says_why(head):
    choices.choose(choices.reader_at(head.email), together=True, wanted=set())
    assert len(days_told(head, days=9)) == 1
    letter = Email.objects.get(template="reminders/digest")
    assert "is not complete without your answer" in letter.text
    assert letter.unsubscribe == ""  # a mail program is offered no click that would stop nothing


def test_who_has_declined_is_left_alone(head):
    pledges.decline(head, reason="I am leaving.")
    assert days_told(head) == []


def test_a_new_link_begins_anew(head):
    assert len(days_told(head, days=9)) == 1
    later = ASKED + timedelta(days=9)
    Signatory.objects.filter(pk=head.pk).update(link_sent=later, link_expires=later + timedelta(days=30), links=2)
    assert [f"{planned.day}" for planned in outlook(later)] == ["2027-03-15", "2027-03-22"]


def test_the_hub_reads_who_is_waited_for(client, head, alice):
    soon = timezone.now()
    Signatory.objects.filter(pk=head.pk).update(link_sent=soon, link_expires=soon + timedelta(days=30))
    client.force_login(alice)
    assert head.email in client.get("/desk/glow/reminders/").content.decode()
