"""Two people plan in browsers: worked out, dragged, seen by the other; and without a script on a small screen."""

import pytest
from playwright.sync_api import expect

from applications.plans import proposing
from applications.plans.models import PlanRun, PlanSeat
from tests import factories, steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_groups(glow, ash_lane, bob, readiness):
    for number, school in enumerate([ash_lane, factories.SchoolFactory(name="Cedar Park")]):
        type(school).objects.filter(pk=school.pk).update(easting=380_000 + 9_000 * number, northing=200_000)
        school.refresh_from_db()
        lead = factories.SpecialistFactory(hub=glow, home_school=school)
        name, mode = ("Near", "Far")[number], "blended"
        factories.WorkGroupFactory(hub=glow, project=readiness, name=name, lead=lead, mode=mode)
    return steps.sent(ash_lane, glow, bob)


def test_a_plan_is_worked_out_dragged_and_seen_by_a_colleague(
    open_page, sign_in, client, axe, alice, frank, two_groups
):
    page, colleague = open_page(), open_page(width=320, java_script_enabled=False)
    sign_in(page, alice)
    page.goto("/desk/glow/plan/")
    page.get_by_role("button", name="Propose a plan").click()
    expect(page.get_by_text("You can leave this page")).to_be_visible()
    while not PlanRun.objects.filter(finished__isnull=False).exists():
        proposing.work_out_all()
    near, far = (page.get_by_role("region", name=name) for name in ("Near", "Far"))
    expect(near.get_by_role("link", name="Ash Lane Primary School", exact=True)).to_be_visible()
    axe(page)
    near.locator(".plan-card").drag_to(far)
    expect(page.locator("#plan-said")).to_contain_text("Ash Lane Primary School: 1. Far")
    expect(far.locator(".plan-card")).to_be_visible()
    far.get_by_role("link", name="Move or pin").press("ArrowRight")
    expect(near.locator(".plan-card")).to_be_visible()
    expect(near.get_by_role("link", name="Move or pin")).to_be_focused()
    near.get_by_role("link", name="Move or pin").press("ArrowLeft")
    expect(far.locator(".plan-card")).to_be_visible()

    client.cookies.clear()  # a session of his own; hers goes on
    sign_in(colleague, frank)
    colleague.goto("/desk/glow/plan/")
    assert colleague.evaluate("document.documentElement.scrollWidth") <= 320
    colleague.get_by_role("link", name="Move or pin Ash Lane Primary School").click()
    colleague.get_by_label("Near").check()
    colleague.get_by_role("button", name="Move it").click()
    colleague.get_by_role("link", name="Move or pin Ash Lane Primary School").click()
    colleague.get_by_role("button", name="Pin it where it is").click()
    expect(near.get_by_text("Pinned", exact=True)).to_be_visible()
    assert PlanSeat.objects.get().group.name == "Near"
    page.get_by_role("link", name="Move or pin").click()
    axe(page)
