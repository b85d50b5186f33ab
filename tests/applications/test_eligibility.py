"""Every rule with each of its outcomes: facts in, verdict out, no database."""

from dataclasses import replace
from datetime import date

import pytest

from applications.eligibility import RULES, VERSION, Area, Asked, Check, Claim, Facts, Named, Past, assess, fitting

TODAY = date(2026, 11, 20)
OFSTED = Claim("ofsted", "Judged Requires Improvement", "It says so", third_party=True, on=date(2026, 3, 9))
MOBILITY = Claim("mobility", "Serves an area of low social mobility", "All of Stroud", third_party=True)
BARE = Claim("leadership", "Leadership of maths needs support", "  ")
OWN = replace(BARE, evidence="New subject lead since May")
HEAD = Named("advocate_experienced", "Amy Ash", "second")
COLLEAGUE = Named("advocate_developing", "Ben Birch")

SCHOOL = Facts(
    on=TODAY,
    kind="",
    year=2026,
    school_name="Ash Lane Primary School",
    register_status="1",
    is_state_funded=True,
    is_primary=True,
    is_secondary=False,
    type_name="Community school",
    register_date=date(2026, 11, 1),
)


def was(kind, year=2025, **more) -> dict:
    return {"history": (Past(kind, year, "Ash Lane", **more),)}


def said(kind, year=2025) -> dict:
    return was(kind, year, declared=True)


GOOD = {
    "readiness": replace(SCHOOL, kind="readiness", criteria_needed=1, claims=(OWN,)),
    "development": replace(SCHOOL, kind="development"),
    "embedding": replace(SCHOOL, kind="embedding", **was("development")),
    "sustaining": replace(SCHOOL, kind="sustaining", **was("embedding")),
    "secondary": replace(SCHOOL, kind="secondary", is_primary=False, is_secondary=True, named=(HEAD, COLLEAGUE)),
}

# Rules that every kind has, or every primary phase.
OPEN = [("1", "pass"), ("2", "fail"), ("3", "judge"), ("4", "judge"), ("", "judge"), ("9", "judge")]
OF_ALL = [
    *(("open", {"register_status": status}, outcome) for status, outcome in OPEN),
    ("state_funded", {"is_state_funded": True}, "pass"),
    ("state_funded", {"is_state_funded": False}, "fail"),
    ("state_funded", {"is_state_funded": None}, "judge"),
    ("place", {}, "pass"),
    ("elsewhere", {}, "pass"),
]
OF_PRIMARY = [
    ("primary", {"is_primary": True}, "pass"),
    ("primary", {"is_primary": False}, "fail"),
    ("primary", {"is_primary": None}, "judge"),
    ("one_phase", {}, "pass"),
    ("one_phase", {"asked": (Asked("secondary", True),)}, "pass"),
]
OWN_CASES = {
    "readiness": [
        ("criteria", {"claims": (OFSTED,)}, "pass"),
        ("criteria", {"claims": (BARE,)}, "judge"),
        ("criteria", {"claims": None}, "judge"),
        ("criteria", {"claims": ()}, "fail"),
        ("criteria", {"criteria_needed": 2}, "fail"),
        ("criteria", {"criteria_needed": 0, "claims": ()}, "pass"),
        ("criteria", {"claims": (replace(MOBILITY, evidence=""),), "areas": (Area("A", "B"),)}, "pass"),
        ("inspection", {"claims": (OFSTED,)}, "pass"),
        ("inspection", {"claims": (replace(OFSTED, on=date(2020, 11, 21)),)}, "pass"),
        ("inspection", {"claims": (replace(OFSTED, on=date(2020, 11, 20)),)}, "judge"),
        ("inspection", {"claims": (replace(OFSTED, on=date(2026, 11, 21)),)}, "judge"),
        ("inspection", {"claims": (replace(OFSTED, on=None),)}, "judge"),
        ("inspection", {"claims": (replace(OFSTED, on=None), OWN)}, "pass"),
        ("inspection", {"claims": (replace(OFSTED, on=None), BARE)}, "judge"),
        ("inspection", {"claims": (OWN,)}, None),
        ("area", {"claims": (MOBILITY,), "areas": (Area("Opportunity Area", "Stroud"),)}, "pass"),
        ("area", {"claims": (MOBILITY,)}, "judge"),
        ("area", {"claims": (MOBILITY, OWN)}, "pass"),
        ("area", {"claims": (OWN,)}, None),
        ("journey", {}, "pass"),
        ("journey", was("secondary"), "pass"),
        ("journey", was("readiness"), "judge"),
        ("journey", was("development"), "fail"),
        ("journey", was("embedding", 2024), "fail"),
        ("journey", was("sustaining", 2019), "fail"),
        ("journey", said("development"), "judge"),
        ("journey", said("readiness", None), "judge"),
    ],
    "development": [
        ("journey", {}, "pass"),
        ("journey", was("readiness"), "pass"),
        ("journey", said("readiness"), "pass"),
        ("journey", was("secondary"), "pass"),
        ("journey", was("development", 2019), "fail"),
        ("journey", was("embedding"), "fail"),
        ("journey", was("sustaining"), "fail"),
        ("journey", said("development"), "judge"),
        ("journey", said("sustaining", None), "judge"),
    ],
    "embedding": [
        ("journey", was("development"), "pass"),
        ("journey", {"history": ()}, "fail"),
        ("journey", was("readiness"), "fail"),
        ("journey", was("development", 2024), "fail"),
        ("journey", was("development", 2026), "fail"),
        ("journey", was("embedding"), "fail"),
        ("journey", was("sustaining"), "fail"),
        ("journey", said("development"), "judge"),
        ("journey", said("development", None), "judge"),
        ("journey", said("sustaining"), "judge"),
    ],
    "sustaining": [
        ("journey", was("sustaining"), "pass"),
        ("journey", was("embedding"), "pass"),
        ("journey", was("development"), "pass"),
        ("journey", was("development", 2017), "pass"),
        ("journey", {"history": ()}, "fail"),
        ("journey", was("readiness"), "fail"),
        ("journey", said("development"), "judge"),
        ("journey", said("sustaining", None), "judge"),
    ],
    "secondary": [
        ("secondary", {"is_secondary": True}, "pass"),
        ("secondary", {"is_secondary": False}, "fail"),
        ("secondary", {"is_secondary": None}, "judge"),
        ("teachers", {}, "pass"),
        ("teachers", {"named": (replace(HEAD, job=""), COLLEAGUE)}, "pass"),
        ("teachers", {"named": (HEAD, replace(COLLEAGUE, name="amy  ash"))}, "judge"),
        ("teachers", {"named": (replace(HEAD, job="other"), COLLEAGUE)}, "judge"),
        ("teachers", {"named": (HEAD, replace(COLLEAGUE, name=" "))}, "fail"),
        ("teachers", {"named": None}, None),
        ("teachers", {"named": (HEAD,)}, None),
    ],
}


def cases():
    """(kind, code of the check, what is different, outcome or None where it does not arise)."""
    for kind, own in OWN_CASES.items():
        found = [*OF_ALL, *own]
        found += [
            ("place", {"history": (*GOOD[kind].history, Past(kind, 2026, "Ash Lane"))}, "fail"),
            ("elsewhere", {"asked": (Asked(kind, True),)}, "judge"),
            ("elsewhere", {"asked": (Asked(kind, False),)}, "judge"),
        ]
        if kind != "secondary":
            other = "sustaining" if kind == "readiness" else "readiness"
            held = {"history": (*GOOD[kind].history, Past(other, 2026, "Ash Lane"))}
            found += [
                *OF_PRIMARY,
                ("one_phase", {"asked": (Asked(other, False),)}, "judge"),
                ("one_phase", held, "fail"),
            ]
        yield from ((kind, *case) for case in found)


def check_of(facts: Facts, code: str) -> Check | None:
    return next((check for check in assess(facts).checks if check.code == code), None)


@pytest.mark.parametrize(("kind", "code", "change", "outcome"), list(cases()))
def test_each_rule_gives_each_outcome_with_a_reason_a_source_and_a_day(kind, code, change, outcome):
    check = check_of(replace(GOOD[kind], **change), code)
    assert (check and check.outcome) == outcome
    if check:
        assert check.reason.endswith(".")
        assert ".." not in check.reason
        assert check.source in {"register", "history", "declared", "third party"}


# What a rule can come to, where that is not all three.
NEVER = {
    ("place", "judge"),
    ("elsewhere", "fail"),
    ("inspection", "fail"),
    ("area", "fail"),
}


@pytest.mark.parametrize("kind", RULES)
def test_no_outcome_of_a_rule_is_missing_from_the_table(kind):
    everything = {check.code for check in assess(replace(GOOD[kind], claims=(OFSTED, MOBILITY))).checks}
    tried = {(code, outcome) for of, code, _, outcome in cases() if of == kind and outcome}
    wanted = {(code, outcome) for code in everything for outcome in ("pass", "judge", "fail")} - NEVER
    assert len(everything) == len(RULES[kind])
    assert wanted - tried == set()
    assert tried & NEVER == set()


@pytest.mark.parametrize("kind", RULES)
def test_a_school_that_meets_every_rule_is_eligible(kind):
    verdict = assess(GOOD[kind])
    assert verdict.outcome == "eligible"
    assert verdict.version == VERSION
    assert all(check.on for check in verdict.checks)


def test_the_worst_check_is_the_verdict():
    good = GOOD["readiness"]
    assert assess(replace(good, register_status="3")).outcome == "judge"
    assert assess(replace(good, register_status="3", is_state_funded=False)).outcome == "not_eligible"


def test_a_criterion_judged_by_others_names_them_as_the_source():
    for claims, source in (((OFSTED,), "third party"), ((OWN,), "declared"), ((OFSTED, OWN), "declared")):
        assert check_of(replace(GOOD["readiness"], claims=claims), "criteria").source == source


def test_an_inspection_is_shown_as_declared_on_its_day():
    check = check_of(replace(GOOD["readiness"], claims=(OFSTED,)), "inspection")
    assert (check.source, check.on) == ("declared", date(2026, 3, 9))
    assert "9 March 2026" in check.reason


def test_a_listed_area_is_the_registers_word_and_is_named():
    facts = replace(GOOD["readiness"], claims=(MOBILITY,), areas=(Area("Opportunity Area", "Stroud"),))
    check = check_of(facts, "area")
    assert check.source == "register"
    assert "Stroud (Opportunity Area)" in check.reason


def test_the_name_a_predecessor_had_is_in_the_reason():
    facts = replace(GOOD["readiness"], history=(Past("development", 2021, "Old Ash Lane Infants"),))
    reason = check_of(facts, "journey").reason
    assert "Old Ash Lane Infants was in Development in 2021/22" in reason
    assert "the next step is Sustaining" in reason


@pytest.mark.parametrize(
    ("past", "step"), [(("development", 2025), "Embedding"), (("development", 2024), "Sustaining")]
)
def test_the_next_step_is_embedding_only_in_the_year_after_development(past, step):
    assert f"the next step is {step}" in check_of(replace(GOOD["development"], **was(*past)), "journey").reason


def test_what_this_service_knows_goes_before_what_a_school_says():
    both = (Past("development", 2025, "Ash Lane", declared=True), Past("development", 2023, "Ash Lane"))
    check = check_of(replace(GOOD["development"], history=both), "journey")
    assert (check.outcome, check.source) == ("fail", "history")


def test_a_verdict_can_be_kept_as_json():
    first = assess(GOOD["readiness"]).as_json()[0]
    assert first["on"] == "2026-11-01"
    assert set(first) == {"code", "title", "outcome", "reason", "source", "on"}


# --- What would fit


def fits(**change) -> list[str]:
    return [fit.kind for fit in fitting(replace(SCHOOL, **change)) if fit.fits]


def test_every_kind_is_told_of_in_the_journeys_order():
    assert [fit.kind for fit in fitting(SCHOOL)] == ["readiness", "development", "embedding", "sustaining", "secondary"]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, ["readiness", "development"]),
        ({"claims": ()}, ["development"]),
        (was("readiness"), ["readiness", "development"]),
        (was("development"), ["embedding", "sustaining"]),
        (was("development", 2020), ["sustaining"]),
        (was("sustaining"), ["sustaining"]),
        (said("development"), ["readiness", "development", "embedding", "sustaining"]),
        (was("development", 2026), []),
        ({"is_primary": False, "is_secondary": True}, ["secondary"]),
        ({"is_secondary": True}, ["readiness", "development", "secondary"]),
        ({"is_secondary": True, **was("development", 2026)}, ["secondary"]),
        ({"is_primary": None, "is_secondary": True}, ["readiness", "development", "secondary"]),
        ({"register_status": "2"}, []),
        ({"is_state_funded": False}, []),
    ],
)
def test_what_fits_a_school(change, kinds):
    assert fits(claims=change.pop("claims", (OWN,)), criteria_needed=1, **change) == kinds


def test_readiness_is_for_the_hub_to_judge_while_nobody_asked_about_its_criteria():
    fit = fitting(SCHOOL)[0]
    assert fit.outcome == "judge"
    assert "at least one of the criteria" in fit.reason


def test_not_eligible_says_what_fits_instead_and_why():
    verdict = assess(replace(GOOD["development"], **was("development")))
    assert [fit.kind for fit in verdict.instead] == ["embedding", "sustaining"]
    assert verdict.instead[0].reason == "Ash Lane was in Development in 2025/26, and Embedding follows."
    assert set(verdict.instead[0].as_json()) == {"kind", "title", "outcome", "reason"}


def test_who_is_eligible_or_for_the_hub_to_judge_is_pointed_nowhere_else():
    assert assess(GOOD["development"]).instead == ()
    assert assess(replace(GOOD["development"], register_status="3")).instead == ()


def test_a_secondary_school_that_asks_for_readiness_is_told_of_secondary():
    verdict = assess(replace(GOOD["readiness"], is_primary=False, is_secondary=True))
    assert [(fit.title, fit.reason) for fit in verdict.instead] == [
        ("Secondary", "The school teaches secondary pupils.")
    ]
