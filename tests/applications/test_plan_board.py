"""The board of a plan: moved by hand, pinned, worked out around pins; nobody's change is written over (3.1 to 3.3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import apart
from applications.deciding import waiting
from applications.models import Application, KeptApart
from applications.planning import solving
from applications.plans import gathering, moving, proposing
from applications.plans.models import Plan, PlanRun, PlanSeat
from journal.models import Email, Event
from journal.moves import Refused, Stale
from tests import factories, steps
from tests.applications.test_together import sent as sent_naming
from workgroups.models import Place, WorkGroup

BOARD = "/desk/glow/plan/"
EAST = 380_000


def at(school, km=0):
    type(school).objects.filter(pk=school.pk).update(easting=EAST + 1000 * km, northing=200_000)
    school.refresh_from_db()
    return school


def group(hub, project, name, km=0, **own):
    home = at(factories.SchoolFactory(name=f"Home of {name}"), km)
    lead = factories.SpecialistFactory(hub=hub, home_school=home)
    return factories.WorkGroupFactory(hub=hub, project=project, name=name, lead=lead, **own)


@pytest.fixture
def near(glow, readiness):
    return group(glow, readiness, "Near", capacity=1, mode="blended")


@pytest.fixture
def far(glow, readiness):
    return group(glow, readiness, "Far", 20, capacity=2, mode="blended")


@pytest.fixture
def ash(ash_lane, glow, bob, readiness):
    return steps.sent(at(ash_lane), glow, bob)


@pytest.fixture
def birch(birch_road, glow, grace, readiness):
    return steps.sent(at(birch_road, 2), glow, grace)


@pytest.fixture
def plan(glow, readiness, alice):
    return moving.begin(hub=glow, project=readiness, by=alice)


@pytest.fixture
def board(client, alice, readiness):
    client.force_login(alice)
    return f"{BOARD}{readiness.code}/"


def planned(plan, by):
    proposing.work_out(proposing.propose(plan, by=by))
    return plan.runs.first()


def seats(plan):
    return {seat.application.school_name: seat.group and seat.group.name for seat in plan.seats.all()}


def test_a_plan_is_worked_out_and_each_school_reads_why(client, board, plan, ash, birch, near, far, alice):
    client.post(board, {"do": "propose"})
    proposing.work_out_all()
    assert seats(plan) == {ash.school.name: "Near", birch.school.name: "Far"}
    html = client.get(board).content.decode()
    assert (
        "2 of 2 schools</strong> have a place in the plan, in 2 of 2 groups; 9.0 km on average, 18.0 km at most" in html
    )
    assert "Near (2.0 km) is nearer: it has no place left." in html
    assert "It is proven that no other plan" in html
    assert "One more place in Near: schools would travel 16.0 km less in all." in html


def test_nothing_is_offered(plan, ash, birch, near, far, alice):
    emails = Email.objects.count()
    planned(plan, alice)
    assert Place.objects.count() == 0
    assert Email.objects.count() == emails
    assert set(Application.objects.values_list("status", flat=True)) == {"submitted"}


def test_planning_again_goes_around_what_is_pinned(plan, ash, birch, near, far, alice):
    moving.move(plan, birch, group=near, seen=0, by=alice)
    moving.pin(plan, birch, pinned=True, seen=1, by=alice)
    planned(plan, alice)
    assert seats(plan) == {ash.school.name: "Far", birch.school.name: "Near"}


def test_who_waits_for_a_place_is_planned_in_the_order_of_the_list(client, board, plan, ash, birch, near, glow, alice):
    for application in (ash, birch):
        steps.listed(application, alice)
    stamp = client.get(board).context["board"].stamp
    waiting.reorder(waiting.current(glow).last(), to=1, reason="Close by.", by=alice)
    assert client.get(board).context["board"].stamp != stamp
    planned(plan, alice)
    assert seats(plan) == {ash.school.name: None, birch.school.name: "Near"}
    html = client.get(board).content.decode()
    assert "Waiting list, 1st</span>" in html
    assert "All places are taken by schools before it on the waiting list." in html


def test_who_named_each_other_sits_together_and_a_wish_of_one_side_binds_nobody(
    plan, ash_lane, birch_road, glow, bob, near, far, alice
):
    sent_naming(at(ash_lane), glow, birch_road, by=bob)
    birch = sent_naming(at(birch_road, 2), glow, factories.SchoolFactory())
    assert gathering.gather(plan).problem.together == ()
    birch.named_schools.update(school=ash_lane)
    planned(plan, alice)
    assert set(seats(plan).values()) == {"Far"}


def test_a_school_that_is_not_eligible_gets_a_place_from_nobody_but_a_person(plan, ash, near, alice, client, board):
    Application.objects.update(outcome="not_eligible")
    planned(plan, alice)
    assert seats(plan) == {ash.school.name: None}
    assert gathering.NOT_ELIGIBLE in client.get(board).content.decode()
    moving.move(plan, ash, group=near, seen=1, by=alice)
    moving.pin(plan, ash, pinned=True, seen=2, by=alice)
    planned(plan, alice)
    assert seats(plan) == {ash.school.name: "Near"}


def test_a_school_is_moved_pinned_and_preferred_on_a_page_of_its_own(client, board, ash, near):
    page = f"{board}{ash.reference}/"
    assert "0.0 km, 1 left" in client.get(page).content.decode()
    moved = client.post(page, {"do": "move", "group": near.pk, "version": "0"})
    assert moved.url == f"{board}#card-{ash.reference}"
    client.post(page, {"do": "pin", "pinned": "yes", "version": "1"})
    client.post(page, {"do": "prefer", "priority": "1", "version": "2"})
    seat = PlanSeat.objects.get()
    assert (seat.group, seat.pinned, seat.priority, seat.version) == (near, True, 1, 3)


def test_who_comes_second_is_shown_both_and_writes_nothing_over(client, board, plan, ash, near, far, frank):
    moving.move(plan, ash, group=far, seen=0, by=frank)
    answer = client.post(f"{board}{ash.reference}/", {"do": "move", "group": near.pk, "version": "0"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Frank Farrow changed Ash Lane Primary School before you" in html
    assert "it is in Far, not pinned, in turn. You wanted it to Near." in html
    assert f'value="{near.pk}" checked' in html
    assert PlanSeat.objects.get().group == far


def test_a_group_takes_no_more_than_its_places(plan, ash, birch, near, alice):
    moving.move(plan, ash, group=near, seen=0, by=alice)
    with pytest.raises(Refused, match="Near is full: 0 placed and 1 meant for its 1 places"):
        moving.move(plan, birch, group=near, seen=0, by=alice)


def test_a_plan_changed_meanwhile_is_not_written_over(plan, ash, near, far, alice, frank, monkeypatch):
    run = proposing.propose(plan, by=alice)
    solve = solving.solve

    def and_frank_moves(problem, **own):
        moving.move(plan, ash, group=far, seen=0, by=frank)
        return solve(problem, **own)

    monkeypatch.setattr(proposing.solving, "solve", and_frank_moves)
    proposing.work_out(run)
    assert seats(plan) == {ash.school.name: "Far"}
    assert PlanRun.objects.get().failed == proposing.MEANWHILE


def test_pins_that_stand_in_the_way_are_named(plan, ash, birch, far, alice):
    for application in (ash, birch):
        moving.move(plan, application, group=far, seen=0, by=alice)
        moving.pin(plan, application, pinned=True, seen=1, by=alice)
    apart.keep(birch, ash, reason="They quarrel.", by=alice)
    assert "are in one group, and you keep them apart" in planned(plan, alice).failed


def test_asked_twice_it_is_worked_out_once(plan, ash, near, alice, frank):
    assert proposing.propose(plan, by=alice) == proposing.propose(plan, by=frank)
    assert proposing.work_out_all() == 1
    assert proposing.work_out_all() == 0


def test_without_the_package_the_page_says_so_and_schools_are_moved_by_hand(
    client, board, plan, ash, near, monkeypatch
):
    monkeypatch.setattr(solving, "is_installed", lambda: False)
    assert proposing.NOT_INSTALLED in client.get(board).content.decode()
    assert proposing.NOT_INSTALLED in client.post(board, {"do": "propose"}, follow=True).content.decode()
    client.post(f"{board}{ash.reference}/", {"do": "move", "group": near.pk, "version": "0"})
    assert seats(plan) == {ash.school.name: "Near"}


def test_the_board_is_sent_again_only_when_it_has_changed(client, board, plan, ash, near, frank):
    stamp = client.get(board).context["board"].stamp
    assert client.get(board, {"since": stamp}).status_code == 204
    moving.move(plan, ash, group=near, seen=0, by=frank)
    assert client.get(board, {"since": stamp}).status_code == 200


def test_the_whole_plan_is_changed_from_its_page(client, board, plan, ash, birch, near, far, alice):
    moving.move(plan, ash, group=near, seen=0, by=alice)
    client.post(board, {"do": "mix", "mixed": "yes"})
    pair = {"do": "apart", "one": ash.reference, "other": birch.reference}
    assert list(client.post(board, pair).context["form"].errors) == ["reason"]
    client.post(board, pair | {"reason": "They quarrel."})
    assert "They quarrel." in client.get(board).content.decode()
    assert client.post(board, pair | {"reason": "Still."}).status_code == 409
    client.post(board, {"do": "together", "pair": KeptApart.objects.get().pk})
    plan = Plan.objects.get()
    client.post(board, {"do": "clear", "version": plan.version - 1})
    assert seats(plan) == {ash.school.name: "Near"}
    client.post(board, {"do": "clear", "version": plan.version})
    assert (seats(plan), plan.mixed, KeptApart.objects.count()) == ({ash.school.name: None}, True, 0)


def test_a_venue_says_where_a_group_is_and_else_its_leads_school(plan, near, far):
    at(factories.SchoolFactory(name="Elm Hall", postcode="GL7 9ZZ"), 5)
    WorkGroup.objects.filter(pk=far.pk).update(venue="The hall, GL79ZZ")
    assert [each.at[0] - EAST for each in gathering.gather(plan).problem.groups] == [5000, 0]


def test_thirty_schools_and_groups_cost_the_queries_of_one(client, board, glow, readiness, near, ash, alice, plan):
    planned(plan, alice)
    client.get(board)
    with CaptureQueriesContext(connection) as one:
        client.get(board)
    for number in range(29):
        steps.sent(at(factories.SchoolFactory(trust=factories.TrustFactory()), number), glow, factories.UserFactory())
        group(glow, readiness, f"G{number}", number)
    with CaptureQueriesContext(connection) as many:
        assert client.get(board).context["board"].total == 30
    assert len(one) == len(many)


def test_an_empty_plan_says_how_schools_get_there(client, alice, glow):
    client.force_login(alice)
    assert "There is nothing to plan yet" in client.get(BOARD).content.decode()


def test_every_change_is_in_the_trail_and_only_the_desk_makes_one(plan, ash, near, alice, bob):
    moving.move(plan, ash, group=near, seen=0, by=alice)
    assert Event.objects.about(plan).last().note == "Ash Lane Primary School: Near"
    with pytest.raises(Refused, match="Only people at the desk"):
        moving.move(plan, ash, group=None, seen=1, by=bob)
    with pytest.raises(Stale):
        moving.move(plan, ash, group=None, seen=0, by=alice)
