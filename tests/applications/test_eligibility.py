"""The Readiness rules (R4, J2, J5), each with each outcome: facts in, verdict out, no database."""

from dataclasses import replace
from datetime import date

import pytest

from applications.eligibility import Claim, Facts, Past, assess

OFSTED = Claim("ofsted", "Judged Requires Improvement", "March 2026, Requires Improvement", third_party=True)
BARE = Claim("leadership", "Leadership of maths needs support", "  ")

GOOD = Facts(
    on=date(2026, 11, 20),
    kind="readiness",
    year=2026,
    school_name="Ash Lane Primary School",
    register_status="1",
    is_state_funded=True,
    is_primary=True,
    is_secondary=False,
    type_name="Community school",
    register_date=date(2026, 11, 1),
    criteria_needed=1,
    claims=(OFSTED,),
)

CASES = [
    ("open", {"register_status": "1"}, "pass"),
    ("open", {"register_status": "2"}, "fail"),
    ("open", {"register_status": "3"}, "judge"),
    ("open", {"register_status": "4"}, "judge"),
    ("open", {"register_status": ""}, "judge"),
    ("state_funded", {"is_state_funded": True}, "pass"),
    ("state_funded", {"is_state_funded": False}, "fail"),
    ("state_funded", {"is_state_funded": None}, "judge"),
    ("primary", {"is_primary": True}, "pass"),
    ("primary", {"is_primary": False}, "fail"),
    ("primary", {"is_primary": None}, "judge"),
    ("criteria", {"claims": (OFSTED,)}, "pass"),
    ("criteria", {"claims": (BARE,)}, "judge"),
    ("criteria", {"claims": ()}, "fail"),
    ("criteria", {"criteria_needed": 2}, "fail"),
    ("journey", {"history": ()}, "pass"),
    ("journey", {"history": (Past("readiness", 2025, "Ash Lane"),)}, "judge"),
    ("journey", {"history": (Past("development", 2024, "Ash Lane"),)}, "fail"),
    ("journey", {"history": (Past("embedding", 2024, "Ash Lane"),)}, "fail"),
    ("journey", {"history": (Past("sustaining", 2019, "Ash Lane"),)}, "fail"),
    ("journey", {"history": (Past("secondary", 2024, "Ash Lane"),)}, "pass"),
    ("place", {"has_place_this_year": False}, "pass"),
    ("place", {"has_place_this_year": True}, "fail"),
    ("elsewhere", {"applied_elsewhere": False}, "pass"),
    ("elsewhere", {"applied_elsewhere": True}, "judge"),
]


@pytest.mark.parametrize(("code", "change", "outcome"), CASES)
def test_each_rule_gives_each_outcome_with_a_reason_a_source_and_a_day(code, change, outcome):
    verdict = assess(replace(GOOD, **change))
    check = next(check for check in verdict.checks if check.code == code)
    assert check.outcome == outcome
    assert check.reason.endswith(".")
    assert check.source in {"register", "history", "declared", "third party"}
    assert check.on


def test_the_worst_check_is_the_verdict():
    assert assess(GOOD).outcome == "eligible"
    assert assess(replace(GOOD, register_status="3")).outcome == "judge"
    assert assess(replace(GOOD, register_status="3", is_state_funded=False)).outcome == "not_eligible"


def test_a_criterion_judged_by_others_names_them_as_the_source():
    checks = {check.code: check for check in assess(GOOD).checks}
    assert checks["criteria"].source == "third party"
    own = replace(BARE, evidence="New subject lead since May")
    for claims in ((own,), (OFSTED, own)):
        mixed = assess(replace(GOOD, claims=claims))
        assert {c.code: c for c in mixed.checks}["criteria"].source == "declared"


def test_the_name_a_predecessor_had_is_in_the_reason():
    verdict = assess(replace(GOOD, history=(Past("development", 2021, "Old Ash Lane Infants"),)))
    reason = next(check.reason for check in verdict.checks if check.code == "journey")
    assert "Old Ash Lane Infants was in Development in 2021/22" in reason
    assert "the next step is Embedding" in reason


def test_a_verdict_can_be_kept_as_json():
    first = assess(GOOD).as_json()[0]
    assert first["on"] == "2026-11-01"
    assert set(first) == {"code", "title", "outcome", "reason", "source", "on"}
