"""A hub lead comes in as staff do: invited, a password, an app on the phone, recovery codes; and out with the role."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts import roles
from hubs import people
from hubs.models import HubRole
from journal.models import Email
from tests.accounts.doors import code_of
from tests.accounts.test_invitations import token_sent
from tests.factories import PASSWORD
from tests.journeys.test_account import press, sign_in_with_password

LEAD = "lara@example.org"


@pytest.fixture
def invited(glow, adam):
    people.invite(hub=glow, email=LEAD, kind=HubRole.Kind.LEAD, by=adam)
    return f"/invitation/{token_sent()}/"


def newest_code() -> str:
    return re.search(r"\b\d{4}-?\d{4}\b", Email.objects.filter(to=LEAD).latest("pk").text)[0]


def on(page, title: str, axe) -> None:
    expect(page.locator("h1")).to_contain_text(title)
    axe(page)


def take_up(page, link: str, axe) -> None:
    page.goto(link)
    on(page, "Hub lead", axe)
    with page.expect_navigation():
        page.click("text=Create an account")
    press(page, "Create the account")
    page.fill("#id_code", newest_code())
    press(page, "Go on")
    press(page, "Take it up")


def set_up(page, axe) -> tuple[str, list[str]]:
    """From the door to the recovery codes; the app's secret and the codes."""
    on(page, "Choose a password", axe)
    page.click("main .btn-primary")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    press(page, "Save the password")
    sign_in_with_password(page, LEAD, PASSWORD, then="/desk/")
    on(page, "Set up your second step", axe)
    page.click("main .btn-primary")
    page.fill("#id_password", PASSWORD)
    press(page, "Go on")
    secret = page.input_value("#authenticator_secret")
    page.fill("#id_code", code_of(secret))
    press(page, "Turn it on")
    on(page, "Recovery codes", axe)
    codes = page.locator(".codes code").all_inner_texts()
    page.reload()
    assert page.locator(".codes").count() == 0  # they are shown once
    return secret, codes


def sign_out(page):
    page.goto("/account/logout/")
    with page.expect_navigation():
        page.click("main button")


def second_step(page, code: str, axe):
    sign_in_with_password(page, LEAD, PASSWORD, then="/desk/")
    on(page, "The second step", axe)
    page.fill("#id_code", code)
    press(page, "Sign in")


def test_a_lead_comes_in_by_the_doors_of_staff_and_out_with_the_role(invited, open_page, axe, monkeypatch):
    page = open_page(375)
    monkeypatch.setattr(settings, "SECOND_FACTOR", True)
    take_up(page, invited, axe)
    secret, codes = set_up(page, axe)
    assert len(codes) == 10
    sign_out(page)
    second_step(page, code_of(secret), axe)
    on(page, "Queue", axe)
    sign_out(page)
    second_step(page, codes[0], axe)
    on(page, "Queue", axe)
    roles.end_now(HubRole.objects.get(user__email=LEAD), by=None)
    assert page.goto("/desk/").status == 404
