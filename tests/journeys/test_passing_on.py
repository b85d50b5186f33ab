"""A hub asks a school whether another hub may have its application; the school says yes on a phone."""

import re

import pytest
from playwright.sync_api import expect

from applications.models import Application
from journal.models import Email
from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_application_is_passed_on(open_page, sign_in, axe, alice, dana, glow, jurassic, ash_lane, bob, readiness):
    sent = steps.sent(ash_lane, glow, bob)
    factories.OpeningFactory(hub=jurassic, project=readiness)
    desk = open_page()
    sign_in(desk, alice)
    desk.goto(f"/desk/glow/applications/{sent.reference}/")
    desk.get_by_role("link", name="Pass on to another hub").click()
    axe(desk)
    desk.get_by_label("What you say to the school").fill("You are in Dorset.")
    desk.get_by_label("Look for a hub").fill("jurassic")
    desk.get_by_label("Look for a hub").press("Enter")
    desk.get_by_label("Jurassic Maths Hub").check()
    expect(desk.get_by_label("What you say to the school")).to_have_value("You are in Dorset.")
    desk.get_by_role("button", name="Ask the school now").click()
    expect(desk.get_by_text("Asked whether to pass it on to Jurassic Maths Hub.")).to_be_visible()
    axe(desk)

    phone = open_page(375)
    phone.goto(re.search(r"/passing-on/[\w-]{43}/", Email.objects.get(template__endswith="pass_on").text)[0])
    axe(phone)
    phone.get_by_text("No, leave it with GLOW Maths Hub").click()
    phone.get_by_role("button", name="Say no and tell GLOW Maths Hub").click()
    axe(phone)
    phone.get_by_role("button", name="Yes, pass it on to Jurassic Maths Hub").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Passed on to Jurassic Maths Hub")
    axe(phone)

    desk.reload()
    expect(desk.get_by_text("It stands there as: New.")).to_be_visible()
    other = open_page()
    sign_in(other, dana)
    other.goto(f"/desk/jurassic/applications/{Application.objects.get(carried_from=sent).reference}/")
    other.get_by_text("What happened there").click()
    expect(other.get_by_text("asked the school whether to pass it on")).to_be_visible()
    axe(other)
    sign_in(phone, bob)
    phone.goto(f"/apply/{sent.reference}/status/")
    axe(phone)
    phone.get_by_role("link", name="See how it stands there").click()
    expect(phone.get_by_text("Nothing had to be typed again.")).to_be_visible()
    axe(phone)
