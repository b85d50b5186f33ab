"""The look in a real browser: focus, links, words counted, sent once, light and dark, narrow and on paper."""

import re
from functools import partial

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Route, expect

from demo.look import LookForm

TEXTS = [
    *("", "one", "  two words ", "a\nb\tc", "dash - dash", "no\xa0break"),
    *("zero\ufeffwidth", "tie\u203f \u2003wide", "💡 idea", "next\x85line"),
]
SHOW = "?errors=1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_element_is_open_to_everybody(db, open_page, axe, scheme):
    page = open_page(color_scheme=scheme)
    for query in ["", SHOW, "?desk=1&said=1", "?desk=1&errors=1"]:
        page.goto(f"/demo/look/{query}")
        axe(page)


def test_pages_are_readable_on_the_narrowest_screen(db, open_page, axe):
    page = open_page(320)
    for path in ["/", "/demo/look/", f"/demo/look/{SHOW}", "/account/login/", "/account/signup/"]:
        page.goto(path)
        axe(page)


def test_an_explicit_choice_of_dark_is_as_readable(db, open_page, axe):
    page = open_page(color_scheme="light")
    page.goto("/demo/look/?errors=1")
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 30)"
    axe(page)


def test_the_error_summary_has_the_focus_and_the_title_says_error(db, page):
    page.goto(f"/demo/look/{SHOW}")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_each_link_of_the_summary_moves_the_focus_to_its_field(db, page):
    page.goto(f"/demo/look/{SHOW}")
    links = page.locator(".error-summary a").all()
    reached = []
    for link in links:
        link.press("Enter")
        reached.append(page.evaluate("document.activeElement.name"))
    visible = [field.name for field in LookForm() if not field.is_hidden]
    assert [name.removesuffix("_0") for name in reached] == visible


def test_the_browser_counts_words_as_the_server_does(db, open_page):
    page = open_page()
    page.goto("/demo/look/")
    for text in TEXTS:
        page.fill("#id_statement", text)
        assert page.text_content(".word-count") == f"{250 - len(text.split())} words left", repr(text)


def test_too_many_words_are_said_by_number(db, page):
    page.goto("/demo/look/")
    page.fill("#id_statement", "word " * 251)
    assert page.text_content(".word-count") == "1 word too many"


def test_a_double_click_sends_once_and_the_button_keeps_its_value(db, page):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    page.goto("/demo/look/")
    with page.expect_navigation():
        page.evaluate("const b = document.querySelector('[name=go]'); b.click(); b.click()")
    assert len(sent) == 1
    assert 'name="go"\r\n\r\non' in sent[0]


def test_the_skip_link_comes_first_and_leads_to_the_content(db, page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_has_the_focus_wears_the_yellow_ring(db, page):
    page.goto("/")
    page.focus("#id_q")
    style = page.evaluate("(({outline, boxShadow}) => [outline, boxShadow])(getComputedStyle(document.activeElement))")
    assert style == ["rgb(255, 212, 0) solid 3px", "rgb(20, 32, 43) 0px 0px 0px 5px"]


def test_the_front_page_is_open_to_everybody(glow, readiness, page, axe):
    page.goto("/")
    axe(page)


def test_the_pages_for_what_goes_wrong_are_open_to_everybody(db, page, axe):
    for name in ["400", "403", "403_csrf", "404", "500", "503", "refused"]:
        body = render_to_string(f"{name}.html")
        page.route(f"**/wrong/{name}/", partial(Route.fulfill, content_type="text/html", body=body))
        page.goto(f"/wrong/{name}/")
        assert page.locator("h1").count() == 1
        axe(page)


def test_paper_has_no_furniture(db, page):
    page.goto("/demo/look/")
    page.emulate_media(media="print")
    shown = page.locator(".site-nav, .skip-link, .site-footer, .filter-panel, .form-actions").all()
    assert [piece for piece in shown if piece.is_visible()] == []


@pytest.mark.parametrize(("query", "least"), [("", 44), ("?desk=1", 24)])
def test_targets_are_large_enough(db, page, query, least):
    page.goto(f"/demo/look/{query}")
    controls = "main .btn, main .form-control, main .form-select, main .form-check, main .task-list a, .site-nav a"
    heights = page.eval_on_selector_all(
        controls, "all => all.map(one => [one.outerHTML.slice(0, 80), one.offsetHeight])"
    )
    assert len(heights) > 20
    assert [found for found in heights if found[1] < least] == []


def test_a_school_is_suggested_while_its_name_is_typed(ash_lane, page):
    page.goto("/")
    page.locator("#id_q").press_sequentially("ash la")
    page.locator(".finder-list li").first.click()
    page.wait_for_url("**/apply/900001/")
