"""The front page, and the door that sends each person where they belong."""

import pytest
from django.urls import reverse

from tests import factories
from workgroups.models import Project


@pytest.fixture
def sent_to(client):
    """Where the start page sends a person."""

    def follow(user) -> str:
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return client.get(reverse("start")).url

    return follow


def test_the_front_page_lists_what_is_open(client, glow, jurassic, readiness):
    for hub in (glow, jurassic):
        factories.OpeningFactory(hub=hub, project=readiness)
    page = client.get(reverse("front"))
    assert "2 hubs take applications for 2026/27." in page.text


def test_the_front_page_lists_only_what_a_school_can_apply_for(client, glow, editions):
    factories.OpeningFactory(hub=glow, project=Project.objects.get(kind="sustaining"))
    assert "Nothing is open today" in client.get(reverse("front")).text


def test_the_front_page_says_so_when_nothing_is_open(client, editions):
    assert "Nothing is open today" in client.get(reverse("front")).text


def test_a_stranger_is_asked_to_sign_in_first(client):
    assert client.get(reverse("start")).url == f"{reverse('account_login')}?next={reverse('start')}"


def test_a_hub_lead_goes_to_the_desk(sent_to, alice):
    assert sent_to(alice) == reverse("desk:home")


def test_a_school_goes_to_its_applications(sent_to, bob):
    assert sent_to(bob) == reverse("apply:mine")


def test_somebody_without_a_role_goes_to_their_applications(sent_to, charlie):
    assert sent_to(charlie) == reverse("apply:mine")


def test_a_national_viewer_goes_to_all_hubs(sent_to, nadia):
    assert sent_to(nadia) == reverse("national:glance")


def test_a_school_person_who_also_leads_a_hub_has_both_ways(client, sent_to, alice, ash_lane):
    factories.SchoolRole.objects.create(user=alice, school=ash_lane, kind="maths_lead")
    sent_to(alice)
    assert client.session["ways"] == ["desk", "mine"]
