"""A hub lead works the queue with the keyboard alone: ticks, declines together, saves a view, sees the groups."""

import pytest
from playwright.sync_api import expect

from applications.models import Application
from tests import factories, steps
from tests.applications.test_together import wish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(glow, ash_lane, birch_road, bob, grace, readiness):
    cedar = factories.SchoolFactory(name="Cedar Park Primary School")
    steps.sent(ash_lane, glow, bob, **wish(birch_road, cedar))
    steps.sent(birch_road, glow, grace)
    steps.sent(cedar, glow, factories.UserFactory())


def press(page, role, name, key="Enter"):
    page.get_by_role(role, name=name).focus()
    page.keyboard.press(key)


def test_many_are_declined_with_the_keyboard_alone(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    page.goto("/desk/glow/queue/?words=primary")
    press(page, "checkbox", "Choose Ash Lane Primary School", "Space")
    press(page, "checkbox", "Choose Birch Road Primary School", "Space")
    expect(page.get_by_text("2 chosen:")).to_be_visible()
    axe(page)
    press(page, "button", "Decline with one reason")
    expect(page.get_by_text("2 schools will get an email now")).to_be_visible()
    axe(page)
    press(page, "button", "Decline 2 and tell the schools")
    expect(page.locator(".error-summary")).to_be_focused()
    axe(page)
    page.get_by_label("Reason for declining").focus()
    page.keyboard.type("All places of this year are taken.")
    press(page, "button", "Decline 2 and tell the schools")
    expect(page.get_by_role("status")).to_contain_text("2 of 2 declined")
    axe(page)
    assert Application.objects.filter(status="declined").count() == 2


def test_a_view_is_saved_and_the_groups_stand_side_by_side(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    page.goto("/desk/glow/queue/?owner=nobody")
    press(page, "link", "Save this view")
    expect(page.get_by_role("heading", level=1)).to_have_text("Save this view")
    axe(page)
    page.get_by_label("Name").fill("Nobody’s yet")
    press(page, "button", "Save the view")
    expect(page.get_by_role("status").first).to_contain_text("is saved")
    axe(page)
    press(page, "link", "Change views")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved views")
    axe(page)
    page.goto("/desk/glow/groups-of-schools/")
    expect(page.get_by_role("heading", level=2)).to_contain_text("and 2 more")
    axe(page)
