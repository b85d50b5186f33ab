"""A hub lead in a browser, from the queue to a placed school; and what the page says when it cannot be."""

import re

import pytest
from playwright.sync_api import expect

from applications import reviewing
from journal.models import Email
from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three(glow, ash_lane, birch_road, bob, grace, readiness):
    """Ash Lane, Birch Road and Cedar Park have applied."""
    cedar = factories.SchoolFactory(name="Cedar Park Primary School")
    people = ((ash_lane, bob), (birch_road, grace), (cedar, factories.UserFactory()))
    return [steps.sent(school, glow, person) for school, person in people]


def link(page, name):
    return page.get_by_role("link", name=name)


def button(page, name):
    return page.get_by_role("button", name=name)


def open_filters(page):
    panel = page.locator(".filter-panel")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()


def test_a_lead_finds_takes_on_and_places_a_school_and_goes_on_to_the_next(page, sign_in, axe, alice, three):
    group = steps.group_of(three[0], 2, name="Stroud Readiness")
    sign_in(page, alice)
    page.goto("/desk/")
    axe(page)
    open_filters(page)
    page.get_by_label("Search").fill("primary")
    page.get_by_label("Sort").select_option("School name")
    button(page, "Apply").click()
    axe(page)
    link(page, "Ash Lane Primary School").click()
    axe(page)
    page.get_by_text("Write a note").click()
    page.get_by_label("Add a note").fill("Ring the head first.")
    button(page, "Add the note").click()
    expect(page.get_by_text("Ring the head first.")).to_be_visible()
    page.get_by_text("Write a note").click()
    page.get_by_label("Add a note").fill("Ask about release.")
    button(page, "Take on").click()
    expect(page.get_by_role("status")).to_contain_text("You have taken on Ash Lane Primary School.")
    expect(page.get_by_label("Add a note")).to_have_value("Ask about release.")
    page.get_by_label("Stroud Readiness").check()
    button(page, "Place and tell the school").click()
    expect(page.get_by_role("status")).to_contain_text("Ash Lane Primary School is placed in Stroud Readiness.")
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Birch Road Primary School")
    assert "words=primary" in page.url
    assert group.places.count() == 1
    assert Email.objects.filter(template="applications/placed").count() == 1


def test_declining_without_a_reason_leads_to_the_box_and_with_one_to_the_school(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    page.goto(f"/desk/glow/applications/{three[0].reference}/")
    page.get_by_text("Decline with a reason").click()
    axe(page)
    button(page, "Decline and tell the school").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    axe(page)
    link(page, "Write the reason: the school reads it.").click()
    expect(page.get_by_label("Reason for declining")).to_be_focused()
    page.get_by_label("Reason for declining").fill("All places of this year are taken.")
    button(page, "Decline and tell the school").click()
    expect(page.get_by_role("status")).to_contain_text("is declined")
    assert "All places of this year are taken." in Email.objects.get(template="applications/declined").text


def test_a_check_is_judged_otherwise_where_it_stands(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    page.goto(f"/desk/glow/applications/{three[0].reference}/")
    first = page.locator("#check-open")
    first.locator("summary").press("Enter")
    first.get_by_role("button", name="Judge it so").click()
    expect(page.locator(".error-summary")).to_be_focused()
    axe(page)
    link(page, "Write why you judge otherwise").click()
    page.keyboard.type("It closes at Easter.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("counts as you judge it")
    expect(first).to_contain_text("It closes at Easter.")
    first.locator("summary").click()
    first.get_by_role("button", name="Take your hub’s judgement back").click()
    expect(first).not_to_contain_text("It closes at Easter.")


def test_who_was_slower_is_told_and_keeps_what_they_wrote(page, sign_in, axe, alice, frank, three):
    sign_in(page, alice)
    page.goto(f"/desk/glow/applications/{three[0].reference}/")
    page.get_by_text("Decline with a reason").click()
    page.get_by_label("Reason for declining").fill("We have no room for this school.")
    reviewing.decline(three[0], reason="Already in a group.", by=frank)
    button(page, "Decline and tell the school").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Frank Farrow declined this application before you")
    expect(told).to_contain_text("We have no room for this school.")
    axe(page)


def test_a_group_is_made_and_a_wrong_one_is_not(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    page.goto("/desk/glow/groups/")
    axe(page)
    link(page, re.compile("New group")).click()
    page.get_by_label("Places").fill("0")
    button(page, "Make the group").click()
    axe(page)
    link(page, "Enter a name for the group.").click()
    page.keyboard.type("Dursley Readiness")
    link(page, "Enter a whole number, 1 to 100.").click()
    expect(page.get_by_label("Places")).to_be_focused()
    page.get_by_label("Places").fill("6")
    button(page, "Make the group").click()
    expect(page.get_by_role("status")).to_contain_text("Dursley Readiness is ready: 6 places.")
    axe(page)


def test_empty_wrong_and_narrowed_queues_keep_nobody_out(page, sign_in, axe, alice, three):
    sign_in(page, alice)
    for query in ("?words=zebra", "?sent_from=soon", "?status=placed", "?status=all&owner=nobody&sort=oldest"):
        page.goto(f"/desk/glow/queue/{query}")
        axe(page)


def test_all_hubs_at_a_glance(page, sign_in, axe, nadia, three):
    sign_in(page, nadia)
    page.goto("/national/")
    expect(page.get_by_text("Schools have sent 3 applications")).to_be_visible()
    axe(page)
