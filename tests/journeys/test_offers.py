"""A hub prepares decisions, releases them together, and two schools answer on a phone."""

import re

import pytest
from playwright.sync_api import expect

from applications.deciding import releasing
from applications.models import Application
from journal.models import Email
from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


def statuses():
    return sorted(Application.objects.values_list("status", flat=True))


def test_decisions_are_prepared_released_and_answered(open_page, sign_in, axe, alice, glow, ash_lane, bob, readiness):
    first = steps.sent(ash_lane, glow, bob)
    group = steps.group_of(first, 2, name="Stroud Readiness")
    second = steps.sent(factories.SchoolFactory(name="Cedar Park Primary School"), glow, factories.UserFactory())
    steps.prepared(second, alice, group)
    third = steps.listed(steps.sent(factories.SchoolFactory(name="Dale School"), glow, factories.UserFactory()), alice)
    desk = open_page()
    sign_in(desk, alice)
    desk.goto(f"/desk/glow/applications/{first.reference}/")
    desk.get_by_role("link", name="Offer a place, or prepare a decision").click()
    axe(desk)
    desk.get_by_role("button", name="Prepare, tell nobody yet").click()
    desk.get_by_role("link", name="Choose a Work Group.").click()
    axe(desk)
    desk.get_by_label("Stroud Readiness").check()
    desk.get_by_label("What you say to the school").fill("Welcome to the group.")
    desk.get_by_role("button", name="Prepare, tell nobody yet").click()
    expect(desk.get_by_role("status").first).to_contain_text("The school sees nothing until it is released.")
    axe(desk)
    desk.get_by_role("link", name="All that is prepared").click()
    expect(desk.get_by_text("2 schools will get an email")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Read it for Ash Lane").click()
    axe(desk)
    desk.go_back()
    desk.get_by_role("button", name="Release 2 decisions").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Release of 2 decisions")
    assert releasing.release_due() == 2
    expect(desk.get_by_text("2 of 2 went out")).to_be_visible()
    axe(desk)

    links = [
        re.search(r"/offer/[\w-]{43}/", email.text)[0] for email in Email.objects.filter(template__endswith="offered")
    ]
    phone = open_page(375)
    phone.goto(links[0])
    axe(phone)
    phone.get_by_role("button", name="Accept the place").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have accepted the place")
    axe(phone)
    phone.goto(links[1])
    turns_down(phone, axe)
    the_next_is_offered_the_seat(desk, axe)
    sign_in(phone, third.started_by)
    phone.goto(f"/apply/{third.reference}/status/")
    axe(phone)
    assert statuses() == ["offered", "placed", "turned_down"]


def the_next_is_offered_the_seat(desk, axe):
    desk.get_by_role("link", name="Waiting lists").click()
    axe(desk)
    desk.get_by_role("button", name="Offer one to the next that fits").click()
    expect(desk.get_by_role("status").first).to_contain_text("Dale School is offered the place in Stroud Readiness.")
    axe(desk)


def turns_down(phone, axe):
    phone.get_by_text("Turn the place down", exact=True).click()
    phone.get_by_label("Why does your school not take the place?").fill("Our maths lead leaves.")
    phone.get_by_role("button", name="Turn it down and tell GLOW Maths Hub").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have turned the place down")
    axe(phone)
