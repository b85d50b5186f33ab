"""A school in a real browser: from the front page to the receipt, at a desk and on a phone; axe on every page."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application
from journal.models import Email
from schools.models import School
from tests import factories, steps

STATEMENT = "We want every child to understand maths.\n\nOur team is stable now, and ready to change together."


@pytest.fixture
def open_hub(glow, readiness, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return factories.OpeningFactory(hub=glow, project=readiness)


@pytest.fixture
def neighbours(ash_lane):
    """Two schools of one name, and one whose name is its own."""
    names = [
        ("St Mary’s Primary School", "Stroud"),
        ("St Mary’s Primary School", "Tewkesbury"),
        ("Cedar School", "Ely"),
    ]
    return [factories.SchoolFactory(name=name, town=town, urn=900_011 + n) for n, (name, town) in enumerate(names)]


def go_on(page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def fill(page, answers: dict) -> None:
    for label, words in answers.items():
        page.get_by_label(label, exact=True).fill(words)


def each_summary_link_moves_the_focus(page) -> None:
    reached = []
    for link in page.locator(".error-summary li a").all():
        target = link.get_attribute("href").removeprefix("#")
        link.press("Enter")
        assert page.evaluate("document.activeElement.id") == target
        reached.append(target)
    assert reached


def refused_empty(page, axe) -> None:
    """Send the page as it is: it says what is wrong, its title says so, and its links work."""
    go_on(page)
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    each_summary_link_moves_the_focus(page)


def test_a_newcomer_applies_from_the_front_page_to_the_receipt(open_hub, ash_lane, neighbours, page, axe):
    page.goto("/")
    page.locator("#id_q").fill("ash lane")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/**")
    axe(page)
    page.locator(f"a[href='{reverse('apply:begin', args=[ash_lane.urn])}']").first.click()
    axe(page)
    assert page.get_by_label("Primary Teaching for Mastery – Readiness, 2026/27").is_checked()
    page.get_by_label("Your email address").fill("office at example")
    page.get_by_role("button", name="Start your application").click()
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_label("Your email address").fill("office@example.org")
    page.get_by_role("button", name="Start your application").click()
    axe(page)
    page.get_by_role("link", name="Your school", exact=True).click()
    _your_school(page, axe)
    _people(page, axe)
    _why(page, axe)
    _group(page, axe)
    _agree(page, axe)
    _check_and_send(page, axe)


def _your_school(page, axe) -> None:
    refused_empty(page, axe)
    page.get_by_label("No", exact=True).check()
    assert page.get_by_label("What should they say?").is_visible()
    page.get_by_label("Yes", exact=True).check()
    assert not page.get_by_label("What should they say?").is_visible()
    go_on(page)


def _people(page, axe) -> None:
    refused_empty(page, axe)
    fill(page, {"First name": "José", "Last name": "O’Brien", "Your job at the school": "Headteacher"})
    fill(page, {"Email": "jose@example.org", "Telephone": "01632 960 001"})
    go_on(page)
    fill(page, {"First name": "Ada", "Last name": "王", "Work email": "ada@example.org"})
    go_on(page)
    fill(page, {"First name": "Ben", "Last name": "Cole", "Work email": "ada@example.org"})
    refused_empty(page, axe)
    fill(page, {"Work email": "ben@example.org"})
    go_on(page)
    page.get_by_label("The headteacher", exact=True).check()
    fill(page, {"First name": "Siân", "Last name": "Head", "Work email": "head@example.org"})
    go_on(page)


def _why(page, axe) -> None:
    refused_empty(page, axe)
    page.get_by_label("Our most recent Ofsted").check()
    evidence = page.locator("#id_evidence_ofsted")
    assert evidence.is_visible()
    page.fill("#id_inspected_ofsted", "14 May 2026")
    evidence.fill("Requires Improvement.")
    axe(page)
    go_on(page)
    page.get_by_label("Your statement").fill("word " * 253)
    assert page.locator(".word-count").inner_text() == "3 words too many"
    refused_empty(page, axe)
    assert "You have used 253 words" in page.locator(".error-summary").inner_text()
    page.get_by_label("Your statement").fill(STATEMENT)
    go_on(page)


def _group(page, axe) -> None:
    refused_empty(page, axe)
    page.get_by_label("Yes", exact=True).check()
    page.locator("#id_group_schools_0_school").fill("St Marys")
    page.keyboard.press("Escape")
    page.locator("#id_group_schools_0_relationship").select_option("trust")
    refused_empty(page, axe)
    assert page.locator("#id_group_schools_0_school").input_value() == "St Marys"
    page.get_by_label("Tewkesbury").check()
    page.locator("#id_group_schools_1_school").fill("900013")
    page.keyboard.press("Escape")
    page.locator("#id_group_schools_1_relationship").select_option("other")
    page.locator("#id_group_schools_1_other").fill("We share a maths lead")
    go_on(page)


def _agree(page, axe) -> None:
    refused_empty(page, axe)
    for box in page.get_by_role("checkbox").all():
        box.check()
    go_on(page)
    refused_empty(page, axe)
    page.get_by_role("checkbox").check()
    go_on(page)


def _check_and_send(page, axe) -> None:
    axe(page)
    said = page.locator("main").inner_text()
    assert "Tewkesbury, GL5 1AA (URN 900012) – in the same trust" in said
    assert "Your school meets the rules of this project." in said
    page.get_by_role("link", name="Change Who is the second teacher?").click()
    fill(page, {"First name": "Benjamin"})
    go_on(page)
    assert "Benjamin" in page.locator("main").inner_text()
    page.get_by_role("button", name="Send to GLOW Maths Hub").dblclick()
    page.wait_for_url("**/status/")
    axe(page)
    application = Application.objects.get()
    assert application.reference in page.locator(".receipt").inner_text()
    assert application.status == "submitted"
    receipts = Email.objects.filter(template="applications/received")
    assert sorted(receipts.values_list("to", flat=True)) == ["jose@example.org", "office@example.org"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_other_pages_of_a_school_are_open_to_everybody(open_hub, ash_lane, bob, page, axe, sign_in):
    closed = factories.SchoolFactory(name="Old School", register_status=School.RegisterStatus.CLOSED)
    sign_in(page, bob)
    page.goto(reverse("apply:mine"))
    axe(page)
    page.goto(reverse("apply:begin", args=[closed.urn]))
    axe(page)
    draft = steps.draft(ash_lane, open_hub.hub, bob)
    page.goto(reverse("apply:check", args=[draft.reference]))
    axe(page)
    steps.close(open_hub)
    page.goto(reverse("apply:begin", args=[ash_lane.urn]))
    axe(page)


def test_without_javascript_every_question_is_there(open_hub, ash_lane, bob, open_page, sign_in):
    draft = steps.draft(ash_lane, open_hub.hub, bob)
    page = open_page(java_script_enabled=False)
    sign_in(page, bob)
    page.goto(reverse("apply:page", args=[draft.reference, "why", "criteria"]))
    assert page.locator("#id_evidence_ofsted").is_visible()
    page.get_by_label("Our most recent Ofsted").check()
    go_on(page)
    assert "Say what shows this" in page.locator(".error-summary").inner_text()


def test_two_tabs_send_once(open_hub, ash_lane, bob, open_page, sign_in):
    application = steps.filled(ash_lane, open_hub.hub, bob)
    first = open_page()
    sign_in(first, bob)
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(reverse("apply:check", args=[application.reference]))
    for tab in (first, second):
        tab.get_by_role("button", name="Send to GLOW Maths Hub").click()
        tab.wait_for_url("**/status/")
        assert application.reference in tab.locator(".receipt").inner_text()
    assert Application.objects.exclude(status="draft").count() == 1
