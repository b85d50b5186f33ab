"""A draft in two browsers, the connection cut in the middle: what is typed is saved, kept, and sent later."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from applications.models import Application
from journal.models import Email
from tests import factories

ADDRESS = "olive@ashlane.example.org"


@pytest.fixture
def opening(glow, readiness, ash_lane):
    cache.clear()
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return factories.OpeningFactory(hub=glow, project=readiness)


def begin(page, school, axe) -> None:
    page.goto(f"/apply/{school.urn}/")
    axe(page)
    page.get_by_label("Your email address").fill(ADDRESS)
    page.get_by_role("button", name="Start your application").click()
    expect(page).to_have_title(re.compile("Your application"))
    axe(page)


def to_the_first_page(page) -> None:
    page.locator(".task-list a[href*='/people/']").click()
    expect(page.get_by_label("First name")).to_be_visible()


def saved(page):
    return expect(page.locator("[data-saved]"))


def test_a_draft_goes_on_across_two_devices_with_the_connection_cut(open_page, opening, ash_lane, axe):
    desk, phone = open_page(1280), open_page(375)
    begin(desk, ash_lane, axe)
    to_the_first_page(desk)
    desk.get_by_label("First name").fill("Olive")
    saved(desk).to_have_text(re.compile(r"Saved at \d"))
    desk.context.set_offline(True)
    desk.get_by_label("Last name").fill("Oakes")
    saved(desk).to_have_text("Not connected: kept in this browser, sent when you are back.")
    axe(desk)
    desk.context.set_offline(False)
    saved(desk).to_have_text(re.compile(r"Saved at \d"))
    phone.goto(re.search(r"http\S+(/draft/\S+)", Email.objects.get(to=ADDRESS).text)[1])
    axe(phone)
    phone.get_by_role("button", name="I began it: go on").click()
    to_the_first_page(phone)
    expect(phone.get_by_label("Last name")).to_have_value("Oakes")
    phone.get_by_label("Last name").fill("Oakley")
    saved(phone).to_have_text(re.compile(r"Saved at \d"))
    desk.get_by_label("Last name").fill("Ochre")
    saved(desk).to_have_text(re.compile("Press “Save and continue” to see both"))
    desk.get_by_role("button", name="Save and come back later").click()
    expect(desk.get_by_role("heading", name="Two versions: choose which to keep")).to_be_visible()
    axe(desk)
    desk.get_by_label("Keep what you typed, as it stands below").check()
    desk.get_by_role("button", name="Save and come back later").click()
    expect(desk).to_have_title(re.compile("Your application"))
    assert Application.objects.get().answers["last_name"] == "Ochre"


def test_what_was_typed_before_the_script_came_is_saved(open_page, draft, bob, sign_in):
    page = open_page(375)
    sign_in(page, bob)
    page.goto(f"/apply/{draft.reference}/")
    late = []
    page.route("**/draft*.js", lambda route: late.append(route))
    page.locator(".task-list a[href*='/people/']").click(no_wait_after=True)
    page.get_by_label("First name").fill("Roberta")
    late[0].continue_()
    saved(page).to_have_text(re.compile(r"Saved at \d"))
    assert Application.objects.get().answers["first_name"] == "Roberta"


def test_what_was_typed_while_signed_out_comes_back(open_page, draft, bob, sign_in, axe):
    page = open_page(375)
    sign_in(page, bob)
    page.goto(f"/apply/{draft.reference}/")
    to_the_first_page(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("First name").fill("Bob")
    saved(page).to_have_text(re.compile("You are signed out"))
    axe(page)
    sign_in(page, bob)
    page.get_by_role("link", name="Load this page again").click()
    saved(page).to_have_text(re.compile(r"Saved at \d"))
    expect(page.get_by_label("First name")).to_have_value("Bob")
    assert Application.objects.get().answers["first_name"] == "Bob"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0
