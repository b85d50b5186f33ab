"""A hub puts one reminder off and stops another; who gets them chooses by the link, without signing in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hubs.reminders import choices
from hubs.reminders.sending import locked_reader
from tests import steps

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def test_a_hub_holds_reminders_back(page, sign_in, axe, alice, ash_lane, glow, bob, readiness):
    if timezone.localdate().month in (7, 8):
        pytest.skip("no reminders to schools in August")
    steps.closing(steps.draft(ash_lane, glow, bob), timezone.now() + timedelta(days=9))
    sign_in(page, alice)
    page.goto("/desk/glow/queue/")
    page.get_by_role("link", name="Reminders", exact=True).click()
    axe(page)
    page.get_by_text("Stop it or put it off").first.click()
    page.get_by_label("Not before").first.fill("soon")
    press(page, "Put it off")
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_role("link", name="Enter a day like").click()
    expect(page.get_by_label("Not before").first).to_be_focused()
    press(page, "Stop this one")
    expect(page.get_by_role("status")).to_contain_text("This reminder is stopped.")
    axe(page)
    press(page, "Let it go out after all")
    expect(page.get_by_role("status")).to_contain_text("goes out on its day")
    page.context.clear_cookies()
    page.goto(reverse("reminders:choose", args=[choices.token_of(locked_reader("olive@example.org"))]))
    axe(page)
    page.get_by_label("One for each reminder").check()
    page.get_by_label("Drafts that close soon").uncheck()
    press(page, "Save")
    expect(page.get_by_role("status")).to_contain_text("no reminders that you can do without")
    axe(page)
