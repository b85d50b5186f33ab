"""Somebody says on a phone that they act for a school; the hub reads who is not verified, and confirms it."""

import pytest
from playwright.sync_api import expect

from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_asks_and_the_hub_confirms(open_page, sign_in, axe, ash_lane, glow, charlie, alice, readiness):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    sent = steps.sent(ash_lane, glow, charlie)
    page = open_page(width=375)
    sign_in(page, charlie)
    page.goto("/my/")
    page.get_by_role("link", name="Say that you do").click()
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Ask to act for this school").click()
    expect(page.locator(".error-summary")).to_be_focused()
    axe(page)
    page.get_by_label("Office").check()
    page.get_by_label("Your name").fill("Charlie Cole")
    page.get_by_role("button", name="Ask to act for this school").click()
    expect(page.get_by_text("GLOW Maths Hub asks the school")).to_be_visible()
    axe(page)

    desk = open_page(width=1280)
    sign_in(desk, alice)
    desk.goto(f"/desk/glow/applications/{sent.reference}/")
    desk.get_by_role("link", name="Confirm or refuse it").click()
    axe(desk)
    desk.get_by_role("button", name="The school confirms it").press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Charlie Cole acts for Ash Lane Primary School")

    sign_in(page, charlie)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who acts for the school")
    axe(page)
