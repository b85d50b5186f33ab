"""After writing: a school corrects, answers the hub, withdraws, begins the next year’s; another is late and let in."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications import more
from applications.models import Application
from tests import factories, steps
from workgroups.editions import copy_to_next_year
from workgroups.models import Opening

pytestmark = pytest.mark.django_db(transaction=True)


def button(page, name):
    return page.get_by_role("button", name=name)


def refused(page, axe) -> None:
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)


def test_a_school_corrects_answers_and_withdraws(ash_lane, glow, bob, alice, adam, readiness, open_page, sign_in, axe):
    sent = steps.sent(ash_lane, glow, bob)
    page = open_page(width=375)
    sign_in(page, bob)
    page.goto(reverse("apply:status", args=[sent.reference]))
    _correct(page, axe)
    _answer(page, axe, sent, alice)
    _withdraw(page, axe)
    factories.OpeningFactory(hub=glow, project=copy_to_next_year(readiness, by=adam))
    page.reload()
    button(page, "Start 2027/28 from these answers").click()
    expect(page.get_by_text("Your answers of 2026/27 are in it.")).to_be_visible()
    axe(page)
    page.goto(reverse("apply:mine"))
    axe(page)


def _correct(page, axe) -> None:
    button(page, "Correct your application").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Change Who is filling this in?").click()
    page.get_by_label("Telephone").fill("no number")
    button(page, "Save and continue").click()
    refused(page, axe)
    page.get_by_label("Telephone").fill("01632 960 777")
    button(page, "Save and continue").click()
    expect(page.get_by_role("heading", name="What will change")).to_be_visible()
    axe(page)
    button(page, "Send the correction").click()
    page.get_by_text("Corrected on").click()
    expect(page.get_by_text("01632 960 777").first).to_be_visible()
    axe(page)


def _answer(page, axe, sent, alice) -> None:
    due = sent.submitted.date().replace(month=12, day=10)
    more.ask(Application.objects.get(), questions={}, general="Can both come on Thursdays?", due=due, by=alice)
    page.reload()
    page.get_by_role("link", name="Answer the questions of GLOW Maths Hub").click()
    button(page, "Send your answer").click()
    refused(page, axe)
    page.get_by_label("Your reply").fill("Yes, both can.")
    button(page, "Send your answer").click()
    page.wait_for_url("**/status/")


def _withdraw(page, axe) -> None:
    page.get_by_role("link", name="Withdraw this application").click()
    button(page, "Withdraw and tell GLOW Maths Hub").click()
    refused(page, axe)
    page.get_by_label("Why do you withdraw?").fill("Both teachers leave at Easter.")
    button(page, "Withdraw and tell GLOW Maths Hub").click()
    expect(page.get_by_text("Your school has withdrawn this application.")).to_be_visible()
    axe(page)


def test_a_school_that_is_late_is_let_in(ash_lane, glow, bob, alice, readiness, open_page, sign_in, axe):
    draft = steps.filled(ash_lane, glow, bob)
    steps.close(Opening.objects.get())
    school = open_page(width=375)
    sign_in(school, bob)
    school.goto(reverse("apply:check", args=[draft.reference]))
    expect(school.get_by_text("Your draft stays here")).to_be_visible()
    axe(school)
    school.get_by_role("link", name="Ask the hub to let it in").click()
    button(school, "Ask GLOW Maths Hub").click()
    refused(school, axe)
    school.get_by_label("Why is it late?").fill("The office was closed.")
    button(school, "Ask GLOW Maths Hub").click()
    _let_in(open_page(), sign_in, alice, axe)
    sign_in(school, bob)
    school.goto(reverse("apply:check", args=[draft.reference]))
    expect(school.get_by_role("heading", name="You can still send this")).to_be_visible()
    button(school, "Send to GLOW Maths Hub").click()
    expect(school.get_by_text(draft.reference).first).to_be_visible()
    axe(school)


def _let_in(desk, sign_in, alice, axe) -> None:
    sign_in(desk, alice)
    desk.goto(reverse("desk:late", args=["glow"]))
    button(desk, "Let it in").click()
    expect(desk.get_by_text("can send it late")).to_be_visible()
    axe(desk)
