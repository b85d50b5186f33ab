"""From the front page through the check to a draft that begins with what was said: on a phone, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from applications.models import Application
from tests import factories


@pytest.fixture
def open_hub(live_server, glow, readiness, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return factories.OpeningFactory(hub=glow, project=readiness)


def answer(page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label).check()
    page.get_by_role("button", name="Continue").click()


def go_through(page) -> None:
    """The four questions of a primary school that is new to the programme."""
    answer(page, "No, in none of them")
    answer(page, "Many changes of staff held us back")
    answer(page, "We need a year to get ready")
    answer(page, "Yes, two teachers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Start at Readiness")


def test_a_headteacher_finds_out_on_a_phone_and_starts(open_hub, open_page, axe):
    page = open_page(width=375)
    page.goto("/")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Which Work Group is right for my school?").click()
    axe(page)
    page.get_by_role("combobox").press_sequentially("ash lane")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/which/900001/")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    go_through(page)
    axe(page)
    page.get_by_role("button", name="Start your application").click()
    expect(page.get_by_role("radio", name="Readiness")).to_be_checked()
    page.get_by_label("Email").first.fill("pat@example.org")
    page.get_by_role("button", name="Start your application").click()
    page.wait_for_url("**/apply/EOI-*/")
    assert Application.objects.get().answers == {"criterion_turnover": True}


def test_the_check_needs_no_script(open_hub, open_page, axe):
    page = open_page(java_script_enabled=False)
    page.goto("/which/")
    page.get_by_label("Your school’s name, town, postcode or number").fill("ash lane")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Ash Lane Primary School").click()
    go_through(page)
    page.get_by_role("link", name=re.compile("Change.*Where is your school with maths")).click()
    answer(page, "We are ready to change how maths is taught")
    answer(page, "Yes, two teachers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Start at Development")
    expect(page.get_by_text("Your hub has not opened Development")).to_be_visible()
