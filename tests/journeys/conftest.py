"""A real browser on a live server: `page` at the width of a desk and of a phone, `axe`, and `sign_in`."""

import os
import shutil

# The browser's driver runs an event loop in this thread; Django's own guard would take it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
if os.geteuid() == 0:
    ARGUMENTS.append("--no-sandbox")
WIDTHS = {"desktop": 1280, "phone": 375}
# A page that answers 403 or 404 on purpose is no fault of the browser's.
EXPECTED = "Failed to load resource"
expect.set_options(timeout=20_000)  # a busy machine is no fault of the page's


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(width=320, color_scheme="dark")`: a page in a browser of its own.

    Whatever it complains of (a script's error, a style the policy forbids) fails the test.
    """
    contexts, complaints = [], []

    def heard(message):
        if message.type == "error" and not message.text.startswith(EXPECTED):
            complaints.append(message.text)

    def opened(width: int = WIDTHS["desktop"], **options):
        size = {"width": width, "height": 900}
        context = browser.new_context(
            base_url=live_server.url, viewport=size, locale="en-GB", timezone_id="Europe/London", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS.keys())
def page(request, open_page):
    """One page, first at the width of a desk, then of a phone."""
    return open_page(request.param)


@pytest.fixture
def axe():
    """`axe(page)`: nothing that keeps people out, by all of axe's rules, and no sideways scrolling."""

    def clean(page):
        results = Axe().run(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        assert sideways(page) <= 0, f"{page.url} scrolls sideways"

    return clean


def sideways(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def sign_in(client, live_server):
    """`sign_in(page, user)`: signed in without the pages of signing in, which have tests of their own."""

    def signed(page, user):
        client.force_login(user, backend="accounts.backends.RoleBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return signed
