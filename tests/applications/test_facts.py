"""What is gathered for the rules: history by lineage, other applications, what the school says."""

import re
from datetime import date

import pytest

from applications import eligibility, facts, spec
from applications.advice import first_answers
from applications.eligibility import Asked, Declared, Past, assess, fitting
from applications.models import Application
from schools.models import ListedArea, SchoolLink
from tests import factories, steps
from workgroups import places

pytestmark = pytest.mark.django_db


def place_for(school, hub, kind, by, year=2026):
    """A seat in a group of that kind, of an edition of that year."""
    project = factories.project(kind)
    if project.year != year:
        project.pk, project.year, project.code = None, year, f"{kind[:5]}-{year}"
        project.save(force_insert=True)
    return places.take(group=factories.WorkGroupFactory(hub=hub, project=project), school=school, by=by)


def fits(school, **more) -> list[str]:
    return [fit.kind for fit in fitting(facts.of_school(school, year=2026, **more)) if fit.fits]


def test_an_application_is_judged_on_the_answers_of_its_form(sent):
    found = facts.gather(sent)
    assert {claim.code for claim in found.claims} >= {"ofsted", "mobility"}
    assert next(claim for claim in found.claims if claim.code == "ofsted").on
    assert [person.role for person in found.named] == ["maths_lead", "second_teacher", "headteacher"]
    assert (found.history, found.asked) == ((), ())


def test_facts_are_gathered_in_two_queries(sent, django_assert_num_queries):
    application = Application.objects.select_related("school__authority", "project").get(pk=sent.pk)
    facts.read(application.project)
    with django_assert_num_queries(2):
        facts.gather(application)


def test_what_a_predecessor_did_counts(ash_lane, birch_road, jurassic, dana, editions):
    SchoolLink.objects.create(predecessor=birch_road, successor=ash_lane)
    place_for(birch_road, jurassic, "development", dana, year=2025)
    assert fits(ash_lane) == ["embedding", "sustaining"]
    assert facts.of_school(ash_lane, year=2026).history == (Past("development", 2025, birch_road.name),)


def test_a_place_that_was_given_up_is_no_history(ash_lane, jurassic, dana, editions):
    places.give_up(place_for(ash_lane, jurassic, "development", dana, year=2025), by=dana)
    assert "development" in fits(ash_lane)


def test_its_own_place_does_not_speak_against_an_application(sent, alice):
    assert assess(facts.gather(steps.placed(sent, alice))).outcome == "eligible"


def test_an_application_elsewhere_counts_until_it_is_declined(sent, ash_lane, jurassic, bob):
    other = steps.sent(ash_lane, jurassic, bob)
    assert facts.gather(other).asked == (Asked("readiness", elsewhere=True),)
    Application.objects.filter(pk=sent.pk).update(**{"status": "declined", "decline_reason": "Full"})
    assert facts.gather(other).asked == ()


def test_an_all_through_school_may_be_in_a_phase_and_in_secondary(glow, alice, editions):
    school = factories.SchoolFactory(phase_code="7", phase_name="All-through", low_age=4, high_age=18)
    place_for(school, glow, "development", alice)
    assert fits(school) == ["secondary"]


def test_what_only_the_school_says_is_for_the_hub_to_judge(ash_lane, editions):
    said = Declared(history=(Past("development", 2025, "Ash Lane", declared=True),))
    embedding = fitting(facts.of_school(ash_lane, year=2026, declared=said))[2]
    assert (embedding.kind, embedding.outcome) == ("embedding", "judge")
    assert "says it was in Development in 2025/26" in embedding.reason


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"was_in_development": "yes"}, [("development", 2025)]),
        ({"was_in_development": "no"}, []),
        ({"been_in": ["development", "sustaining"]}, [("development", None), ("sustaining", None)]),
        ({"been_in": ["none"]}, []),
        ({"been_in_readiness": "yes"}, [("readiness", None)]),
        ({}, []),
    ],
)
def test_years_before_this_service_are_read_from_the_form(ash_lane, answers, said):
    found = facts.declared_history(ash_lane, answers, 2026)
    assert [(past.kind, past.year) for past in found] == said
    assert all(past.declared for past in found)


def asks_of_earlier_years(kind) -> list[spec.Field]:
    fields = [field for _, page in spec.form_for(factories.project(kind)).pages() for field in page.fields]
    of_years = [field for field in fields if re.fullmatch("(been|was)_in(_[a-z]+)?", field.name)]
    return [field for field in of_years if field.name != "been_in_when"]


@pytest.mark.parametrize("kind", eligibility.KINDS)
def test_every_question_about_earlier_years_is_read_by_the_rules(ash_lane, editions, kind):
    asks = asks_of_earlier_years(kind)
    assert bool(asks) == (kind in ("development", "embedding", "sustaining"))
    for field in asks:
        answers = [[value] for value, _ in field.choices if value != "none"] or ["yes"]
        for answer in answers:
            assert facts.declared_history(ash_lane, {field.name: answer}, 2026), (field.name, answer)


@pytest.mark.parametrize(
    ("been", "when", "leads_to"),
    [
        ("readiness", (), "development"),
        ("development", ("last",), "embedding"),
        ("development", ("earlier",), "sustaining"),
        ("embedding", (), "sustaining"),
        ("sustaining", (), "sustaining"),
    ],
)
def test_what_the_guide_hears_of_earlier_years_the_form_asks_and_the_rules_read(
    ash_lane, editions, been, when, leads_to
):
    heard = first_answers({"been": (been,), "when": when})
    answers = spec.first_answers(factories.project(leads_to), heard)
    assert answers.keys() & {field.name for field in asks_of_earlier_years(leads_to)}
    assert [past.kind for past in facts.declared_history(ash_lane, answers, 2026)] == [been]


@pytest.mark.parametrize(
    ("ends", "outcome", "source"), [(None, "pass", "register"), (date(2020, 8, 31), "judge", "declared")]
)
def test_a_claimed_area_is_looked_for_in_the_lists_of_that_day(ash_lane, glow, bob, readiness, ends, outcome, source):
    where = {"authority": ash_lane.authority, "starts": date(2016, 9, 1), "ends": ends}
    ListedArea.objects.create(kind="opportunity", name="Stroud", **where)
    others = {f"criterion_{criterion.code}": False for criterion in readiness.criteria.all()}
    sent = steps.sent(ash_lane, glow, bob, **others | {"criterion_mobility": True})
    area = next(check for check in sent.checks if check["code"] == "area")
    assert (area["outcome"], area["source"]) == (outcome, source)


@pytest.mark.parametrize(
    ("kind", "own", "outcome"),
    [
        ("development", {"been_in_readiness": "yes"}, "eligible"),
        ("embedding", {"was_in_development": "yes"}, "judge"),
        ("embedding", {"was_in_development": "no"}, "not_eligible"),
        ("sustaining", {"been_in": ["embedding"]}, "judge"),
        ("sustaining", {"been_in": ["none"]}, "not_eligible"),
        ("secondary", {"advocate_developing_first_name": "Ben"}, "eligible"),
        ("secondary", {"advocate_experienced_role": "other"}, "judge"),
    ],
)
def test_each_form_is_judged_by_its_own_rules(glow, bob, editions, kind, own, outcome):
    ages = {"phase_code": "4", "low_age": 11, "high_age": 16} if kind == "secondary" else {}
    school = factories.SchoolFactory(**ages)
    application = steps.sent(school, glow, bob, factories.project(kind), **own)
    assert application.outcome == outcome


def test_a_school_alone_is_asked_about_the_criteria_of_its_year(ash_lane, editions, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = facts.of_school(ash_lane, year=2026)
    assert (found.criteria_needed, found.claims) == (1, None)
    assert facts.of_school(ash_lane, year=2031, on=date(2031, 1, 1)).criteria_needed == 0
