"""The hub asks a school for more; the school answers in its own form on a telephone; both see until when."""

import re

import pytest
from playwright.sync_api import expect

from journal.models import Email

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def test_the_hub_asks_and_the_school_answers(open_page, sign_in, axe, alice, bob, sent):
    desk, phone = open_page(), open_page(375)
    of_desk = f"/desk/glow/applications/{sent.reference}/"
    sign_in(desk, alice)
    desk.goto(of_desk)
    desk.get_by_role("link", name="Ask the school for more").click()
    desk.locator("summary", has_text="Your job at the school").press("Enter")
    desk.get_by_label("Your question about “Your job at the school”").fill("Is this still your job?")
    desk.get_by_label("A question about something else").fill("Who pays for cover?")
    until = desk.get_by_label("Answer by the end of which day?")
    in_time = until.input_value()
    until.fill("soon")
    press(desk, "Ask the school")
    axe(desk)
    expect(desk.get_by_label("Your question about “Your job at the school”")).to_be_visible()
    until.fill(in_time)
    press(desk, "Ask the school")
    expect(desk.get_by_text(f"Answer by {in_time}. A reminder goes to the school on")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Give more time or stop asking").click()
    desk.get_by_label("More time").fill(in_time)
    press(desk, "Give the school more time")
    expect(desk.get_by_role("alert")).to_contain_text("Choose a day after")
    axe(desk)
    answers(phone, sign_in, axe, bob, in_time)
    sign_in(desk, alice)
    desk.goto(of_desk)
    expect(desk.get_by_text("Our trust pays for it.")).to_be_visible()
    expect(desk.get_by_text("Now: Deputy head").first).to_be_visible()
    expect(desk.get_by_text("Decline with a reason")).to_be_visible()


def answers(page, sign_in, axe, person, in_time):
    """By the link in the email, with one answer changed and a reply."""
    sign_in(page, person)
    email = Email.objects.get(template="applications/more_asked")
    page.goto(re.search(r"/apply/\S+/more/", email.text)[0])
    expect(page.get_by_text(f"Answer by {in_time}. We remind you on")).to_be_visible()
    axe(page)
    press(page, "Send your answer")
    page.get_by_role("link", name="Write a reply").click()
    page.keyboard.type("Our trust pays for it.")
    axe(page)
    press(page, "Change this answer")
    page.get_by_label("Your job at the school").fill("Deputy head")
    axe(page)
    press(page, "Save and continue")
    expect(page.get_by_label("Your reply")).to_have_value("Our trust pays for it.")
    expect(page.get_by_role("heading", name="What will change")).to_be_visible()
    press(page, "Send your answer")
    expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()
