"""What a hub writes, and whom it lets in late: each page and its errors, at the width of a desk and of a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from journal.models import Email
from tests import factories, steps
from tests.journeys.conftest import WIDTHS, sideways

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def look(axe):
    """`look(page)`: open to everybody at a desk, and nothing to scroll sideways on a phone."""

    def looked(page):
        axe(page)
        page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
        assert sideways(page) <= 0, f"{page.url} scrolls sideways on a phone"
        page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})

    return looked


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def test_one_message_to_many_is_seen_before_it_goes_and_stopped(open_page, sign_in, look, alice, glow, bob, readiness):
    for name in ("Ash Lane", "Birch Road", "Cedar Park", "Dale End"):
        steps.sent(factories.SchoolFactory(name=name), glow, bob)
    page = open_page()
    sign_in(page, alice)
    page.goto("/desk/glow/queue/")
    page.get_by_role("link", name="Write to these schools").click()
    page.get_by_label("Message").fill("Dear {head}, we meet on 5 March 2027.")
    press(page, "See what they will get")
    expect(page.get_by_role("alert")).to_contain_text("There is no {head}.")
    look(page)
    page.get_by_label("Subject").fill("For {school}")
    page.get_by_label("Message").fill("Dear {school}, we meet on 5 March 2027.")
    press(page, "See what they will get")
    expect(page.get_by_role("article")).to_have_count(3)
    look(page)
    press(page, "Send to 4 schools in ten minutes")
    look(page)
    press(page, "Stop it")
    expect(page.get_by_text("Nobody got it.")).to_be_visible()
    page.get_by_role("link", name="Back to messages to many").click()
    look(page)


def test_an_email_that_did_not_arrive_is_found_and_dealt_with(open_page, sign_in, look, alice, sent):
    Email.objects.filter(to=sent.contact_email).update(parked=timezone.now())
    page = open_page()
    sign_in(page, alice)
    page.goto(f"/desk/glow/applications/{sent.reference}/")
    page.get_by_role("link", name="has your application").click()
    look(page)
    press(page, "It is dealt with")
    page.goto("/desk/glow/emails/")
    expect(page.get_by_text("Every email to your schools has left")).to_be_visible()
    look(page)


def test_a_school_is_let_in_late(open_page, sign_in, look, alice, glow, ash_lane, bob, readiness):
    entry = steps.late(ash_lane, glow, bob)
    steps.close(glow.openings.get(project=entry.application.project))
    page = open_page()
    sign_in(page, alice)
    page.goto("/desk/glow/late/")
    page.get_by_text("Do not let it in").press("Enter")
    press(page, re.compile("^Tell the school"))
    expect(page.get_by_label("Why not?")).to_be_visible()
    look(page)
    page.get_by_label("Until the end of which day?").fill("soon")
    page.get_by_label("What you say to the school").fill("Send it by Friday.")
    press(page, "Let it in and tell the school")
    expect(page.get_by_label("What you say to the school")).to_have_value("Send it by Friday.")
    page.get_by_label("Until the end of which day?").fill(f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}")
    press(page, "Let it in and tell the school")
    expect(page.get_by_text("Let in until")).to_be_visible()
    look(page)
