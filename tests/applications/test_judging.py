"""The hub judges a check otherwise: on record, by who may decide, and the rules' own words stay readable."""

import pytest

from applications import corrections, dossier, judging, placement, reviewing
from applications.models import Application, Judgement
from applications.trail import trail
from journal.moves import Refused, Stale
from tests import steps

pytestmark = pytest.mark.django_db


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def met(application, code, by, **more):
    return judging.judge(application, code=code, outcome="pass", reason="We know it well.", by=by, **more)


def test_the_verdict_follows_what_the_hub_judges_and_the_rules_verdict_stays(closing, alice):
    assert closing.outcome == "not_eligible"
    judged = met(closing, "state_funded", alice)
    assert judged.outcome == Application.objects.get(pk=closing.pk).outcome == "judge"
    assert met(judged, "open", alice).outcome == "eligible"
    assert judging.rules_outcome(Application.objects.get(pk=closing.pk)) == "not_eligible"


def test_the_rules_words_stand_beside_the_hubs(closing, alice):
    met(closing, "state_funded", alice)
    row = next(row for row in dossier.checks(closing) if row.code == "state_funded")
    assert (row.outcome, row.rules) == ("pass", "fail")
    assert row.reason.startswith("The programme is for state-funded schools")
    assert (row.judged.reason, row.judged.by) == ("We know it well.", alice)


def test_a_check_that_passed_can_be_judged_not_met(sent, frank):
    judged = judging.judge(sent, code="journey", outcome="fail", reason="They were in it as a pilot.", by=frank)
    assert judged.outcome == "not_eligible"


def test_what_the_rules_say_already_is_no_judgement(sent, alice):
    assert refusal(met, sent, "open", alice) == judging.SAID_ALREADY
    assert "no such check" in refusal(met, sent, "weather", alice)
    assert refusal(judging.judge, sent, code="open", outcome="judge", reason="x", by=alice) == judging.SAID_ALREADY


def test_a_reason_is_needed(closing, alice):
    assert "Write why" in refusal(judging.judge, closing, code="open", outcome="pass", reason=" \n", by=alice)


@pytest.mark.parametrize("person", ["erin", "dana", "bob", "nadia"])
def test_only_who_may_decide_judges(closing, person, request):
    someone = request.getfixturevalue(person)
    refusal(met, closing, "open", someone)
    assert not Judgement.objects.exists()


def test_what_is_decided_is_judged_no_more(closing, alice):
    declined = reviewing.decline(met(closing, "open", alice), reason="No room", by=alice)
    key = Judgement.objects.get().pk
    assert "Reopen it" in refusal(met, declined, "state_funded", alice)
    assert "Reopen it" in refusal(judging.take_back, declined, code="open", by=alice, seen_judgement=key)


def test_a_judgement_is_taken_back(closing, alice, frank):
    met(closing, "state_funded", alice)
    back = judging.take_back(closing, code="state_funded", by=frank, seen_judgement=Judgement.objects.get().pk)
    assert back.outcome == "not_eligible"
    assert not Judgement.objects.exists()
    assert "nothing to take back" in refusal(judging.take_back, closing, code="state_funded", by=frank)


def test_the_trail_keeps_every_judgement(closing, alice, frank):
    met(closing, "open", alice)
    key = Judgement.objects.get().pk
    judging.judge(closing, code="open", outcome="fail", reason="It closes.", by=frank, seen_judgement=key)
    judging.take_back(closing, code="open", by=frank, seen_judgement=Judgement.objects.get().pk)
    said = [str(entry) for entry in trail(closing)][:3]
    assert said == [
        "Frank Farrow took back a judgement",
        "Frank Farrow judged a check otherwise",
        "Alice Adeyemi judged a check otherwise",
    ]
    assert trail(closing)[2].note == "Open school: met. We know it well."


def test_the_second_of_two_who_judge_one_check_is_told_who_was_faster(closing, alice, frank):
    met(closing, "open", alice)
    with pytest.raises(Stale, match="Alice Adeyemi judged this check before you"):
        met(closing, "open", frank)
    key = Judgement.objects.get().pk
    judging.take_back(closing, code="open", by=alice, seen_judgement=key)
    with pytest.raises(Stale, match="took that judgement back"):
        met(closing, "open", frank, seen_judgement=key)


def test_a_school_judged_eligible_is_placed_without_an_override(closing, alice, frank):
    group = steps.group_of(closing)
    assert refusal(placement.place, closing, group=group, by=frank) == placement.ONLY_LEAD
    met(closing, "state_funded", alice)
    assert placement.place(closing, group=group, by=frank).status == "placed"


def test_a_school_judged_not_eligible_needs_the_lead_and_a_reason(sent, alice, frank):
    judging.judge(sent, code="journey", outcome="fail", reason="Was a pilot.", by=alice)
    assert refusal(placement.place, sent, group=steps.group_of(sent), by=frank) == placement.ONLY_LEAD


def corrected(application, by, **answers) -> Application:
    corrections.save_page(corrections.begin(application, by=by), answers=answers)
    corrections.send(Application.objects.get(pk=application.pk), by=by)
    return Application.objects.get(pk=application.pk)


def test_a_judgement_stands_through_a_correction_of_something_else(closing, alice, grace):
    met(closing, "state_funded", alice)
    assert corrected(closing, grace, job="Deputy head").outcome == "judge"


def test_a_judgement_is_set_aside_where_a_correction_changes_its_check(sent, alice, bob):
    judging.judge(sent, code="inspection", outcome="fail", reason="It was another school.", by=alice)
    after = corrected(sent, bob, inspected_ofsted="20 March 2026")
    assert (after.outcome, after.judgements.count()) == ("eligible", 0)
    assert "The service set aside a judgement" in [str(entry) for entry in trail(after)]


def test_only_the_lead_judges_as_met_what_the_rules_fail(closing, alice, frank):
    assert refusal(met, closing, "state_funded", frank) == judging.ONLY_LEAD
    assert met(closing, "state_funded", alice).outcome == "judge"


def test_the_assistant_reads_why_on_the_page(client, closing, frank):
    client.force_login(frank)
    page = client.get(f"/desk/{closing.hub.slug}/applications/{closing.reference}/").content.decode()
    assert "only the hub lead can judge it as met" in page
