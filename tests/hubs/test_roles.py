"""A role is held from a day to a day; its end ends the access by the next request."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import NationalRole, User
from hubs.access import desk_hubs, may_decide
from hubs.models import HubRole
from tests import factories


def end_yesterday(roles):
    today = timezone.localdate()
    roles.update(starts=today - timedelta(days=9), ends=today - timedelta(days=1))


def test_the_end_of_a_hub_role_closes_the_desk_by_the_next_request(client, alice, glow):
    client.force_login(alice)
    assert client.get("/desk/glow/queue/").status_code == 200
    end_yesterday(alice.hub_roles)
    assert client.get("/desk/glow/queue/").status_code == 404


def test_the_end_of_an_administrators_role_closes_the_administration(client, adam):
    client.force_login(adam)
    assert client.get("/admin/").status_code == 200
    end_yesterday(adam.national_roles)
    assert client.get("/admin/").status_code == 404


def test_an_account_that_was_switched_off_is_signed_out_by_the_next_request(client, alice):
    client.force_login(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get("/desk/glow/queue/").status_code in (302, 404)


def test_the_last_day_still_counts_and_the_first_does_too(alice, glow):
    alice.hub_roles.update(starts=timezone.localdate(), ends=timezone.localdate())
    assert may_decide(alice, glow)


def test_a_role_of_tomorrow_opens_nothing_today(glow):
    kit = factories.UserFactory()
    HubRole.objects.create(user=kit, hub=glow, kind="lead", starts=timezone.localdate() + timedelta(days=1))
    assert not desk_hubs(kit).exists()


def test_one_person_can_have_several_roles_at_once(alice, jurassic, glow):
    HubRole.objects.create(user=alice, hub=jurassic, kind=HubRole.Kind.ADMINISTRATOR)
    NationalRole.objects.create(user=alice, kind=NationalRole.Kind.VIEWER)
    assert set(desk_hubs(alice)) == {glow, jurassic}
    assert not may_decide(alice, jurassic)
    assert alice.is_national
