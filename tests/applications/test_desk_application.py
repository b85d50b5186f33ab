"""One application on one page (5.2), and the moves made there (5.3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import placement, reviewing
from applications.models import Application, Status
from hubs.models import HubRole
from journal.models import Email, Event
from schools.models import SchoolLink
from tests import factories, steps
from workgroups.models import Place


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def page_of(application):
    return f"/desk/glow/applications/{application.reference}/"


def post(client, application, move, seen=None, **fields):
    """Press the button of a page drawn from `seen`, or from how the application is now."""
    seen = seen or Application.objects.get(pk=application.pk)
    drawn_from = {"seen": seen.status, "seen_owner": seen.owner_id or ""}
    return client.post(f"{page_of(application)}{move}/", drawn_from | fields)


# --- The page -------------------------------------------------------------------------------------


def test_answers_checks_facts_and_trail_are_on_one_page(as_alice, sent):
    page = as_alice.get(page_of(sent)).content.decode()
    assert "What the school says" in page
    assert "Open school" in page
    assert "The register says the school is open." in page
    assert "GL5 1AA" in page
    assert "Bob Bright sent it to the hub" in page
    assert f"version {sent.rules_version} of the rules" in page


def test_a_fact_that_changed_since_stands_beside_what_was_sent(as_alice, sent, ash_lane):
    ash_lane.name = "Ash Lane Academy"
    ash_lane.save()
    facts = {fact.label: fact for fact in as_alice.get(page_of(sent)).context["facts"]}
    assert (facts["School"].then, facts["School"].today) == ("Ash Lane Primary School", "Ash Lane Academy")
    assert facts["URN"].today is None


def test_a_school_that_became_an_academy_is_named_as_it_is_today(as_alice, sent, ash_lane):
    academy = factories.SchoolFactory(name="Ash Lane Academy", urn=900_050)
    SchoolLink.objects.create(predecessor=ash_lane, successor=academy)
    ash_lane.register_status = "2"
    ash_lane.save()
    page = as_alice.get(page_of(sent)).content.decode()
    assert "Since then Ash Lane Academy (URN 900050) carries this school on." in page


def test_nothing_of_another_hub_shows(as_alice, sent, ash_lane, jurassic, bob, dana):
    other = steps.sent(ash_lane, jurassic, bob)
    steps.placed(other, dana, steps.group_of(other, name="Coast Readiness"))
    page = as_alice.get(page_of(sent)).content.decode()
    assert other.reference not in page
    assert "Coast Readiness" not in page


def test_the_schools_other_applications_here_are_linked(as_alice, sent, glow, bob):
    project = factories.project("readiness")
    project.pk, project.year, project.code = None, project.year - 1, "NCP25-99"
    project.save()
    before = Application.objects.get(pk=sent.pk)
    before.pk, before.pledge, before.reference, before.project = None, None, "EOI-BEFORE", project
    before.save()
    assert "EOI-BEFORE" in as_alice.get(page_of(sent)).content.decode()


@pytest.mark.parametrize("person", ["dana", "bob", "helen", "charlie", "nadia", "adam"])
@pytest.mark.parametrize("path", ["", "take_on/", "note/"])
def test_who_is_not_at_the_desk_gets_404(client, sent, person, path, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get(page_of(sent) + path).status_code == 404
    assert client.post(page_of(sent) + path, {"seen": "submitted"}).status_code in (404, 405)


def test_another_hubs_desk_does_not_open_it_under_its_own_address(client, sent, dana):
    client.force_login(dana)
    assert client.get(f"/desk/jurassic/applications/{sent.reference}/").status_code == 404


def test_a_draft_is_not_the_hubs_to_read(as_alice, draft):
    assert as_alice.get(page_of(draft)).status_code == 404


def test_a_move_that_does_not_exist_is_404_and_a_reloaded_one_leads_back(as_alice, sent):
    assert as_alice.post(page_of(sent) + "delete/").status_code == 404
    assert as_alice.get(page_of(sent) + "decline/?status=all").url == page_of(sent) + "?status=all"


def test_the_page_costs_the_same_with_a_long_history(as_alice, sent, alice, frank, django_assert_max_num_queries):
    for n in range(12):
        reviewing.add_note(sent, text=f"Note {n}", by=alice if n % 2 else frank)
    with django_assert_max_num_queries(32):
        as_alice.get(page_of(sent))


# --- Moves ----------------------------------------------------------------------------------------


def test_after_a_decision_one_goes_on_to_the_next_of_the_list(as_alice, sent, glow, birch_road, grace):
    other = steps.sent(birch_road, glow, grace)
    response = as_alice.post(f"{page_of(sent)}decline/?words=road", {"seen": "submitted", "reason": "Full."})
    assert response.url == f"{page_of(other)}?words=road"
    response = as_alice.post(f"{page_of(other)}decline/?words=road", {"seen": "submitted", "reason": "Full."})
    assert response.url == "/desk/glow/queue/?words=road"


def test_the_address_remembers_that_one_stays(as_alice, sent, glow, birch_road, grace):
    steps.sent(birch_road, glow, grace)
    assert as_alice.get(page_of(sent)).context["other_way"] == "?then=stay"
    response = as_alice.post(f"{page_of(sent)}decline/?then=stay", {"seen": "submitted", "reason": "Full."})
    assert response.url == page_of(sent) + "?then=stay"


def test_the_rights_of_the_reader_are_read_once(as_alice, sent):
    with CaptureQueriesContext(connection) as queries:
        as_alice.get(page_of(sent))
    assert sum('FROM "hubs_hubrole" WHERE' in query["sql"].split("IN (SELECT")[0] for query in queries) == 1


def test_taking_on_makes_it_mine(as_alice, sent, alice):
    response = post(as_alice, sent, "take_on")
    sent.refresh_from_db()
    assert response.url == page_of(sent) + "?status=waiting"
    assert (sent.status, sent.owner) == (Status.IN_REVIEW, alice)


def test_placing_gives_a_seat_and_tells_the_school(as_alice, sent):
    group = steps.group_of(sent, name="Stroud Readiness")
    response = as_alice.post(f"{page_of(sent)}place/?status=all", {"seen": "submitted", "group": group.pk})
    page = as_alice.get(response.url).content.decode()
    assert response.url.endswith("?status=all")
    assert "Ash Lane Primary School is placed in Stroud Readiness. The school gets an email now." in page
    assert Place.objects.get(group=group).school == sent.school
    assert Email.objects.filter(template="applications/placed", to=sent.contact_email).count() == 1


def test_seats_left_are_shown_and_a_full_group_cannot_be_chosen(as_alice, sent, glow, birch_road, grace, alice):
    full, free = steps.group_of(sent, 1, name="Full Group"), steps.group_of(sent, 8, name="Free Group")
    steps.placed(steps.sent(birch_road, glow, grace), alice, full)
    page = as_alice.get(page_of(sent)).content.decode()
    assert "8 of 8 places left" in page
    assert "Full: all 1 places are taken" in page
    assert page.index("Free Group") < page.index("Full Group")
    response = post(as_alice, sent, "place", group=full.pk)
    assert response.status_code == 409
    assert "Full Group is full: all 1 places are taken." in response.content.decode()
    assert free.places.count() == 0


def test_a_group_of_another_hub_or_project_cannot_be_chosen(as_alice, sent, jurassic):
    elsewhere = factories.WorkGroupFactory(hub=jurassic, project=sent.project)
    response = post(as_alice, sent, "place", group=elsewhere.pk)
    assert response.status_code == 422
    assert "Choose one of these Work Groups." in response.content.decode()
    assert not elsewhere.places.exists()


def test_declining_needs_a_reason_and_the_school_reads_it(as_alice, sent):
    response = post(as_alice, sent, "decline", reason="  ")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Error: Ash Lane Primary School" in page
    assert 'href="#decline_reason"' in page
    post(as_alice, sent, "decline", reason="All places of this year are taken.\r\nWrite to us in May.")
    email = Email.objects.get(template="applications/declined")
    assert "All places of this year are taken.\nWrite to us in May." in email.text


def test_reopening_gives_the_seat_up(as_alice, sent, alice):
    steps.placed(sent, alice)
    post(as_alice, sent, "reopen", reason="The head asked us to wait.")
    sent.refresh_from_db()
    assert (sent.status, sent.place) == (Status.IN_REVIEW, None)
    assert Place.objects.get().status == Place.Status.GIVEN_UP


def test_a_note_is_for_the_hub_alone(as_alice, client, sent, bob):
    post(as_alice, sent, "note", text="Ring the head first.")
    assert "Ring the head first." in as_alice.get(page_of(sent)).content.decode()
    client.force_login(bob)
    assert "Ring the head first." not in client.get(f"/apply/{sent.reference}/status/").content.decode()


def test_an_administrator_of_the_hub_sees_why_the_decision_is_closed(client, sent, erin):
    client.force_login(erin)
    panels = {panel["move"]: panel for panel in client.get(page_of(sent)).context["panels"]}
    assert panels["take_on"]["is_open"]
    assert panels["decline"]["why"] == "A hub lead or assistant hub lead decides."
    assert panels["decline"]["why"] in client.get(page_of(sent)).content.decode()
    assert post(client, sent, "decline", reason="No").status_code == 409


@pytest.fixture
def not_eligible(glow, readiness):
    school = factories.SchoolFactory(name="Closed School", register_status="2")
    return steps.sent(school, glow, factories.UserFactory())


def test_a_school_that_is_not_eligible_is_placed_by_the_lead_with_a_reason(as_alice, not_eligible):
    group = steps.group_of(not_eligible)
    assert post(as_alice, not_eligible, "place", group=group.pk).status_code == 422
    post(as_alice, not_eligible, "place", group=group.pk, reason="It reopens as an academy in May.")
    assert Event.objects.about(not_eligible).last().note.endswith("It reopens as an academy in May.")


def test_the_assistant_sees_that_only_the_lead_may_place_it(client, frank, not_eligible):
    steps.group_of(not_eligible)
    client.force_login(frank)
    panels = {panel["move"]: panel for panel in client.get(page_of(not_eligible)).context["panels"]}
    assert not panels["place"]["is_open"]
    assert "only the hub lead" in panels["place"]["why"]


@pytest.mark.parametrize("fields", [{}, {"seen": "nonsense"}, {"seen": "submitted", "seen_owner": "x"}])
def test_a_form_that_does_not_say_what_it_showed_moves_nothing(as_alice, sent, fields):
    assert as_alice.post(page_of(sent) + "take_on/", fields).status_code == 422
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


@pytest.mark.parametrize("text", ["\0", "\0" * 10, " \r\n "])
def test_a_reason_of_nothing_is_no_reason(as_alice, sent, text):
    assert post(as_alice, sent, "decline", reason=text).status_code == 422


@pytest.mark.parametrize(("move", "name", "most"), [("decline", "reason", 2000), ("note", "text", 4000)])
def test_too_long_is_said_and_nothing_typed_is_lost(as_alice, sent, move, name, most):
    response = post(as_alice, sent, move, **{name: "x" * (most + 1)})
    assert response.status_code == 422
    assert f"Use at most {most:,} characters." in response.content.decode()
    assert "x" * (most + 1) in response.content.decode()


# --- Two at once ----------------------------------------------------------------------------------


def test_a_second_reviewer_is_told_who_was_faster_and_keeps_what_they_wrote(client, alice, frank, sent):
    seen = Application.objects.get(pk=sent.pk)
    placement.place(sent, group=steps.group_of(sent), by=frank)
    client.force_login(alice)
    response = post(client, sent, "decline", seen=seen, reason="We have no room for this school.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody was faster" in page
    assert "Frank Farrow placed this application before you" in page
    assert "We have no room for this school." in page
    sent.refresh_from_db()
    assert (sent.status, sent.decline_reason) == (Status.PLACED, "")


def test_of_two_who_take_it_on_the_second_does_not_take_it_away(client, alice, frank, sent):
    seen = Application.objects.get(pk=sent.pk)
    reviewing.take_on(sent, by=frank)
    client.force_login(alice)
    response = post(client, sent, "take_on", seen=seen)
    assert "Frank Farrow took on this application before you" in response.content.decode()
    sent.refresh_from_db()
    assert sent.owner == frank


def test_a_decision_on_a_page_that_showed_another_owner_is_not_made(client, alice, frank, sent):
    mine = reviewing.take_on(sent, by=alice)
    seen = Application.objects.get(pk=mine.pk)
    reviewing.take_on(mine, by=frank)
    client.force_login(alice)
    response = post(client, sent, "decline", seen=seen, reason="No room this year.")
    assert response.status_code == 409
    assert "Frank Farrow" in response.content.decode()
    assert "No room this year." in response.content.decode()
    sent.refresh_from_db()
    assert sent.status == Status.IN_REVIEW


def test_after_being_told_the_same_words_can_be_sent(client, alice, frank, sent):
    seen = Application.objects.get(pk=sent.pk)
    reviewing.take_on(sent, by=frank)
    client.force_login(alice)
    told = post(client, sent, "decline", seen=seen, reason="No room this year.")
    panel = next(panel for panel in told.context["panels"] if panel["move"] == "decline")
    assert panel["form"]["seen"].value() == Status.IN_REVIEW
    assert panel["form"]["reason"].value() == "No room this year."


def test_a_role_that_ends_between_page_and_button_closes_the_button(client, alice, frank, sent):
    client.force_login(frank)
    HubRole.objects.filter(user=frank).update(kind=HubRole.Kind.GROUP_LEAD)
    assert post(client, sent, "decline", reason="No").status_code == 404


# --- The next one ---------------------------------------------------------------------------------


def test_the_next_of_the_list_is_one_step_away_and_the_filter_stays(as_alice, sent, glow, birch_road, grace):
    other = steps.sent(birch_road, glow, grace)
    page = as_alice.get(page_of(sent) + "?words=birch").content.decode()
    assert f'href="{page_of(other)}?words=birch"' in page
    page = as_alice.get(page_of(other) + "?words=birch").content.decode()
    assert "Nothing else in this list" in page
