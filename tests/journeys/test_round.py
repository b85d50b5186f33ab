"""A round of thirty applications: planned, decided in private, released, answered; and a freed seat travels on."""

import re
from collections import Counter

import pytest
from playwright.sync_api import expect

from applications.deciding import offering, releasing, waiting
from applications.models import Application, Offer
from applications.plans import proposing
from journal.models import Email
from schools.models import School
from tests import factories, steps
from workgroups.models import Opening, WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER, SEATS = 30, 10  # of schools; of each of two groups
TOLD = {"offered": 20, "waiting_listed": 4, "declined": 4, "alternative_offered": 1, "pass_on": 1}


def name(number: int) -> str:
    return f"School {number:02d}"


def of(number: int) -> Application:
    return Application.objects.get(school_name=name(number), hub__slug="glow")


@pytest.fixture
def thirty(glow, jurassic, readiness):
    """Thirty schools along a road, and two groups near its beginning: there are places for the first twenty."""
    for title, east in (("Gloucester", 380_000), ("Stroud", 392_000)):
        home = factories.SchoolFactory(name=f"{title} Hall", easting=east, northing=200_000)
        lead = factories.SpecialistFactory(hub=glow, home_school=home)
        about = {"name": title, "lead": lead, "capacity": SEATS, "mode": "blended"}
        factories.WorkGroupFactory(hub=glow, project=readiness, **about)
    for number in range(1, NUMBER + 1):
        school = factories.SchoolFactory(name=name(number), easting=380_000 + 1000 * number, northing=200_000)
        steps.sent(school, glow, factories.UserFactory(), email=f"school{number}@example.org")
    factories.HubAreaFactory(hub=jurassic, authority=school.authority)
    factories.OpeningFactory(hub=jurassic, project=readiness)
    Opening.objects.update(offers_next=True)
    Email.objects.all().delete()


def test_a_round_is_decided_released_answered_and_a_freed_seat_travels_on(
    open_page, sign_in, client, axe, alice, dana, thirty
):
    desk = open_page()
    sign_in(desk, alice)
    twenty_are_planned_and_their_offers_prepared(desk, axe)
    three_are_declined_together(desk)
    the_others_are_decided_one_by_one(desk, alice)
    assert set(Email.objects.values_list("template", flat=True)) == {"applications/declined"}
    all_are_released(desk, axe)
    client.cookies.clear()  # sessions of their own; hers goes on
    phone = open_page(375)
    schools_answer_by_their_links(phone)
    the_seat_travels_down_the_list(phone, sign_in, axe)
    the_hub_sees_how_it_stands(desk)
    the_other_hub_decides_for_itself(phone, sign_in, dana)


def twenty_are_planned_and_their_offers_prepared(desk, axe):
    desk.goto("/desk/glow/plan/")
    desk.get_by_role("button", name="Propose a plan").click()
    expect(desk.get_by_text("You can leave this page")).to_be_visible()
    proposing.work_out_all()
    desk.get_by_role("link", name="Look again").click()
    expect(desk.get_by_text("20 of 30 schools")).to_be_visible()
    desk.get_by_role("link", name="Prepare the offers").click()
    axe(desk)
    desk.get_by_role("button", name="Prepare 20 offers, tell nobody yet").click()
    expect(desk.get_by_role("status").first).to_contain_text("20 of 20 offers prepared")
    axe(desk)


def three_are_declined_together(desk):
    """At once: what the queue does to many is not gathered."""
    desk.goto("/desk/glow/queue/?decision=none&sort=name")
    expect(desk.locator(".queue-table tbody tr")).to_have_count(10)
    for number in (28, 29, 30):
        desk.get_by_label(f"Choose {name(number)}").check()
    desk.get_by_role("button", name="Decline with one reason").click()
    desk.get_by_label("Reason for declining").fill("All places of this year are taken.")
    desk.get_by_role("button", name="Decline 3 and tell the schools").click()
    expect(desk.get_by_role("status").first).to_contain_text("3 of 3 declined")


def the_others_are_decided_one_by_one(desk, alice):
    """One of each kind on its page; the others by what the page calls."""
    prepares(desk, 21, "decide", "Put on the waiting list")
    prepares(desk, 25, "decide", "Decline", "We hear from you again next year.")
    prepares(desk, 26, "pass-on", "Jurassic Maths Hub", "It meets nearer to you.")
    prepares(desk, 27, "alternative", "A project of another hub", "It has places left.")
    for number in (22, 23, 24):
        steps.prepared(of(number), alice, kind="waiting", words="")


def prepares(desk, number: int, page: str, kind: str, words: str = ""):
    desk.goto(f"/desk/glow/applications/{of(number).reference}/{page}/")
    desk.get_by_role("radio", name=kind).check()
    if page == "alternative":
        desk.get_by_label("Which project, at which hub?").select_option(index=1)
    desk.get_by_label("What you say to the school").fill(words)
    desk.get_by_role("button", name="Prepare, tell nobody yet").click()
    expect(desk.get_by_role("status").first).to_contain_text("The school sees nothing until it is released.")


def all_are_released(desk, axe):
    desk.goto("/desk/glow/decisions/")
    expect(desk.get_by_text("27 prepared: offer a place 20, offer a suitable alternative 1,")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="Release 27 decisions").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Release of 27 decisions")
    assert releasing.release_due() == 27
    expect(desk.get_by_text("27 of 27 went out")).to_be_visible()
    told = Counter(Email.objects.values_list("template", flat=True))
    assert {kind.removeprefix("applications/"): number for kind, number in told.items()} == TOLD
    assert len(set(Email.objects.values_list("to", flat=True))) == NUMBER


def link_to(number: int, kind: str = "offered") -> str:
    """The one in the newest email of this kind that the school got."""
    email = Email.objects.filter(template=f"applications/{kind}", to=f"school{number}@example.org").latest("id")
    return re.search(r"/[\w-]+/[\w-]{43}/", email.text)[0]


def schools_answer_by_their_links(phone):
    phone.goto(link_to(1))
    phone.get_by_role("button", name="Accept the place").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have accepted the place")
    phone.goto(link_to(2))
    turns_down(phone)
    phone.goto(link_to(26, "pass_on"))
    phone.get_by_role("button", name="Yes, pass it on to Jurassic Maths Hub").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Passed on to Jurassic Maths Hub")
    phone.goto(link_to(27, "alternative_offered"))
    phone.get_by_role("button", name="Accept the alternative").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have taken the alternative")
    for number in range(3, 21):
        offering.accept(Offer.objects.get(application=of(number)))


def turns_down(phone):
    phone.get_by_text("Turn the place down", exact=True).click()
    phone.get_by_label("Why does your school not take the place?").fill("Our maths lead leaves.")
    phone.get_by_role("button", name="Turn it down and tell GLOW Maths Hub").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have turned the place down")


def the_seat_travels_down_the_list(phone, sign_in, axe):
    """The first on the list turns it down too; the second sees itself moving up, and accepts."""
    assert waiting.pass_on_freed_seats() == 1
    second = of(22)
    sign_in(phone, second.started_by)
    phone.goto(f"/apply/{second.reference}/status/")
    expect(phone.get_by_text("Your place on the list: 1st of 3")).to_be_visible()
    phone.goto(link_to(21))
    turns_down(phone)
    assert waiting.pass_on_freed_seats() == 1
    phone.goto(f"/apply/{second.reference}/status/")
    expect(phone.get_by_text("offers your school a place in the Work Group")).to_be_visible()
    axe(phone)
    phone.goto(link_to(22))
    phone.get_by_role("button", name="Accept the place").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have accepted the place")
    assert waiting.pass_on_freed_seats() == 0


def the_hub_sees_how_it_stands(desk):
    desk.goto("/desk/glow/queue/?status=waiting_list&sort=name")
    rows = desk.locator(".queue-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("On the waiting list, 1st")
    for tab in (
        "Placed 20",
        "Declined 4",
        "Passed on 1",
        "Took an alternative 1",
        "Turned down 2",
        "Waiting list 2",
        "Waiting 0",
    ):
        expect(desk.get_by_role("link", name=tab, exact=True)).to_be_visible()
    assert [group.seats_left for group in WorkGroup.objects.with_seats()] == [0, 0]
    assert School.objects.filter(applications__status="placed").count() == 20


def the_other_hub_decides_for_itself(page, sign_in, dana):
    sign_in(page, dana)
    page.goto("/desk/jurassic/queue/")
    for number in (26, 27):
        expect(page.get_by_role("link", name=name(number))).to_be_visible()
    expect(page.get_by_text("2 in all")).to_be_visible()
