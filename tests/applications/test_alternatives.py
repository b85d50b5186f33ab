"""A suitable alternative: judged before it is offered, answered once, and the original stays whole (R8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import carrying, reviewing, withdrawal, workflow
from applications.deciding import alternatives, counting, position, releasing, suiting, waiting
from applications.models import Alternative, Application, Decision
from hubs.reminders.outlook import outlook
from journal.models import Email, Event
from schools.models import School
from tests import factories, steps
from tests.applications.test_offers import move_clock, now_is, seats
from tests.applications.test_workflow import refusal
from workgroups.models import Opening, Place

pytestmark = pytest.mark.django_db


def completed(draft, by) -> Application:
    workflow.save_page(draft, answers=steps.complete_answers(draft), by=by)
    return workflow.submit(Application.objects.get(pk=draft.pk), by=by)


# --- Before it is offered


def test_the_school_is_judged_for_the_alternative_and_the_verdict_kept_with_it(instead, sent):
    assert {check["code"]: check["outcome"] for check in instead.checks}["one_phase"] == "pass"
    assert instead.outcome == "eligible"
    assert now_is(sent) == "alternative_offered"
    assert Email.objects.filter(template="applications/alternative_offered", secret=True).count() == 1


def test_what_its_form_did_not_ask_is_for_the_hub_to_judge(birch_road, glow, grace, readiness, alice):
    asked = steps.sent(birch_road, glow, grace, factories.project("development"))
    opening = factories.OpeningFactory(hub=glow, project=readiness)
    verdict = suiting.judged(asked, opening)
    assert {check.code: check.outcome for check in verdict.checks}["criteria"] == "judge"


def test_only_a_lead_offers_what_a_school_is_not_eligible_for(sent, glow, frank, alice):
    embedding = factories.OpeningFactory(hub=glow, project=factories.project("embedding"))
    assert "only the hub lead" in refusal(steps.prepared_alternative, sent, frank, embedding)
    assert "Write why it is offered" in refusal(steps.prepared_alternative, sent, alice, embedding)
    decision = steps.prepared_alternative(sent, alice, embedding, reason="They were in it with another hub.")
    assert decision.outcome_there == "not_eligible"


def test_what_cannot_be_offered_is_refused_with_its_reason(sent, alice, bob, glow, jurassic, development, group):
    prepare = steps.prepared_alternative
    own = Opening.objects.get(hub=glow, project=sent.project)
    assert "Choose what you offer" in refusal(prepare, sent, alice, None)
    assert "choose another Work Group" in refusal(prepare, sent, alice, own)
    assert "Choose a Work Group of what" in refusal(prepare, sent, alice, own, group)
    far = factories.OpeningFactory(hub=jurassic, project=development.project)
    theirs = factories.WorkGroupFactory(hub=jurassic, project=far.project)
    assert "decides about its own" in refusal(prepare, sent, alice, far, theirs)
    steps.close(far)
    assert "This closed at" in refusal(prepare, sent, alice, Opening.objects.get(pk=far.pk))
    steps.sent(sent.school, glow, bob, development.project)
    assert "has an application for" in refusal(prepare, sent, alice, development)


def test_it_is_prepared_in_private_released_once_and_looked_at_again_before(sent, alice, development, group):
    steps.prepared_alternative(sent, alice, development, group)
    assert (now_is(sent), seats(group), Alternative.objects.count()) == ("submitted", 1, 0)
    releasing.ask(hub=sent.hub, by=alice, seen=releasing.fingerprint(releasing.ready(sent.hub)))
    School.objects.filter(pk=sent.school_id).update(register_status=School.RegisterStatus.CLOSED)
    assert releasing.release_due() == 0
    assert "is not eligible for this" in Decision.objects.get().refusal
    School.objects.filter(pk=sent.school_id).update(register_status=School.RegisterStatus.OPEN)
    releasing.ask(hub=sent.hub, by=alice, seen=releasing.fingerprint(releasing.ready(sent.hub)))
    assert (releasing.release_due(), releasing.release_due()) == (1, 0)
    assert (now_is(sent), Alternative.objects.get().place.status) == ("alternative_offered", "reserved")


# --- The answer


def test_saying_yes_makes_a_draft_with_what_carries_over_and_it_counts_once_sent(instead, sent, group, bob):
    draft = alternatives.accept(instead, by=bob)
    assert alternatives.accept(instead, by=bob) == draft
    assert (draft.is_draft, draft.carried_from, draft.started_by) == (True, sent, bob)
    assert draft.answers["statement"] == sent.answers["statement"]
    assert not any(name.startswith("clause_") for name in draft.answers)
    assert (now_is(sent), instead.place.status) == ("alternative_offered", "reserved")
    before = Application.objects.values("answers", "frozen", "checks", "version").get(pk=sent.pk)
    completed(draft, bob)
    assert (now_is(sent), now_is(draft), seats(group)) == ("took_alternative", "placed", 1)
    assert Application.objects.values("answers", "frozen", "checks", "version").get(pk=sent.pk) == before
    assert Alternative.objects.get().status == "accepted"
    sent.pledge.refresh_from_db()
    assert sent.pledge.status == "ended"
    told = set(Email.objects.values_list("template", flat=True))
    assert {
        f"applications/{name}" for name in ("alternative_to_complete", "alternative_answered_hub", "placed")
    } <= told


def test_the_place_is_not_given_where_the_new_answers_show_that_it_is_not_eligible(instead, sent, group, bob):
    draft = alternatives.accept(instead, by=bob)
    School.objects.filter(pk=sent.school_id).update(register_status=School.RegisterStatus.CLOSED)
    completed(draft, bob)
    assert (now_is(sent), now_is(draft), seats(group)) == ("took_alternative", "submitted", 0)
    assert Event.objects.get(note=counting.NOT_ELIGIBLE_THERE).to_status == "given_up"


def test_another_group_of_the_same_project_is_a_place_at_once(sent, alice, helen):
    opening = Opening.objects.get(hub=sent.hub, project=sent.project)
    instead = steps.alternative(sent, alice, opening, steps.group_of(sent, name="Cirencester"))
    alternatives.accept(instead, by=helen)
    assert (now_is(sent), Place.objects.get().status) == ("placed", "held")
    assert Application.objects.count() == 1


def test_another_hub_has_it_at_once_where_nothing_more_is_asked_and_decides_itself(sent, alice, bob, jurassic):
    far = factories.OpeningFactory(hub=jurassic, project=sent.project)
    instead = steps.alternative(sent, alice, far)
    made = alternatives.accept(instead)
    assert (made.hub, now_is(made), now_is(sent)) == (jurassic, "submitted", "took_alternative")
    assert made.outcome == "eligible"
    assert made.first_sent == sent.submitted


def test_another_hub_that_closes_has_it_no_more(sent, alice, bob, jurassic):
    far = factories.OpeningFactory(hub=jurassic, project=factories.project("development"))
    Opening.objects.filter(pk=far.pk).update(closes=timezone.now() + timedelta(days=9))
    far.refresh_from_db()
    assert "Choose a day up to then" in refusal(steps.alternative, sent, alice, far)
    Opening.objects.filter(pk=far.pk).update(closes=timezone.now() + timedelta(days=20))
    far.refresh_from_db()
    instead = steps.alternative(sent, alice, far)
    steps.close(far)
    assert "This closed at" in refusal(alternatives.accept, instead, by=bob)
    assert Application.objects.count() == 1


def test_a_yes_that_asks_nothing_more_counts_after_the_closing_moment(instead, sent, group, bob):
    draft = alternatives.accept(instead, by=bob)
    workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    Alternative.objects.update(became=None)
    steps.close(instead.opening)
    assert alternatives.accept(Alternative.objects.get(), by=bob) == draft
    assert (now_is(sent), now_is(draft), seats(group)) == ("took_alternative", "placed", 1)


def test_who_says_no_after_a_yes_is_let_in_late_no_more(instead, bob):
    steps.close(instead.opening)
    draft = alternatives.accept(instead, by=bob)
    assert draft.let_in_until == instead.ends
    alternatives.turn_down(instead, reason="Not now.", by=bob)
    assert "This closed at" in refusal(completed, draft, bob)


def test_declining_puts_the_original_back_in_review_whole(instead, sent, group, bob):
    assert "Write why" in refusal(alternatives.turn_down, instead, reason=" ", by=bob)
    alternatives.turn_down(instead, reason="We need the first step.", by=bob)
    alternatives.turn_down(instead, reason="We need the first step.", by=bob)
    assert (now_is(sent), seats(group)) == ("in_review", 0)
    assert "We need the first step." in Email.objects.get(template="applications/alternative_answered_hub").text
    assert "was declined on" in refusal(alternatives.accept, instead, by=bob)
    sent.pledge.refresh_from_db()
    assert sent.pledge.status != "ended"


def test_a_school_that_says_no_keeps_its_place_on_the_waiting_list(sent, development, alice, bob):
    steps.listed(sent, alice)
    listed = Application.objects.get(pk=sent.pk)
    alternatives.turn_down(steps.alternative(listed, alice, development), reason="We wait.", by=bob)
    assert now_is(sent) == "waiting_list"
    assert str(position.of(listed)) == "1st of 1"
    assert "on the waiting list as before" in Email.objects.get(template="applications/alternative_answered_hub").text


def test_a_school_that_takes_it_leaves_the_waiting_list(sent, development, alice, bob):
    steps.listed(sent, alice)
    instead = steps.alternative(Application.objects.get(pk=sent.pk), alice, development)
    completed(alternatives.accept(instead, by=bob), bob)
    assert now_is(sent) == "took_alternative"
    assert not sent.waiting_entries.filter(left=None).exists()


def test_it_lapses_unanswered_and_so_does_a_yes_without_its_form(instead, sent, group, bob, monkeypatch):
    draft = alternatives.accept(instead, by=bob)
    move_clock(monkeypatch, days=14)
    assert alternatives.lapse_due() == 0
    move_clock(monkeypatch, days=2)
    assert (alternatives.lapse_due(), alternatives.lapse_due()) == (1, 0)
    assert (now_is(sent), seats(group)) == ("in_review", 0)
    assert "The form was not sent by" in Event.objects.about(sent).last().note
    assert completed(draft, bob).status == "submitted"
    assert now_is(sent) == "in_review"


def test_a_yes_on_the_last_day_leaves_a_week_also_after_the_closing_moment(instead, sent, bob, monkeypatch):
    Alternative.objects.update(answer_by=timezone.localdate())
    instead.refresh_from_db()
    draft = alternatives.accept(instead, by=bob)
    instead.refresh_from_db()
    assert instead.answer_by == timezone.localdate() + timedelta(days=7)
    assert not draft.late_entries.exists()
    Opening.objects.update(closes=timezone.now() + timedelta(minutes=1))
    Alternative.objects.update(became=None)
    Application.objects.filter(pk=draft.pk).delete()
    draft = alternatives.accept(Alternative.objects.get(), by=bob)
    move_clock(monkeypatch, days=2)
    completed(draft, bob)
    assert now_is(draft) == "placed"


def test_the_hub_takes_it_back_by_opening_the_application_again(instead, sent, group, bob, alice):
    assert "Decline it first" in refusal(withdrawal.withdraw, Application.objects.get(pk=sent.pk), reason="No.", by=bob)
    reviewing.reopen(Application.objects.get(pk=sent.pk), reason="The wrong phase.", by=alice)
    assert (now_is(sent), seats(group)) == ("in_review", 0)
    assert "has taken this alternative back" in refusal(alternatives.accept, instead, by=bob)


def test_it_is_reminded_until_it_counts(instead, sent, bob):
    def reminded():
        return [one.wanted for one in outlook(days=20) if one.kind.code == "alternative-unanswered"]

    assert [one.button for one in reminded()] == ["Read it and answer"] * 2
    draft = alternatives.accept(instead, by=bob)
    assert {one.button for one in reminded()} == {"Go on with it"}
    completed(draft, bob)
    assert reminded() == []


def test_the_seat_of_a_declined_one_travels_to_the_next_that_waits(instead, group, glow, alice, bob):
    other = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory(), group.project)
    steps.listed(other, alice)
    Opening.objects.update(offers_next=True)
    alternatives.turn_down(instead, reason="Not now.", by=bob)
    assert (waiting.pass_on_freed_seats(), waiting.pass_on_freed_seats()) == (1, 0)
    assert now_is(other) == "offered"


def test_a_seat_that_the_new_answers_free_travels_to_the_next_as_well(instead, sent, group, glow, alice, bob):
    other = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory(), group.project)
    steps.listed(other, alice)
    Opening.objects.update(offers_next=True)
    draft = alternatives.accept(instead, by=bob)
    assert waiting.pass_on_freed_seats() == 0
    School.objects.filter(pk=sent.school_id).update(register_status=School.RegisterStatus.CLOSED)
    completed(draft, bob)
    assert (waiting.pass_on_freed_seats(), waiting.pass_on_freed_seats()) == (1, 0)
    assert now_is(other) == "offered"


def test_it_may_be_offered_again_after_a_no_and_the_draft_is_the_same(instead, sent, development, group, alice, bob):
    draft = alternatives.accept(instead, by=bob)
    alternatives.turn_down(instead, reason="Not now.", by=bob)
    again = steps.alternative(Application.objects.get(pk=sent.pk), alice, development, group)
    assert alternatives.accept(again, by=bob) == draft


def test_the_form_of_last_time_counts_for_what_is_offered_again(instead, sent, development, group, alice, bob):
    """The school sends the draft that it has, and need not say yes once more."""
    draft = alternatives.accept(instead, by=bob)
    alternatives.turn_down(instead, reason="Not now.", by=bob)
    again = steps.alternative(Application.objects.get(pk=sent.pk), alice, development, group)
    completed(draft, bob)
    assert (now_is(sent), now_is(draft), seats(group)) == ("took_alternative", "placed", 1)
    assert alternatives.accept(again, by=bob) == draft
    assert "was made of this for" in refusal(carrying.draft, sent, opening=development)
