"""Each of the five forms in a browser: from the front page to the receipt, and through the hub's queue to a place."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications import spec
from applications.models import Application, Status
from applications.spec.types import Kind
from tests import factories, steps
from workgroups import places
from workgroups.editions import copy_to_next_year

DESK, PHONE = 1280, 375
GO_ON = ("embedding", "sustaining")
WORDS = (Kind.LINE, Kind.WORDS, Kind.EMAIL, Kind.PHONE, Kind.TRN, Kind.POSTCODE, Kind.DATE)


@pytest.fixture
def secondary_school(ash_lane):
    return factories.SchoolFactory(
        name="Elm Park School", urn=900_031, phase_code="4", phase_name="Secondary", low_age=11, high_age=16
    )


@pytest.fixture
def opened(glow, ash_lane, editions, adam):
    """The hub of Gloucestershire opens a project; for those who go on, next year's after a year in Development."""
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)

    def opened(kind):
        project = factories.project(kind)
        if kind in GO_ON:
            group = factories.WorkGroupFactory(hub=glow, project=factories.project("development"))
            places.take(group=group, school=ash_lane, by=adam)
            project = copy_to_next_year(project, by=adam)
        return factories.OpeningFactory(hub=glow, project=project)

    return opened


def start(page, school, project) -> None:
    """From the front page to the task list."""
    page.goto("/")
    page.locator("#id_q").fill(str(school.urn))
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/**")
    page.locator(f"a[href='{reverse('apply:begin', args=[school.urn])}']").first.click()
    page.locator(f"input[name=project][value='{project.code}']").check()
    page.get_by_role("button", name="Start your application").click()
    page.wait_for_url(re.compile(r"/apply/EOI-\w+/$"))


def answer(page, field, value) -> None:
    """Give one answer the way a person does, whatever kind of control the question has."""
    match field.kind:
        case Kind.TICK:
            page.locator(f"input[name='{field.name}']").set_checked(bool(value))
        case Kind.CHOICES:
            for each in value:
                page.locator(f"input[name='{field.name}'][value='{each}']").check()
        case Kind.CHOICE | Kind.YES_NO:
            page.locator(f"input[name='{field.name}'][value='{value}']").check()
        case kind if kind in WORDS:
            page.locator(f"[name='{field.name}']").fill(str(value))


def walk(page, application: Application, axe) -> None:
    """Every page of the form, from the first to the answers; what does not arise is not asked."""
    answers = {**application.answers, **steps.complete_answers(application)}
    form = spec.form_for(application.project)
    page.get_by_role("link", name=form.sections[0].title, exact=True).click()
    for section, asked in form.pages():
        assert page.url.split("?")[0].endswith(f"/{section.slug}/{asked.slug}/")
        for field in asked.asked(answers):
            answer(page, field, answers[field.name])
        axe(page)
        page.get_by_role("button", name="Save and continue").click()
        assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


def send(page, axe) -> Application:
    page.wait_for_url("**/check/")
    axe(page)
    page.get_by_role("button", name="Send to GLOW Maths Hub").click()
    page.wait_for_url("**/status/")
    axe(page)
    application = Application.objects.get(status=Status.SUBMITTED)
    assert application.reference in page.locator(".receipt").inner_text()
    return application


def through_the_queue(page, application: Application, axe) -> None:
    """The hub lead finds it in the queue and gives it a place."""
    group = steps.group_of(application, name="The new group")
    page.goto("/desk/glow/queue/")
    page.get_by_role("link", name=application.school_name).click()
    axe(page)
    place = page.locator(f"form[action*='/{application.reference}/place/']")
    place.get_by_label("The new group").check()
    if place.get_by_label("Why it gets a place all the same").count():
        place.get_by_label("Why it gets a place all the same").fill("Agreed with the headteacher.")
    place.get_by_role("button").last.click()
    expect(page.locator("body")).to_contain_text("is placed in The new group")
    application.refresh_from_db()
    assert application.place.group == group


@pytest.mark.parametrize(
    ("kind", "width", "scripts"),
    [
        ("readiness", DESK, False),
        ("development", PHONE, True),
        ("embedding", DESK, True),
        ("sustaining", PHONE, True),
        ("secondary", PHONE, False),
    ],
)
def test_a_school_applies_and_gets_a_place(
    kind, width, scripts, opened, ash_lane, secondary_school, bob, alice, open_page, sign_in, axe
):
    opening = opened(kind)
    school = secondary_school if kind == "secondary" else ash_lane
    factories.school_role(bob, secondary_school)
    # axe itself is a script: without scripts the page is walked, and looked at by the journeys with them.
    look = axe if scripts else lambda page: None
    page = open_page(width, java_script_enabled=scripts)
    sign_in(page, bob)
    start(page, school, opening.project)
    walk(page, Application.objects.get(), look)
    sent = send(page, look)
    desk = open_page(DESK)
    sign_in(desk, alice)
    through_the_queue(desk, sent, axe)
