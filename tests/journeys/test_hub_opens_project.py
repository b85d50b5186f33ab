"""A hub lead opens Development with a closing date; a school reads of it on its phone and finds its form."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from journal.clock import day
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def test_a_lead_opens_development_and_its_page_shows_it(page, sign_in, axe, alice, readiness, glow, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    sign_in(page, alice)
    page.goto("/desk/glow/settings/")
    axe(page)
    page.get_by_role("link", name="Open Primary Teaching for Mastery – Development").click()
    page.get_by_label("Closes on").fill("")
    press(page, "Open it to schools")
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_role("link", name="Enter the day it closes").click()
    expect(page.get_by_label("Closes on")).to_be_focused()
    closes = day(timezone.now() + timedelta(days=30))
    page.get_by_label("Closes on").fill(closes)
    page.get_by_label("Closing time").fill("3:30pm")
    page.get_by_label("What schools should know").fill("We meet in Stroud.")
    axe(page)
    press(page, "Open it to schools")
    expect(page.get_by_role("status")).to_contain_text(f"It closes at 3:30pm on {closes}.")
    page.context.clear_cookies()
    page.goto("/hubs/?q=gl5+1aa")
    axe(page)
    page.get_by_role("link", name="GLOW Maths Hub").first.click()
    axe(page)
    page.get_by_role("link", name="Primary Teaching for Mastery – Development").click()
    expect(page.get_by_text(f"Open until 3:30pm on {closes}.").first).to_be_visible()
    expect(page.get_by_text("We meet in Stroud.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Find your school and apply").first.click()
    finder = page.get_by_role("combobox", name="Name, town, postcode or number")
    finder.press_sequentially("ash lane")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/apply/900001/?hub=glow&project=NCP26-09")


def test_the_hubs_words_are_seen_in_the_emails_first(open_page, sign_in, axe, alice, readiness):
    page = open_page(375)
    sign_in(page, alice)
    page.goto("/desk/glow/settings/emails/")
    page.get_by_label("When a school gets a place").fill("Bring a pen.")
    press(page, "See the emails")
    expect(page.locator(".mail-text").nth(1)).to_contain_text("Bring a pen.")
    axe(page)
    press(page, "Save these words")
    expect(page.get_by_role("status")).to_contain_text("Your paragraphs are saved.")
    for path in ("specialists/new/", "page/new/story/", "contact/", "privacy/"):
        page.goto(f"/desk/glow/settings/{path}")
        axe(page)


def test_a_lead_mends_what_a_group_lacks_on_a_phone(open_page, sign_in, axe, alice, glow, readiness):
    lead, full = (factories.SpecialistFactory(hub=glow, most_groups=1) for _ in range(2))
    factories.WorkGroupFactory(hub=glow, project=readiness, name="West", lead=full, venue="Library", dates="Tuesdays")
    factories.WorkGroupFactory(hub=glow, project=readiness, name="East", venue="Library", dates="Tuesdays")
    page = open_page(375)
    sign_in(page, alice)
    page.goto("/desk/glow/groups/")
    page.get_by_role("link", name="No lead").click()
    axe(page)
    page.get_by_role("link", name="Choose a lead of East").click()
    axe(page)
    expect(page.get_by_label(str(full), exact=True)).to_be_disabled()
    page.get_by_label(str(lead), exact=True).check()
    press(page, "Save the group")
    expect(page.get_by_text("No lead")).to_have_count(0)
    page.goto("/desk/glow/settings/specialists/")
    axe(page)
    expect(page.get_by_text("1 of 1 group")).to_have_count(2)
