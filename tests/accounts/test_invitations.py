"""An invitation is offered by whoever may, taken up once by whoever has the address, and taken back."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation
from hubs import people as hub_people
from hubs.models import HubRole
from journal.models import Email
from journal.moves import Refused
from journal.tokens import hash_of
from schools import people as school_people
from schools.models import SchoolRole

LINK = re.compile(r"/invitation/([\w-]{40,})/")


def token_sent() -> str:
    return LINK.search(Email.objects.filter(template="accounts/invitation").latest("pk").text)[1]


def proved(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def offered(glow, alice, charlie):
    """Alice has invited Charlie to be an assistant of GLOW."""
    return hub_people.invite(hub=glow, email=charlie.email, kind=HubRole.Kind.ASSISTANT, by=alice)


def test_a_lead_invites_and_the_person_gets_the_role_once(client, offered, charlie, glow):
    client.force_login(proved(charlie))
    token = token_sent()
    assert "Assistant hub lead" in client.get(reverse("invitation", args=[token])).content.decode()
    assert client.post(reverse("accept_invitation"), {"token": token}).url == reverse("start")
    client.post(reverse("accept_invitation"), {"token": token})
    assert [role.kind for role in HubRole.objects.filter(user=charlie, hub=glow)] == ["assistant"]
    assert client.get(reverse("desk:queue", args=[glow.slug])).status_code == 200


def test_the_secret_is_kept_only_as_its_hash(offered):
    offered.refresh_from_db()
    assert offered.token_hash == hash_of(token_sent())
    assert Email.objects.get(template="accounts/invitation").secret


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_uses_nothing_up_and_signs_nobody_in(client, offered, method):
    for _ in range(3):
        assert getattr(client, method)(reverse("invitation", args=[token_sent()])).status_code == 200
    assert "_auth_user_id" not in client.session
    assert Invitation.objects.live().count() == 1


def test_only_the_address_it_was_sent_to_takes_it_up(client, offered, bob, charlie):
    for person in (proved(bob), charlie):  # charlie has not shown yet that the address is his
        client.force_login(person)
        assert client.post(reverse("accept_invitation"), {"token": token_sent()}).status_code == 409
    assert not HubRole.objects.filter(user__in=[bob, charlie]).exists()


def test_one_that_was_taken_back_or_ran_out_opens_nothing(client, offered, charlie, alice, glow):
    token = token_sent()
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert invitations.found_by(token) is None
    hub_people.invite(hub=glow, email=charlie.email, kind=HubRole.Kind.ASSISTANT, by=alice)
    assert invitations.found_by(token) is None
    token = token_sent()
    hub_people.revoke(Invitation.objects.get(), hub=glow, by=alice)
    client.force_login(proved(charlie))
    client.post(reverse("accept_invitation"), {"token": token})
    assert not HubRole.objects.filter(user=charlie).exists()


@pytest.mark.parametrize("who", ["frank", "erin", "dana", "bob"])
def test_nobody_but_the_lead_invites_to_a_hub(glow, request, who):
    with pytest.raises(Refused):
        hub_people.invite(hub=glow, email="x@example.org", kind="lead", by=request.getfixturevalue(who))


def test_an_administrator_invites_anybody(glow, ash_lane, adam):
    assert hub_people.invite(hub=glow, email="x@example.org", kind="lead", by=adam)
    assert school_people.invite(school=ash_lane, email="y@example.org", kind="office", by=adam)


def test_the_office_invites_a_colleague_who_then_acts_for_the_school(client, ash_lane, bob, charlie):
    client.force_login(bob)
    address = reverse("schools:people", args=[ash_lane.urn])
    assert client.post(address, {"email": charlie.email, "role": "teacher"}).status_code == 302
    client.force_login(proved(charlie))
    client.post(reverse("accept_invitation"), {"token": token_sent()})
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": "z@example.org", "role": "teacher"}).status_code == 422


def test_who_is_no_longer_there_says_so_and_is_out(client, ash_lane, bob, sent):
    role = SchoolRole.objects.get(user=bob)
    client.force_login(bob)
    assert client.post(reverse("schools:end_role", args=[ash_lane.urn, role.pk])).url == reverse("start")
    assert client.get(reverse("schools:people", args=[ash_lane.urn])).status_code == 404


def test_a_lead_ends_a_role_and_the_desk_is_shut_by_the_next_request(client, glow, alice, frank):
    role = HubRole.objects.get(user=frank)
    client.force_login(alice)
    assert client.post(reverse("desk:end_role", args=[glow.slug, role.pk])).status_code == 302
    client.force_login(frank)
    assert client.get(reverse("desk:queue", args=[glow.slug])).status_code == 404


def test_a_hub_keeps_a_lead(glow, alice):
    with pytest.raises(Refused, match="keeps a lead"):
        hub_people.end(HubRole.objects.get(user=alice), by=alice)


def test_the_pages_of_people_cost_the_same_for_many(client, glow, alice, django_assert_max_num_queries):
    client.force_login(alice)
    for number in range(30):
        hub_people.invite(hub=glow, email=f"many{number}@example.org", kind="assistant", by=alice)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("desk:people", args=[glow.slug])).status_code == 200
