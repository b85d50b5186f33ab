"""An application is passed on to another hub: the school asked first, nothing typed again, each hub its own (U2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import reviewing, withdrawal
from applications.deciding import destinations, passing, position, preparing, releasing, summary, trace, waiting
from applications.models import Application
from hubs.reminders.outlook import outlook
from journal.models import Email
from tests import factories, steps
from tests.applications.test_offers import move_clock, now_is
from tests.applications.test_workflow import refusal
from workgroups.models import Opening

pytestmark = pytest.mark.django_db


def letters(*templates: str) -> list[str]:
    found = Email.objects.filter(template__in=[f"applications/{name}" for name in templates])
    return sorted(found.values_list("template", flat=True))


# --- Asked, and answered


def test_the_school_is_asked_and_the_other_hub_knows_nothing(asked, sent, dana):
    assert now_is(sent) == "passing_on"
    letter = Email.objects.get(template="applications/pass_on")
    assert "Jurassic is nearer to you." in letter.text
    assert letter.secret
    assert not Application.objects.reviewable_by(dana).exists()


def test_yes_makes_it_the_other_hubs_with_the_moment_of_the_first_sending(asked, sent, there, bob, dana):
    made = passing.agree(asked, by=bob)
    assert (made.status, made.hub, made.answers) == ("submitted", there.hub, sent.answers)
    assert made.sent_first == sent.submitted
    assert now_is(sent) == "passed_on"
    sent.pledge.refresh_from_db()
    assert (sent.pledge.status, made.pledge.status) == ("ended", "new")
    assert made in Application.objects.reviewable_by(dana)
    assert letters("received", "passed_on_hub", "pass_on_answered_hub") == [
        "applications/pass_on_answered_hub",
        "applications/passed_on_hub",
        "applications/received",
        "applications/received",
    ]
    assert passing.agree(asked, by=bob) == made
    assert Application.objects.count() == 2


def test_no_leaves_it_where_it_was_with_a_reason(asked, sent, bob):
    assert "Write why" in refusal(passing.refuse, asked, reason=" ", by=bob)
    passing.refuse(asked, reason="Too far for us.", by=bob)
    assert now_is(sent) == "in_review"
    assert "Too far for us." in Email.objects.get(template="applications/pass_on_answered_hub").text
    assert "was answered with no" in refusal(passing.agree, asked, by=bob)


def test_a_place_on_the_waiting_list_is_kept_until_the_school_says_yes(sent, there, alice, bob):
    steps.listed(sent, alice)
    asked = steps.asked_to_pass_on(Application.objects.get(), there, alice)
    assert waiting.next_that_fits(steps.group_of(sent)) is None
    passing.refuse(asked, reason="Too far for us.", by=bob)
    assert (now_is(sent), position.of(Application.objects.get()).place) == ("waiting_list", 1)
    passing.agree(steps.asked_to_pass_on(Application.objects.get(), there, alice), by=bob)
    assert not waiting.current(sent.hub).exists()


def test_without_an_answer_it_is_reminded_of_and_goes_back_to_review(asked, sent, monkeypatch):
    assert len([one for one in outlook(days=20) if one.kind.code == "pass-on-unanswered"]) == 2
    move_clock(monkeypatch, days=14)
    assert passing.lapse_due() == 0
    move_clock(monkeypatch, days=1)
    assert (passing.lapse_due(), passing.lapse_due(), now_is(sent)) == (1, 0, "in_review")
    assert letters("pass_on_ended", "pass_on_answered_hub") == [
        "applications/pass_on_answered_hub",
        "applications/pass_on_ended",
    ]


def test_the_hub_takes_it_back_with_a_reason(asked, sent, alice, bob):
    assert "Write why you take it back" in refusal(passing.take_back, sent_now(), reason=" ", by=alice)
    passing.take_back(sent_now(), reason="We have room after all.", by=alice)
    assert now_is(sent) == "in_review"
    assert "We have room after all." in Email.objects.get(template="applications/pass_on_ended").text
    assert "has taken this question back" in refusal(passing.agree, asked, by=bob)


def sent_now() -> Application:
    return Application.objects.get(carried_from=None)


def test_while_the_school_is_asked_nothing_else_is_decided(asked, sent, alice, bob):
    now = sent_now()
    for act, given in ((reviewing.decline, {"reason": "Full."}), (preparing.prepare, {"kind": "waiting"})):
        assert "asked whether to pass it on" in refusal(act, now, by=alice, **given)
    assert "Say no first" in refusal(withdrawal.withdraw, now, reason="No.", by=bob)
    passing.agree(asked, by=bob)
    assert "was passed on" in refusal(reviewing.reopen, sent_now(), reason="No.", by=alice)


# --- Prepared in private


def test_it_is_prepared_released_with_the_others_and_counted(sent, there, alice, glow):
    decision = steps.prepared(sent, alice, **steps.passing_on(there))
    assert decision.in_words == "Ask whether to pass on to Jurassic Maths Hub"
    assert (now_is(sent), summary.of(glow)[0].count("pass_on"), letters("pass_on")) == ("submitted", 1, [])
    releasing.ask(hub=glow, by=alice, seen=releasing.fingerprint(releasing.ready(glow)))
    releasing.release_due()
    assert (now_is(sent), letters("pass_on")) == ("passing_on", ["applications/pass_on"])


def test_it_needs_a_hub_a_day_and_words(sent, there, alice):
    needed = {"opening": "Choose the hub", "answer_by": "Choose a day", "words": "Write to the school"}
    for missing, says in needed.items():
        given = steps.passing_on(there) | {missing: "" if missing == "words" else None}
        assert says in refusal(preparing.prepare, sent, by=alice, **given)


# --- Where to


def why_not(sent, hub) -> str:
    return next(each.why_not for each in destinations.of(sent) if each.hub == hub)


def test_a_hub_that_takes_it_not_says_why_and_what_then(sent, jurassic, bob):
    assert "has not opened" in why_not(sent, jurassic)
    there = factories.OpeningFactory(hub=jurassic, project=sent.project, opens=timezone.now() + timedelta(days=1))
    assert "takes applications for" in why_not(sent, jurassic)
    Opening.objects.filter(pk=there.pk).update(opens=sent.submitted - timedelta(days=9), closes=sent.submitted)
    assert "before the school sent anything" in why_not(sent, jurassic)
    Opening.objects.filter(pk=there.pk).update(closes=sent.submitted + timedelta(microseconds=1))
    late = next(each for each in destinations.of(sent) if each.hub == jurassic)
    assert (late.why_not, late.is_late) == ("", True)
    Opening.objects.filter(pk=there.pk).update(closes=None)
    steps.sent(sent.school, jurassic, bob, sent.project)
    assert "has an application for" in why_not(sent, jurassic)


def test_the_hub_of_the_schools_area_comes_first_and_any_is_found(sent, jurassic, there):
    factories.HubFactory(name="Aardvark", slug="aardvark")
    factories.HubAreaFactory(hub=jurassic, authority=sent.school.authority)
    everywhere = destinations.of(sent)
    assert [(each.hub.slug, each.near) for each in everywhere] == [("jurassic", True), ("aardvark", False)]
    assert [each.hub.slug for each in destinations.found(everywhere, "aard")[0]] == ["aardvark"]
    assert "No hub fits" in destinations.found(everywhere, "zzz")[1]


def test_it_can_be_passed_back_once_and_never_goes_round(asked, sent, there, alice, bob, dana):
    there_now = passing.agree(asked, by=bob)
    home = Opening.objects.get(hub=sent.hub, project=sent.project)
    back = passing.agree(steps.asked_to_pass_on(there_now, home, dana), by=bob)
    assert (back.hub, back.sent_first, back.status) == (sent.hub, sent.submitted, "submitted")
    assert "does not go round" in refusal(preparing.prepare, back, by=alice, **steps.passing_on(there))
    assert [stage.application for stage in trace.came_by(back)] == [there_now, sent]


def test_what_was_carried_there_before_is_not_carried_again(asked, sent, there, alice, bob):
    made = passing.agree(asked, by=bob)
    Application.objects.filter(pk=made.pk).update(status="withdrawn", withdraw_reason="No.")
    Application.objects.filter(pk=sent.pk).update(status="in_review")
    assert "was made of this" in refusal(preparing.prepare, sent_now(), by=alice, **steps.passing_on(there))
