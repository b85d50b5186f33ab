"""A lead with a passkey: added, signed in with and without a password, renamed and removed."""

import pytest
from playwright.sync_api import expect

from tests.accounts.doors import with_password
from tests.factories import PASSWORD
from tests.journeys.test_account import press, sign_in_with_password


@pytest.fixture
def page_with_a_key(open_page):
    """A phone whose browser holds passkeys and whose owner always says yes."""
    page = open_page(375)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def add_a_key(page, axe) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    press(page, "Go on")
    axe(page)
    page.fill("#id_name", "My phone")
    page.get_by_label("Sign in with it alone").check()
    press(page, "Add it")
    axe(page)


def test_a_passkey_signs_in_by_itself_and_as_the_second_step(alice, page_with_a_key, axe):
    page = page_with_a_key
    sign_in_with_password(page, with_password(alice).email, PASSWORD)
    add_a_key(page, axe)
    page.goto("/account/2fa/webauthn/")
    expect(page.locator(".tag", has_text="Passkey")).to_be_visible()
    axe(page)
    press(page, "Sign out")
    page.goto("/account/login/?next=/desk/")
    press(page, "Sign in with a passkey")
    expect(page.locator("h1")).to_contain_text("Queue")
    press(page, "Sign out")
    sign_in_with_password(page, alice.email, PASSWORD)
    press(page, "Use a security key")
    expect(page.locator("h1")).not_to_contain_text("second step")
    rename_and_remove(page, axe)


def rename_and_remove(page, axe) -> None:
    page.goto("/account/2fa/webauthn/")
    page.click("text=Change its name")
    page.fill("#id_password", PASSWORD)  # a sign-in of its own: shown once more before a key is changed
    press(page, "Go on")
    axe(page)
    page.fill("#id_name", "My old phone")
    press(page, "Save the name")
    expect(page.get_by_text("My old phone", exact=True)).to_be_visible()
    page.click("text=Remove it")
    expect(page.get_by_role("link", name="Keep it")).to_be_visible()
    axe(page)
    press(page, "Remove it")
    expect(page.get_by_text("You have none yet")).to_be_visible()
