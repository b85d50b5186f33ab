"""The end of a role at a school closes its pages by the next request, those of what one started oneself too."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone


def end_yesterday(person):
    today = timezone.localdate()
    person.school_roles.update(starts=today - timedelta(days=9), ends=today - timedelta(days=1))


def test_a_headteacher_who_left_no_longer_sees_what_the_school_sent(client, sent, helen):
    client.force_login(helen)
    page = reverse("apply:status", args=[sent.reference])
    assert client.get(page).status_code == 200
    end_yesterday(helen)
    assert client.get(page).status_code == 404
    assert sent.reference not in client.get(reverse("apply:mine")).content.decode()


def test_nor_what_they_started_themselves(client, sent, bob):
    end_yesterday(bob)
    client.force_login(bob)
    assert client.get(reverse("apply:status", args=[sent.reference])).status_code == 404
