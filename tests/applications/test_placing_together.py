"""Schools that named each other are placed in one step, all or none, or are knowingly apart (2.1, R6, R7)."""

import pytest

from applications import apart, placing_together, reviewing, side_by_side
from applications.models import Application, Decision, KeptApart
from applications.reviewing import Seen
from journal.models import Email
from tests import factories, steps
from tests.applications.test_together import sent as naming
from tests.applications.test_workflow import refusal
from workgroups.models import WorkGroup

pytestmark = pytest.mark.django_db

NOTHING = placing_together.NOTHING


@pytest.fixture
def cedar(db):
    return factories.SchoolFactory(name="Cedar Primary School")


@pytest.fixture
def three(ash_lane, birch_road, cedar, glow, bob, readiness):
    """Ash Lane and Birch Road named each other; Cedar names Ash Lane and is not named back."""
    ash = naming(ash_lane, glow, birch_road, by=bob)
    return [ash, naming(birch_road, glow, ash_lane), naming(cedar, glow, ash_lane)]


@pytest.fixture
def group(three):
    return steps.group_of(three[0], name="Stroud", capacity=3)


def picked(*applications) -> dict:
    return {one.pk: Seen(one.status, one.owner_id, one.version) for one in applications}


def placed() -> int:
    return Application.objects.filter(status="placed").count()


def test_all_are_placed_and_told(three, group, frank):
    placing_together.place_all(picked(*three), group=group, by=frank)
    assert {one.place.group for one in Application.objects.all()} == {group}
    assert Email.objects.filter(template="applications/placed").count() == 3


def test_offers_are_prepared_for_all_by_whoever_is_at_the_desk(three, group, erin):
    placing_together.prepare_all(picked(*three), group=group, answer_by=steps.in_days(9), by=erin)
    assert Decision.objects.filter(status="prepared", place__group=group).count() == 3
    assert not Email.objects.filter(template="applications/offered").exists()


def test_one_that_stands_in_the_way_is_named_and_nobody_is_placed(three, group, alice, frank):
    Application.objects.filter(pk=three[2].pk).update(outcome="not_eligible")
    said = refusal(placing_together.place_all, picked(*three), group=group, by=frank)
    assert said.startswith("Cedar Primary School: A check says this school is not eligible")
    assert said.endswith(NOTHING)
    assert (placed(), Email.objects.filter(template="applications/placed").count()) == (0, 0)
    placing_together.place_all(picked(*three), group=group, by=alice, reason="Its trust helps it.")
    assert WorkGroup.objects.with_seats().get().seats_said == "3 of 3, 1 not eligible"


def test_what_a_colleague_did_meanwhile_is_told(three, group, alice, frank):
    seen = picked(*three)
    steps.prepared(three[1], frank, kind="waiting")
    said = refusal(placing_together.place_all, seen, group=group, by=alice)
    assert said.startswith("Birch Road Primary School: Frank Farrow has prepared a decision")
    assert placed() == 0


def test_there_is_room_for_all_or_the_lead_says_why_not(three, group, alice, frank):
    WorkGroup.objects.update(capacity=2)
    said = refusal(placing_together.place_all, picked(*three), group=group, by=frank)
    assert said.startswith("Stroud has 2 places left, and you chose 3 schools.")
    said = refusal(placing_together.place_all, picked(*three), group=group, by=frank, over="They share a head.")
    assert said.startswith("Cedar Primary School: Stroud is full")
    placing_together.place_all(picked(*three), group=group, by=alice, over="They share a head.")
    assert WorkGroup.objects.with_seats().get().seats_said == "3 of 2, 1 by override"


def test_nobody_is_left_behind_silently(three, group, alice):
    ash, birch, cedar = three
    said = refusal(placing_together.place_all, picked(ash, cedar), group=group, by=alice)
    assert said.startswith("Birch Road Primary School and Ash Lane Primary School named each other")
    placing_together.place_all(picked(ash, birch), group=group, by=alice)  # a wish of one side binds nobody
    assert placed() == 2


def test_who_is_kept_apart_may_stay_behind_and_may_not_come_along(three, group, alice):
    ash, birch, cedar = three
    apart.keep(ash, birch, reason="Their heads asked us to.", by=alice)
    said = refusal(placing_together.place_all, picked(*three), group=group, by=alice)
    assert "are kept apart (Alice Adeyemi: Their heads asked us to.)" in said
    placing_together.place_all(picked(ash, cedar), group=group, by=alice)
    assert placed() == 2


def test_nobody_from_elsewhere_and_not_too_many(three, group, dana, alice):
    assert "Only people at the desk" in refusal(placing_together.place_all, picked(*three), group=group, by=dana)
    assert "Tick the schools" in refusal(placing_together.place_all, {}, group=group, by=alice)
    many = dict.fromkeys(range(1, 50), Seen("", None))
    assert "more than 40" in refusal(placing_together.place_all, many, group=group, by=alice)
    assert "not there any more" in refusal(placing_together.place_all, {0: Seen("", None)}, group=group, by=alice)


# --- The page


def typed(three, group, **more) -> dict:
    found = {f"seen-{one.reference}": f"{one.status}::{one.version}" for one in three}
    return found | {"pick": [one.reference for one in three], "group": group.pk, **more}


def test_the_page_shows_who_belongs_together_and_places_them_in_one_press(client, three, group, alice):
    client.force_login(alice)
    ash = three[0]
    for page in (f"/desk/glow/applications/{ash.reference}/", "/desk/glow/queue/", "/desk/glow/groups-of-schools/"):
        assert f"/desk/glow/groups-of-schools/{ash.reference}/" in client.get(page).content.decode(), page
    address = f"/desk/glow/groups-of-schools/{ash.reference}/"
    page = client.get(address)
    assert sorted(page.context["together"].ticked) == sorted(one.reference for one in three)
    assert "Is named by Cedar Primary School, and does not name it" in page.content.decode()
    assert client.post(address, typed(three, group, do="prepare")).context["form"].errors.keys() == {"answer_by"}
    done = client.post(address, typed(three, group, do="place"), follow=True)
    assert "3 schools placed in Stroud" in done.content.decode()
    assert "Has a place in Stroud" in done.content.decode()
    again = client.post(address, typed(three, group, do="place"))
    assert (again.status_code, placed()) == (422, 3)


def test_a_page_that_is_behind_is_refused_with_what_was_typed(client, three, group, alice, frank):
    client.force_login(alice)
    reviewing.take_on(three[1], by=frank)
    address = f"/desk/glow/groups-of-schools/{three[0].reference}/"
    page = client.post(address, typed(three, group, do="prepare", answer_by=f"{steps.in_days(9):%d/%m/%Y}"))
    assert page.status_code == 409
    assert "Birch Road Primary School: Frank Farrow took on this application before you" in page.content.decode()
    assert f'value="{group.pk}" id="together_group_0" checked' in page.content.decode()


def test_two_are_kept_apart_there_with_a_reason(client, three, group, alice):
    client.force_login(alice)
    ash, birch, _ = three
    address = f"/desk/glow/groups-of-schools/{ash.reference}/"
    pair = {"do": "apart", "one": ash.reference, "other": birch.reference}
    assert "reason" in client.post(address, pair).context["form"].errors
    client.post(address, pair | {"reason": "Their heads asked us to."})
    for page in (address, f"/desk/glow/applications/{birch.reference}/", f"/desk/glow/plan/{ash.project.code}/"):
        assert "Their heads asked us to." in client.get(page).content.decode(), page
    assert birch.reference not in client.get(address).context["together"].ticked
    client.post(address, {"do": "let", "pair": KeptApart.objects.get().pk})
    assert not KeptApart.objects.exists()


def test_who_is_tied_to_nobody_is_led_to_its_application(client, sent, alice):
    client.force_login(alice)
    answer = client.get(f"/desk/glow/groups-of-schools/{sent.reference}/")
    assert answer.url == f"/desk/glow/applications/{sent.reference}/"
    assert side_by_side.cluster_of(sent) is None
