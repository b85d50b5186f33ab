"""A school that goes on with its group: last year's answers are looked at, ticked and sent, hardly anything typed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories, steps
from workgroups.editions import copy_to_next_year


@pytest.fixture
def next_year(ash_lane, glow, bob, alice, adam, editions):
    """Bob's draft for Embedding after a year in Development."""
    developed = steps.sent(ash_lane, glow, bob, factories.project("development"), lead_senior_first_name="Siân")
    steps.placed(developed, alice, steps.group_of(developed, name="Stroud Valleys"))
    return steps.draft(ash_lane, glow, bob, copy_to_next_year(factories.project("embedding"), by=adam))


def test_last_years_group_and_teachers_are_confirmed_not_typed(next_year, bob, page, sign_in, axe):
    sign_in(page, bob)
    page.goto(reverse("apply:page", args=[next_year.reference, "group", "your-group"]))
    expect(page.get_by_text("From last year: Stroud Valleys, 2026/27.")).to_be_visible()
    expect(page.get_by_label("Name of your Work Group last year")).to_have_value("Stroud Valleys")
    axe(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.locator(".error-summary a").press("Enter")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(reverse("apply:page", args=[next_year.reference, "people", "lead-senior"]))
    expect(page.get_by_label("First name")).to_have_value("Siân")
    page.get_by_label("I have checked these answers").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the second lead teacher?")
