"""Four people sign on four devices; one declines, and is asked again; the school and the hub see how it stands."""

import os

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from journal.models import Email
from tests import steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pledge(ash_lane, glow, bob, editions):
    return steps.pledged(ash_lane, glow, bob)


def button(page, name):
    return page.get_by_role("button", name=name)


def sign(page, name):
    page.get_by_label("Type your full name").fill(name)
    page.get_by_label("I have read the commitments").check()
    button(page, "Sign").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")


def test_four_signatories_on_four_devices(open_page, axe, sign_in, bob, alice, pledge):
    head, department, first, second = pledge.signatories.select_related("pledge")
    for width, one in ((1280, head), (375, department), (320, first)):
        device = open_page(width=width)
        device.goto(steps.sign_link(one))
        axe(device)
        shot(device, f"sign_{width}")
        sign(device, one.name)
    axe(device)
    last = open_page(width=375, color_scheme="dark")
    last.goto(steps.sign_link(second))
    button(last, "Sign").click()
    expect(last.get_by_role("alert")).to_contain_text("Type your name to sign.")
    axe(last)
    last.get_by_text("I do not want to sign").click()
    last.get_by_label("Why do you not sign?").fill("Nobody asked me before.")
    button(last, "Decline to sign").click()
    expect(last.get_by_role("heading", level=1)).to_have_text("You have declined to sign")
    axe(last)

    school = open_page(width=375)
    sign_in(school, bob)
    school.goto(f"/apply/{pledge.reference}/status/")
    axe(school)
    school.get_by_role("link", name="See the signatures").click()
    axe(school)
    shot(school, "school")
    button(school, "Ask them again").click()
    expect(school.get_by_text("A new link is on its way")).to_be_visible()
    school.get_by_text("Another address, or somebody else").last.click()
    school.get_by_label("Work email").last.fill("nobody")
    button(school, "Ask this person").last.click()
    expect(school.get_by_role("alert")).to_contain_text("Enter an email address")
    axe(school)
    EmailAddress.objects.create(user=bob, email=second.email, verified=True)
    school.goto("/my/")
    expect(school.get_by_role("heading", name="Waiting for your signature")).to_be_visible()
    axe(school)
    last.goto(steps.sign_link(second))
    sign(last, second.name)
    assert Email.objects.filter(template="workgroups/signed").count() == 4
    gets_a_copy(last, pledge)

    hub = open_page()
    sign_in(hub, alice)
    the_hub_sees_all_of_it(hub, pledge, second, axe)


def gets_a_copy(page, pledge):
    with page.expect_download() as mine:
        page.get_by_role("link", name="Download your copy").click()
    assert mine.value.suggested_filename.startswith(f"{pledge.reference}-signed.")


def the_hub_sees_all_of_it(hub, pledge, second, axe):
    hub.goto(f"/desk/glow/applications/{pledge.reference}/")
    expect(hub.get_by_text("All signed")).to_be_visible()
    shot(hub, "desk")
    hub.get_by_role("link", name="See the signatures").click()
    hub.get_by_text("Copies of the signed form").click()
    expect(hub.get_by_text(f"{second.name}, Second Mastery Advocate: version 1")).to_be_visible()
    axe(hub)
    shot(hub, "desk_copies")


def shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
