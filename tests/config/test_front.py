"""The front page, and the door that sends each person where they belong."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from applications import spec
from tests import factories, steps
from workgroups.models import Project


def words(response) -> str:
    return " ".join(unescape(strip_tags(response.text)).split())


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


def test_the_front_page_lists_only_what_a_school_can_apply_for(client, glow, editions, monkeypatch):
    monkeypatch.delitem(spec.DECLARATIONS, "sustaining")
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


# --- The journey


def test_the_front_page_says_what_each_phase_asks_and_gives_by_its_edition(client, editions):
    page = words(client.get(reverse("front")))
    assert "What each asks of a school and gives it, 2026/27" in page
    assert "Your department gets £2,000" in page
    Project.objects.filter(kind="secondary").update(money_words="Changed this year.")
    assert "Changed this year." in words(client.get(reverse("front")))


def test_for_a_school_the_front_page_has_the_dates_of_its_hub(client, ash_lane, glow, jurassic, readiness):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    factories.OpeningFactory(hub=glow, project=readiness)
    page = client.get(reverse("front"), {"school": ash_lane.urn})
    assert "This year’s dates for Ash Lane Primary School GLOW Maths Hub" in words(page)
    assert reverse("public:project", args=["glow", readiness.code]) in page.text
    assert "Jurassic" not in page.text


def test_a_school_with_a_place_sees_where_it_is(client, sent, alice):
    steps.placed(sent, alice)
    assert "You are here: readiness." in words(client.get(reverse("front"), {"school": sent.school.urn}))
    assert "You are here" not in words(client.get(reverse("front")))


@pytest.mark.parametrize("urn", ["", "1", "999999", "x", "\x00", "9" * 30])
def test_no_school_is_the_front_page_for_everybody(client, editions, urn):
    assert "dates for" not in client.get(reverse("front"), {"school": urn}).text


def test_the_front_page_asks_the_database_as_often_whatever_is_open(
    client, ash_lane, glow, editions, django_assert_max_num_queries
):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    address = f"{reverse('front')}?school={ash_lane.urn}"
    with django_assert_max_num_queries(10) as few:
        client.get(address)
    for hub in [glow, *factories.HubFactory.create_batch(10)]:
        for project in Project.objects.all():
            factories.OpeningFactory(hub=hub, project=project)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
