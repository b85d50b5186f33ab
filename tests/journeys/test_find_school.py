"""A school finds itself: typed and sent, and with the suggestions that come while typing."""

import pytest
from playwright.sync_api import expect

from schools.register import import_register
from tests.schools.conftest import LINKS, REGISTER


@pytest.fixture
def schools(live_server):
    import_register(REGISTER, links=LINKS)


def finder(page):
    return page.get_by_role("combobox", name="Name, town, postcode or number")


def test_a_school_is_found_without_javascript(schools, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/schools/")
    page.get_by_label("Name, town, postcode or number").fill("st oswald church of england")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="St. Oswald's Church of England (VC) Primary School").click()
    page.wait_for_url("**/apply/700004/")


def test_a_school_is_chosen_by_keyboard_while_typing(schools, page, axe):
    page.goto("/schools/")
    finder(page).press_sequentially("st mary")
    options = page.get_by_role("listbox", name="Schools").get_by_role("option")
    expect(options).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="2 schools fit")).to_have_count(1)
    expect(finder(page)).to_have_attribute("aria-expanded", "true")
    axe(page)
    finder(page).press("ArrowDown")
    finder(page).press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(finder(page)).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    axe(page)
    finder(page).press("Enter")
    page.wait_for_url("**/apply/700003/")


def test_escape_closes_the_list_and_enter_then_searches(schools, page):
    page.goto("/schools/")
    finder(page).press_sequentially("kingfisher")
    listbox = page.get_by_role("listbox", name="Schools")
    expect(listbox).to_be_visible()
    finder(page).press("Escape")
    expect(listbox).to_be_hidden()
    expect(finder(page)).to_have_value("kingfisher")
    finder(page).press("Enter")
    page.wait_for_url("**/schools/?q=kingfisher")
    expect(page.get_by_role("heading", name="1 school fits “kingfisher”")).to_be_visible()


def test_a_school_is_chosen_with_a_click_and_an_old_name_says_what_it_was(schools, page):
    page.goto("/")
    box = page.get_by_role("combobox", name="Start with your school")
    box.press_sequentially("hollow oak inf")
    option = page.get_by_role("option")
    expect(option).to_contain_text("Hollow Oak Primary School")
    expect(option).to_contain_text("was Hollow Oak Infant School (URN 700009)")
    option.click()
    page.wait_for_url("**/apply/700011/")


def test_a_name_that_is_only_text_stays_text(schools, page):
    page.goto("/schools/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.get_by_role("heading", name="No school fits")).to_be_visible()


@pytest.mark.parametrize("query", ["", "?q=st+mary", "?q=zzz", "?q=larkrise", "?q=700009"])
def test_every_state_of_the_page_is_open_to_everybody(schools, page, axe, query):
    page.goto(f"/schools/{query}")
    axe(page)


def test_the_page_is_readable_on_the_narrowest_screen_with_its_list_open(schools, open_page, axe):
    page = open_page(320)
    page.goto("/schools/")
    finder(page).press_sequentially("primary")
    expect(page.get_by_role("option").first).to_be_visible()
    axe(page)


def test_a_register_that_is_away_leaves_the_page_as_it_was(schools, page):
    page.route("**/schools/?format=json*", lambda route: route.abort())
    page.goto("/schools/")
    finder(page).press_sequentially("kingfisher")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox", name="Schools")).to_be_hidden()
    finder(page).press("Enter")
    page.wait_for_url("**/schools/?q=kingfisher")
