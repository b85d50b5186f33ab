"""The way of one expression of interest, verb by verb."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import placement, reviewing, workflow
from applications.models import Application, Status
from journal.models import Email, Event
from journal.moves import Refused, Stale
from tests import factories, steps
from workgroups.models import Opening, Place

pytestmark = pytest.mark.django_db


def kinds_of_events(application):
    return [event.kind for event in Event.objects.about(application)]


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


# --- Starting and saving


def test_starting_twice_gives_the_same_draft(ash_lane, glow, bob, readiness):
    assert steps.draft(ash_lane, glow, bob) == steps.draft(ash_lane, glow, bob)
    assert Application.objects.count() == 1


def test_two_people_of_a_school_may_each_begin(ash_lane, glow, bob, helen, readiness):
    assert steps.draft(ash_lane, glow, bob) != steps.draft(ash_lane, glow, helen)


def test_nothing_starts_where_the_hub_has_not_opened_the_project(ash_lane, glow, bob, readiness):
    said = refusal(workflow.start, school=ash_lane, project=readiness, hub=glow, by=bob)
    assert said.startswith("GLOW Maths Hub is not taking expressions of interest for this.")
    assert "glow@example.org" in said


def test_nothing_starts_before_the_opening_moment(ash_lane, glow, bob, readiness):
    tomorrow = timezone.now() + timedelta(days=1)
    factories.OpeningFactory(hub=glow, project=readiness, opens=tomorrow, closes=None)
    said = refusal(workflow.start, school=ash_lane, project=readiness, hub=glow, by=bob)
    assert "takes expressions of interest for this from" in said


def test_a_page_saved_keeps_the_other_pages(draft, bob):
    workflow.save_page(draft, answers={"first_name": "Bob"}, by=bob)
    saved = workflow.save_page(draft, answers={"last_name": "Bright"}, by=bob)
    assert (saved.answers["first_name"], saved.answers["last_name"], saved.version) == ("Bob", "Bright", 2)


def test_a_page_saved_since_the_draft_was_read_is_sent_with_it(ash_lane, glow, bob, readiness):
    as_read = steps.filled(ash_lane, glow, bob)
    workflow.save_page(Application.objects.get(pk=as_read.pk), answers={"job": "Deputy head"}, by=bob)
    sent = workflow.submit(as_read, by=bob)
    assert sent.answers["job"] == "Deputy head"
    assert "Deputy head" in str(Application.objects.get(pk=as_read.pk).frozen["form"])
    assert kinds_of_events(sent) == ["started", "sent"]


def test_what_was_sent_can_no_longer_be_changed(sent, bob):
    assert "has been sent" in refusal(workflow.save_page, sent, answers={"first_name": "X"}, by=bob)


# --- Submitting


def test_submitting_keeps_verdict_facts_and_wording(sent, readiness):
    assert sent.status == Status.SUBMITTED
    assert sent.outcome == "eligible"
    assert sent.frozen["school"]["name"] == "Ash Lane Primary School"
    assert sent.criterion_claims.count() == readiness.criteria.count()


def test_the_wording_stays_when_the_edition_is_edited_later(sent, readiness):
    readiness.clauses.update(text="Something else entirely")
    labels = [answer["label"] for part in sent.frozen["form"] for answer in part["answers"]]
    sent.refresh_from_db()
    assert "Something else entirely" not in str(sent.frozen)
    assert labels


def test_submitting_twice_sends_once(sent, bob):
    again = workflow.submit(Application.objects.get(pk=sent.pk), by=bob)
    assert again.submitted == sent.submitted
    assert kinds_of_events(sent).count("sent") == 1
    assert Email.objects.filter(template="applications/received").count() == 1


def test_the_receipt_goes_to_the_address_on_the_form(ash_lane, glow, bob, readiness):
    steps.sent(ash_lane, glow, bob, email="office@example.org")
    assert Email.objects.get().to == "office@example.org"
    assert Email.objects.get().reply_to == "glow@example.org"


def test_an_incomplete_form_is_refused_in_words(draft, bob):
    assert refusal(workflow.submit, draft, by=bob).startswith("Some answers are still missing")
    assert Application.objects.get().status == Status.DRAFT


def test_after_the_closing_moment_the_draft_stays(ash_lane, glow, bob, readiness):
    application = steps.filled(ash_lane, glow, bob)
    Opening.objects.update(closes=timezone.now() - timedelta(minutes=1), opens=timezone.now() - timedelta(days=9))
    said = refusal(workflow.submit, application, by=bob)
    assert said.startswith("This closed at")
    assert "What you wrote is kept" in said
    assert Application.objects.get().answers["first_name"]


def test_a_colleagues_second_application_is_pointed_to_the_first(ash_lane, glow, bob, helen, readiness):
    second = steps.filled(ash_lane, glow, helen)
    first = steps.sent(ash_lane, glow, bob)
    assert first.reference in refusal(workflow.submit, second, by=helen)


def test_a_colleague_came_first_and_another_tab_saved_since(ash_lane, glow, bob, helen, readiness):
    as_read = steps.filled(ash_lane, glow, helen)
    first = steps.sent(ash_lane, glow, bob)
    workflow.save_page(Application.objects.get(pk=as_read.pk), answers={"job": "Deputy head"}, by=helen)
    assert first.reference in refusal(workflow.submit, as_read, by=helen)


def test_a_stranger_is_not_told_the_reference_of_a_schools_application(ash_lane, glow, bob, charlie, readiness):
    strangers = steps.filled(ash_lane, glow, charlie)
    first = steps.sent(ash_lane, glow, bob)
    said = refusal(workflow.submit, strangers, by=charlie)
    assert first.reference not in said
    assert "has an application for Ash Lane Primary School already. Ask the school’s office" in said


def test_a_stranger_is_not_told_at_the_beginning_that_a_school_has_applied(
    ash_lane, glow, bob, charlie, helen, readiness
):
    first = steps.sent(ash_lane, glow, bob)
    assert workflow.start(school=ash_lane, project=readiness, hub=glow, by=charlie).is_draft
    with pytest.raises(Refused, match=first.reference):
        workflow.start(school=ash_lane, project=readiness, hub=glow, by=helen)


def test_a_school_may_ask_two_hubs(ash_lane, glow, jurassic, bob, readiness):
    steps.sent(ash_lane, glow, bob)
    second = steps.sent(ash_lane, jurassic, bob)
    assert second.outcome == "judge"


# --- Deciding


def test_taking_on_makes_an_owner(sent, alice):
    taken = reviewing.take_on(sent, by=alice)
    assert (taken.status, taken.owner) == (Status.IN_REVIEW, alice)


def test_the_second_to_take_on_is_told_who_was_faster(sent, alice, frank):
    as_frank_saw_it = Application.objects.get(pk=sent.pk)
    reviewing.take_on(sent, by=alice)
    with pytest.raises(Stale) as caught:
        reviewing.take_on(as_frank_saw_it, by=frank)
    assert caught.value.reason.startswith("Alice Adeyemi took on this application before you")


def test_placing_gives_a_seat_and_tells_the_school(sent, alice):
    placed = steps.placed(sent, alice)
    assert placed.status == Status.PLACED
    assert placed.place.school == sent.school
    assert Email.objects.filter(template="applications/placed").count() == 1


def test_a_full_group_takes_no_more(sent, alice, birch_road, glow, grace):
    group = steps.group_of(sent, capacity=1)
    steps.placed(sent, alice, group)
    other = steps.sent(birch_road, glow, grace)
    said = refusal(placement.place, other, group=group, by=alice)
    assert "is full" in said
    assert Application.objects.get(pk=other.pk).status == Status.SUBMITTED


def test_a_group_of_another_hub_is_refused(sent, alice, jurassic, readiness):
    group = factories.WorkGroupFactory(hub=jurassic, project=readiness)
    assert "Choose a Work Group of this hub" in refusal(placement.place, sent, group=group, by=alice)


def test_declining_needs_a_reason(sent, alice):
    assert "Write the reason" in refusal(reviewing.decline, sent, reason="  ", by=alice)


def test_declining_tells_the_school_why(sent, alice):
    reviewing.decline(sent, reason="The group is for schools near Stroud.", by=alice)
    assert "near Stroud" in Email.objects.get(template="applications/declined").text


def test_the_hub_administrator_prepares_but_does_not_decide(sent, erin):
    reviewing.take_on(sent, by=erin)
    assert "hub lead" in refusal(reviewing.decline, Application.objects.get(), reason="No", by=erin)


def test_another_hubs_lead_may_do_nothing(sent, dana):
    assert not any(option.is_open for option in reviewing.options(sent, dana))
    assert "Only people at the desk of GLOW Maths Hub" in refusal(reviewing.decline, sent, reason="No", by=dana)


def test_reopening_frees_the_seat_and_tells_the_school(sent, alice):
    placed = steps.placed(sent, alice)
    reviewing.reopen(placed, reason="Placed in the wrong group", by=alice)
    application = Application.objects.get()
    assert (application.status, application.place) == (Status.IN_REVIEW, None)
    assert Place.objects.get().status == Place.Status.GIVEN_UP
    assert Email.objects.filter(template="applications/reopened").count() == 1


def test_a_school_placed_twice_over_is_written_to_twice(sent, alice):
    group = steps.group_of(sent)
    placed = steps.placed(sent, alice, group)
    reopened = reviewing.reopen(placed, reason="Wrong group", by=alice)
    steps.placed(reopened, alice, group)
    assert Email.objects.filter(template="applications/placed").count() == 2


def test_only_the_hub_lead_places_a_school_that_is_not_eligible(glow, bob, alice, frank, readiness, ash_lane):
    ash_lane.type_code, ash_lane.type_name = "11", "Other independent school"
    ash_lane.save()
    application = steps.sent(ash_lane, glow, bob)
    group = steps.group_of(application)
    assert application.outcome == "not_eligible"
    assert "only the hub lead" in refusal(placement.place, application, group=group, by=frank, reason="Agreed")
    assert "Write why" in refusal(placement.place, application, group=group, by=alice)
    placed = placement.place(application, group=group, by=alice, reason="Becomes state-funded in January")
    assert "Becomes state-funded" in Event.objects.about(placed).last().note


def test_a_closed_move_says_the_reason_a_try_is_refused_with(sent, erin):
    closed = {option.move: option.why for option in reviewing.options(sent, erin) if not option.is_open}
    assert closed["decline"] == refusal(reviewing.decline, sent, reason="No", by=erin)
    assert closed["reopen"] == refusal(reviewing.reopen, sent, reason="No", by=erin)


def test_the_trail_tells_the_whole_story(sent, alice):
    taken = reviewing.take_on(sent, by=alice)
    reviewing.reopen(steps.placed(taken, alice), reason="Wrong group", by=alice)
    assert kinds_of_events(sent) == ["started", "sent", "took on", "placed", "reopened"]


# --- Who sees what


def test_a_school_sees_its_own_and_a_stranger_nothing(sent, bob, helen, charlie, grace):
    for person, seen in ((bob, 1), (helen, 1), (charlie, 0), (grace, 0)):
        assert Application.objects.visible_to(person).count() == seen, person


def test_a_hub_reviews_its_own_and_never_a_draft(sent, glow, birch_road, grace, alice, dana):
    steps.draft(birch_road, glow, grace)
    assert list(Application.objects.reviewable_by(alice)) == [sent]
    assert not Application.objects.reviewable_by(dana).exists()


def test_a_role_that_ended_yesterday_shows_nothing(sent, alice, helen):
    yesterday = timezone.localdate() - timedelta(days=1)
    alice.hub_roles.update(ends=yesterday)
    helen.school_roles.update(ends=yesterday)
    assert not Application.objects.reviewable_by(alice).exists()
    assert not Application.objects.visible_to(helen).exists()
