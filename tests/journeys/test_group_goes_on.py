"""A hub continues a group; a school confirms on a phone without an account; its head signs."""

import re

from playwright.sync_api import expect

from applications import pledging
from journal.models import Email
from tests import factories, steps
from workgroups.editions import copy_to_next_year


def link(template: str, to: str) -> str:
    letter = Email.objects.filter(template=template, to=to).latest("pk")
    return re.search(r"/(continue|sign)/[\w-]{43}/", letter.text)[0]


def test_a_group_goes_on(ash_lane, glow, bob, alice, adam, editions, open_page, sign_in, axe):
    copy_to_next_year(factories.project("embedding"), by=adam)
    developed = steps.sent(ash_lane, glow, bob, factories.project("development"), email="office@example.org")
    steps.placed(developed, alice, steps.group_of(developed, name="Stroud Development"))

    desk = open_page()
    sign_in(desk, alice)
    desk.goto("/desk/glow/groups/")
    desk.get_by_role("link", name="Continue with these schools in Embedding 2027/28").click()
    expect(desk.get_by_label("Name")).to_have_value("Stroud Embedding")
    expect(desk.get_by_label("Goes on: Ash Lane Primary School")).to_be_checked()
    axe(desk)
    desk.get_by_role("button", name="Make the group and ask its schools").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Who goes on in Stroud Embedding")
    expect(desk.get_by_text("Silent")).to_be_visible()
    axe(desk)

    phone = open_page(375)
    phone.goto(link("applications/continue_asked", "office@example.org"))
    axe(phone)
    phone.get_by_role("button", name="Yes: check last year’s answers").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    axe(phone)
    for box in phone.get_by_role("checkbox").all():
        box.check()
    phone.get_by_role("button", name="Confirm: our school goes on").click()
    expect(phone.get_by_text("Your school has a place in the Work Group Stroud Embedding.")).to_be_visible()

    pledging.ask_all()
    head = Email.objects.filter(template="workgroups/sign").latest("pk").to
    phone.goto(link("workgroups/sign", head))
    phone.get_by_label("Type your full name").fill("Ann Head")
    phone.get_by_label("I have read the commitments").check()
    phone.get_by_role("button", name="Sign").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have signed")
    desk.reload()
    expect(desk.get_by_text("Confirmed", exact=True)).to_be_visible()
    expect(desk.get_by_role("link", name="1 of 1 signed")).to_be_visible()
