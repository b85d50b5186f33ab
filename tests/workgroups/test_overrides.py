"""Beyond a group's places goes only a hub lead with a reason, and the number says so (1.6, R1)."""

import pytest
from django.db import IntegrityError, transaction

from applications import placement, reviewing
from applications.deciding import offering, preparing, waiting
from applications.models import Application
from tests import factories, steps
from tests.applications.test_workflow import refusal
from workgroups import groups, places
from workgroups.models import Place, WorkGroup

pytestmark = pytest.mark.django_db

WHY = "Its federation brings two classes."


@pytest.fixture
def full(glow, readiness):
    """A group of two with two schools in it."""
    group = factories.WorkGroupFactory(hub=glow, project=readiness, name="Stroud", capacity=2)
    for _ in range(2):
        take(group)
    return group


@pytest.fixture
def over(full, alice):
    take(full, by=alice, over=WHY)
    return full


def take(group, by=None, **more):
    return places.take(group=group, school=factories.SchoolFactory(), by=by, **more)


def seen(group) -> WorkGroup:
    return WorkGroup.objects.with_seats().with_overrides().get(pk=group.pk)


def test_a_lead_goes_beyond_the_places_and_the_place_keeps_who_when_and_why(full, alice):
    place = take(full, by=alice, over=f" {WHY} ")
    assert (place.over_why, place.overridden_by, place.overridden_at is None) == (WHY, alice, False)
    assert (seen(full).seats_said, seen(full).seats_left) == ("3 of 2, 1 by override", 0)
    assert seen(full).overridden == [place]
    assert place.overrides[0].startswith("Over the group’s places, by Alice Adeyemi, ")
    assert place.overrides[0].endswith(WHY)


@pytest.mark.parametrize("who", ["frank", "erin", "bob", "dana"])
def test_nobody_else_does(full, request, who):
    said = refusal(take, full, by=request.getfixturevalue(who), over=WHY)
    assert said == f"Stroud is full: all 2 places are taken. {places.ONLY_LEAD_OVER}"
    assert seen(full).taken == 2


def test_a_lead_without_a_reason_does_not_either(full, alice):
    assert "is full" in refusal(take, full, by=alice, over=" \n")


def test_a_reason_that_was_not_needed_makes_no_override(glow, readiness, alice):
    group = factories.WorkGroupFactory(hub=glow, project=readiness)
    assert take(group, by=alice, over=WHY).overridden_at is None
    assert seen(group).seats_said == "1 of 8"


def test_an_override_opens_no_seat_for_the_next(over, alice):
    ordinary = Place.objects.filter(group=over, over_why="").first()
    places.give_up(ordinary, by=alice)
    assert seen(over).seats_said == "2 of 2, 1 by override"
    assert "is full: 2 of 2, 1 by override" in refusal(take, over)
    places.give_up(Place.objects.overridden().get(), by=alice)
    take(over)
    assert seen(over).seats_said == "2 of 2"


def test_a_freed_seat_of_a_group_that_is_over_is_not_offered_to_the_next(sent, birch_road, glow, grace, alice):
    group = steps.group_of(sent, capacity=1)
    take(group)
    offer = offering.of(sent_beyond(sent, group, alice))
    waits = steps.listed(steps.sent(birch_road, glow, grace), alice)
    offering.turn_down(offer, reason="We merge.")
    assert "is full" in refusal(waiting.offer_next, group, by=alice)
    assert waits.waiting_entries.filter(left=None).exists()


def sent_beyond(application, group, alice):
    decision = preparing.prepare(application, by=alice, kind="offer", group=group, answer_by=steps.in_days(9), over=WHY)
    assert decision.place.over_why == WHY
    steps.releasing.carry_out(decision, by=alice)
    return application


def test_a_group_that_is_over_can_grow_and_not_shrink(over, alice):
    take(over, by=alice, over="Another one.")
    said = refusal(places.resize, over, capacity=1, by=alice)
    assert said == "Stroud has 4 of 2, 2 by override: its capacity can grow, and not be lower than it is."
    assert places.resize(over, capacity=3, by=alice).capacity == 3
    assert seen(over).seats_said == "4 of 3, 2 by override"
    assert groups.change(over, by=alice, capacity=3, venue="The school").venue == "The school"


def test_the_database_keeps_no_override_without_who_when_and_why(over, alice):
    place = Place.objects.overridden().get()
    for half in ({"over_why": ""}, {"overridden_by": None}, {"overridden_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=place.pk).update(**half)


def test_a_school_that_is_not_eligible_is_told_with_the_number(sent, alice):
    Application.objects.update(outcome="not_eligible")
    sent.refresh_from_db()
    group = steps.group_of(sent, capacity=1)
    take(group)
    reasons = {"reason": "Its head has changed.", "over": WHY}
    place = placement.place(sent, group=group, by=alice, **reasons).place
    assert seen(group).seats_said == "2 of 1, 1 by override, 1 not eligible"
    assert [words.partition(",")[0] for words in place.overrides] == [
        "Over the group’s places",
        "Not eligible by a check",
    ]
    reviewing.reopen(Application.objects.get(pk=sent.pk), reason="A slip.", by=alice)
    assert seen(group).seats_said == "1 of 1"


# --- The pages


def test_a_lead_chooses_a_full_group_with_a_reason_on_the_page(client, sent, glow, alice, frank):
    group = steps.group_of(sent, capacity=1, name="Stroud")
    take(group)
    address = f"/desk/glow/applications/{sent.reference}/"
    typed = {"group": group.pk, "seen": "submitted", "over": ""}
    client.force_login(frank)
    assert "Only the hub lead can go beyond its places" in client.get(address).content.decode()
    assert client.post(f"{address}place/", typed | {"over": WHY}).status_code == 409
    client.force_login(alice)
    missing = client.post(f"{address}place/", typed)
    assert missing.context["form"].errors["over"] == ["Write why this group takes one more than its places."]
    client.post(f"{address}place/", typed | {"over": WHY})
    for page in (address, "/desk/glow/groups/", f"/desk/glow/groups/{group.pk}/"):
        assert WHY in client.get(page).content.decode(), page
    assert "2 of 1, 1 by override" in client.get("/desk/glow/groups/").content.decode()
    assert "Placed, by override" in client.get("/desk/glow/queue/?status=all").content.decode()


def test_what_is_prepared_says_it_in_the_summary_and_the_plan(client, sent, readiness, alice):
    group = steps.group_of(sent, capacity=1)
    take(group)
    preparing.prepare(sent, by=alice, kind="offer", group=group, answer_by=steps.in_days(9), over=WHY)
    client.force_login(alice)
    for page in ("/desk/glow/decisions/", f"/desk/glow/applications/{sent.reference}/"):
        html = client.get(page).content.decode()
        assert WHY in html
    assert "2 of 1, 1 by override" in client.get("/desk/glow/decisions/").content.decode()
    steps.sent(factories.SchoolFactory(), sent.hub, factories.UserFactory())
    board = client.get(f"/desk/glow/plan/{readiness.code}/")
    assert "2 of 1, 1 by override" in board.content.decode()
    assert board.context["board"].columns[0].left == 0
