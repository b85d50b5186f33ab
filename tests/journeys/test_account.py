"""Every page of allauth wears our look: axe finds nothing, empty or with errors."""

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


def test_a_wrong_password_is_said_at_the_top_and_beside_the_form(alice, page, axe):
    page.goto("/account/login/")
    page.click("text=Sign in with a password instead")
    page.fill("#id_login", "alice@example.org")
    page.fill("#id_password", "not this one at all")
    page.click("text=Sign in with the password")
    assert page.title().startswith("Error: ")
    assert "do not match" in page.text_content(".error-summary")
    axe(page)
