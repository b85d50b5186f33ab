"""A hub lead offers Development to a school that asked for Readiness, and the school takes it on a phone."""

import re

import pytest
from playwright.sync_api import expect

from applications import workflow
from applications.models import Application
from journal.models import Email
from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_alternative_is_offered_read_beside_the_other_and_taken(
    open_page, sign_in, axe, alice, glow, ash_lane, bob, readiness
):
    asked = steps.sent(ash_lane, glow, bob)
    opening = factories.OpeningFactory(hub=glow, project=factories.project("development"))
    factories.WorkGroupFactory(hub=glow, project=opening.project, name="Stroud Development")
    desk = open_page()
    sign_in(desk, alice)
    desk.goto(f"/desk/glow/applications/{asked.reference}/")
    desk.get_by_role("link", name="Offer a suitable alternative").click()
    axe(desk)
    desk.get_by_role("button", name="Prepare, tell nobody yet").click()
    desk.get_by_role("link", name="Choose what you offer instead.").click()
    axe(desk)
    desk.get_by_label("Stroud Development").check()
    desk.get_by_label("What you say to the school").fill("Your team is ready for it.")
    desk.get_by_role("button", name="Offer it now and tell the school").click()
    expect(desk.get_by_role("status").first).to_contain_text("What it asked for stays as it is.")
    axe(desk)

    email = Email.objects.get(template="applications/alternative_offered")
    phone = open_page(375)
    sign_in(phone, bob)
    phone.goto(re.search(r"/alternative/[\w-]{43}/", email.text)[0])
    expect(phone.get_by_text("Your team is ready for it.")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Accept, and fill in the rest").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("complete your application")
    axe(phone)
    draft = Application.objects.get(carried_from=asked)
    workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    phone.goto(f"/apply/{draft.reference}/")
    expect(phone.get_by_text("Your school has accepted this as an alternative")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Check your answers").click()
    phone.get_by_role("button", name="Send to GLOW Maths Hub").click()
    expect(phone.get_by_text("Your school has a place in the Work Group Stroud Development.")).to_be_visible()
    axe(phone)
    sign_in(desk, alice)
    desk.goto(f"/desk/glow/applications/{asked.reference}/")
    expect(desk.get_by_text("The school took an alternative")).to_be_visible()
    axe(desk)
