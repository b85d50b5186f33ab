"""A hub brings in a made-up export of a Google form in a browser: columns, schools, dry run, queue, and back."""

import pytest
from playwright.sync_api import expect

from applications.models import Application
from tests.applications.arrivals.conftest import export
from tests.factories import OpeningFactory

pytestmark = pytest.mark.django_db(transaction=True)


def button(page, name):
    return page.get_by_role("button", name=name)


def upload(page, data: bytes):
    page.get_by_label("The responses as a CSV file").set_input_files(
        {"name": "responses.csv", "mimeType": "text/csv", "buffer": data}
    )
    button(page, "Read the file").click()


def test_forms_are_brought_in_and_taken_back(
    page, sign_in, axe, alice, ash_lane, birch_road, glow, readiness, settings
):
    settings.ZEAL_RAISE = False  # each response is looked up and judged by itself
    OpeningFactory(hub=glow, project=readiness)
    sign_in(page, alice)
    page.goto("/desk/glow/queue/")
    page.get_by_role("link", name="Bring in forms").click()
    axe(page)
    upload(page, b"PK\x03\x04")
    expect(page.get_by_role("alert")).to_contain_text("This is an Excel workbook")
    axe(page)
    upload(page, export({}, {"school": "Birch Road", "postcode": "", "email": "birch@example.org"}))
    expect(page.get_by_label("Your name")).to_have_value("full:")
    axe(page)
    page.get_by_label("Email address").select_option("out")
    button(page, "Look for the schools").click()
    expect(page.get_by_role("alert")).to_contain_text("address of whoever filled it in")
    axe(page)
    page.get_by_label("Email address").select_option("Email")
    button(page, "Look for the schools").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What will happen")
    axe(page)
    page.get_by_role("link", name="Confirm 1 school").click()
    axe(page)
    page.get_by_label("Another school").check()
    button(page, "Save these").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name, postcode or URN of the school.")
    axe(page)
    page.get_by_label("Birch Road Primary School").check()
    button(page, "Save these").click()
    button(page, "Bring in 2 applications").click()
    expect(page.get_by_role("status")).to_contain_text("2 applications brought in")
    axe(page)
    page.get_by_role("link", name="Ash Lane Primary School").click()
    expect(page.get_by_role("heading", name="It arrived with")).to_be_visible()
    axe(page)
    page.go_back()
    page.get_by_text("Undo this file").click()
    button(page, "Delete 2 applications").click()
    expect(page.get_by_role("status")).to_contain_text("2 applications taken back.")
    axe(page)
    assert not Application.objects.exists()
