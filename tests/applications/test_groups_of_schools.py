"""The hub's page of schools that apply together: one group all that hangs together, side by side (5.1)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import side_by_side
from applications.models import Application
from tests import factories
from tests.applications.test_together import BIRCH, sent

DESK = "/desk/glow/groups-of-schools/"


def test_a_group_is_all_that_hangs_together(ash_lane, birch_road, glow, jurassic, bob, readiness):
    cedar, far = factories.SchoolFactory(name="Cedar"), factories.SchoolFactory(name="Far")
    sent(ash_lane, glow, birch_road, by=bob)
    sent(birch_road, glow, cedar)
    sent(far, glow, factories.SchoolFactory(name="Farther"))
    sent(cedar, jurassic, far)
    ties = side_by_side.ties_of(glow, readiness)
    found = side_by_side.clusters(glow, readiness, ties, ties.groups())
    assert sorted([[member.school.name for member in each.members] for each in found]) == [
        ["Ash Lane Primary School", BIRCH, "Cedar"],
        ["Far", "Farther"],
    ]
    trio = next(each for each in found if len(each.members) == 3)
    assert [member.school.name for member in trio.missing] == ["Cedar"]
    assert trio.members[0].ties == [f"names {BIRCH} (same trust; not named back)"]


def test_the_farthest_two_give_the_distance(ash_lane, birch_road, glow, bob, readiness):
    for school, east in ((ash_lane, 380_000), (birch_road, 392_400)):
        type(school).objects.filter(pk=school.pk).update(easting=east, northing=200_000)
    sent(ash_lane, glow, birch_road, by=bob)
    ties = side_by_side.ties_of(glow, readiness)
    assert side_by_side.clusters(glow, readiness, ties, ties.groups())[0].kilometres == 12


def test_the_desk_sees_its_own_groups_alone(client, alice, dana, ash_lane, birch_road, glow, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    client.force_login(alice)
    assert application.reference in client.get(DESK).content.decode()
    client.force_login(dana)
    assert client.get(DESK).status_code == 404
    assert "No school names another yet" in client.get(DESK.replace("glow", "jurassic")).content.decode()


def test_ten_groups_cost_the_queries_of_one(client, alice, glow, readiness):
    client.force_login(alice)
    sent(factories.SchoolFactory(), glow, factories.SchoolFactory())
    client.get(DESK)
    with CaptureQueriesContext(connection) as one:
        client.get(DESK)
    for _ in range(12):
        sent(factories.SchoolFactory(), glow, factories.SchoolFactory())
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(DESK).context["clusters"]) == 10
    assert len(one) == len(many)
    assert len(client.get(DESK + "?page=2").context["clusters"]) == 3


def test_a_whole_group_is_chosen_and_confirmed_on_the_page_for_many(
    client, alice, ash_lane, birch_road, glow, bob, readiness
):
    chosen = [sent(ash_lane, glow, birch_road, by=bob), sent(birch_road, glow, ash_lane)]
    client.force_login(alice)
    page = client.get(DESK).content.decode()
    assert all(f'name="pick" value="{one.reference}"' in page for one in chosen)
    assert "What the criteria say" in page
    picked = {"what": "take_on", "pick": [one.reference for one in chosen]}
    confirm = client.post(reverse("desk:choose", args=["glow"]), picked)["Location"]
    client.post(confirm)
    assert {one.owner for one in Application.objects.all()} == {alice}
