"""Each role comes in by its own door and lands at its own work; the second step is asked of all who are staff."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from journal.models import Email
from tests.accounts.doors import code_of, with_an_app, with_password
from tests.factories import PASSWORD
from tests.journeys.test_account import press, sign_in_with_password


@pytest.mark.parametrize(
    ("name", "lands_at"),
    [("alice", "Queue"), ("erin", "Queue"), ("nadia", "All hubs"), ("adam", "Everything the software keeps")],
)
def test_staff_sign_in_by_password_and_app(name, lands_at, request, open_page, monkeypatch):
    monkeypatch.setattr(settings, "SECOND_FACTOR", True)
    person = with_password(request.getfixturevalue(name))
    secret = with_an_app(person)
    page = open_page(1280)
    sign_in_with_password(page, person.email, PASSWORD)
    expect(page.locator("h1")).to_have_text("The second step")
    page.fill("#id_code", code_of(secret))
    press(page, "Sign in")
    expect(page.locator("h1")).to_contain_text(lands_at)


@pytest.mark.parametrize("name", ["bob", "helen"])
def test_a_schools_people_sign_in_by_a_code(name, request, open_page):
    person = request.getfixturevalue(name)
    page = open_page(375)
    page.goto("/account/login/")
    page.fill("#id_email", person.email)
    press(page, "Send me a code")
    page.fill("#id_code", re.search(r"\b\d{4}-?\d{4}\b", Email.objects.get(to=person.email).text)[0])
    press(page, "Go on")
    expect(page.locator("h1")).to_contain_text("My applications")
