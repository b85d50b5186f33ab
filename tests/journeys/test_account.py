"""Every page of allauth wears our look: axe finds nothing, empty or with errors."""

import re

import pytest
from playwright.sync_api import expect

from tests.accounts.doors import code_of, with_password
from tests.factories import PASSWORD

STRANGERS = [
    "/account/login/",
    "/account/login/code/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/inactive/",
]
OWNERS = [
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/logout/",
]


def test_pages_before_signing_in_are_open_to_everybody(db, page, axe):
    for path in STRANGERS:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        axe(page)


def test_pages_of_ones_own_account_are_open_to_everybody(alice, page, axe, sign_in):
    sign_in(page, alice)
    for path in OWNERS:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        axe(page)


@pytest.fixture
def alice_at_the_door(alice):
    """Alice with a password and a confirmed address, not signed in."""
    return with_password(alice)


def press(page, words: str):
    """A button, and the page behind it."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def sign_in_with_password(page, email: str, password: str, then: str = "/start/"):
    page.goto(f"/account/login/?next={then}")
    page.click("text=Sign in with a password instead")
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    press(page, "Sign in with the password")


def test_a_wrong_password_is_said_at_the_top_and_beside_the_form(alice, page, axe):
    page.goto("/account/login/")
    page.click("text=Sign in with a password instead")
    page.fill("#id_login", "alice@example.org")
    page.fill("#id_password", "not this one at all")
    press(page, "Sign in with the password")
    expect(page).to_have_title(re.compile("^Error: "))
    assert "do not match" in page.text_content(".error-summary")
    axe(page)


def test_a_second_step_is_set_up_and_asked_for(alice_at_the_door, page, axe):
    sign_in_with_password(page, alice_at_the_door.email, PASSWORD)
    page.goto("/account/2fa/totp/activate/")
    assert page.text_content("h1") == "Show that it is you"
    axe(page)
    page.fill("#id_password", PASSWORD)
    press(page, "Go on")
    axe(page)  # a picture to scan, a key to type
    page.fill("#id_code", code_of(page.input_value("#authenticator_secret")))
    press(page, "Turn it on")
    axe(page)  # the recovery codes
    for path in ["/account/2fa/", "/account/2fa/webauthn/add/", "/account/2fa/totp/deactivate/"]:
        page.goto(path)
        axe(page)
    press(page, "Sign out")
    sign_in_with_password(page, alice_at_the_door.email, PASSWORD)
    assert page.text_content("h1") == "The second step"
    axe(page)
