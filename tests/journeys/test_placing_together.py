"""A hub lead places schools that named each other in one press, one more than the group's places, with a reason."""

import pytest
from playwright.sync_api import expect

from tests import factories, steps
from tests.applications.test_together import sent as naming

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_group_of_schools_is_placed_in_one_press(
    page, sign_in, axe, alice, glow, ash_lane, birch_road, bob, readiness
):
    cedar = factories.SchoolFactory(name="Cedar Park Primary School")
    ash = naming(ash_lane, glow, birch_road, by=bob)
    for school in (birch_road, cedar):
        naming(school, glow, ash_lane)
    steps.group_of(ash, 2, name="Stroud Readiness")
    sign_in(page, alice)
    page.goto(f"/desk/glow/applications/{ash.reference}/")
    page.get_by_role("link", name="Place together with the schools it belongs with").click()
    axe(page)
    page.get_by_label("Stroud Readiness").check()
    page.get_by_role("button", name="Place all ticked now").click()
    expect(page.get_by_role("alert")).to_contain_text("2 places left, and you chose 3 schools")
    page.get_by_label("Why a full group takes one more").fill("They share one head.")
    page.get_by_role("button", name="Place all ticked now").click()
    expect(page.get_by_role("status")).to_contain_text("3 schools placed in Stroud Readiness")
    axe(page)
    page.get_by_text("Keep two of them apart").click()
    page.get_by_role("button", name="Keep them apart").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a school.")
    axe(page)
    page.goto("/desk/glow/groups/")
    expect(page.get_by_text("3 of 2, 1 by override").first).to_be_visible()
    expect(page.get_by_text("They share one head.")).to_be_visible()
    axe(page)
