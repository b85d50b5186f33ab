"""Eligibility as pure code: facts in, a verdict with its reasons out. No database, no clock (R4, J, S3, Y).

`assess` judges an application; `fitting` says of every kind of project how it fits a school. A rule is a function
of the facts in one of the modules beside this file, and stands in the table below.
"""

from dataclasses import replace

from applications.eligibility.criteria import is_in_a_listed_area, meets_criteria, names_two_teachers, was_inspected
from applications.eligibility.journey import (
    comes_before_development,
    developed_last_year,
    develops_once,
    has_developed,
    has_no_place_yet,
    has_not_applied_elsewhere,
    is_in_one_phase,
)
from applications.eligibility.register import is_open, is_state_funded, teaches_primary, teaches_secondary
from applications.eligibility.types import (
    FAIL,
    JUDGE,
    KINDS,
    OUTCOME,
    PASS,
    PHASES,
    TITLES,
    Area,
    Asked,
    Check,
    Claim,
    Declared,
    Facts,
    Fit,
    Named,
    Past,
    Rule,
    Verdict,
    worst,
)

VERSION = "2026.2"

PRIMARY = (is_open, is_state_funded, teaches_primary)
THIS_YEAR = (has_no_place_yet, is_in_one_phase, has_not_applied_elsewhere)

# In the order a reader wants them.
RULES: dict[str, tuple[Rule, ...]] = {
    "readiness": (
        *PRIMARY,
        meets_criteria,
        was_inspected,
        is_in_a_listed_area,
        comes_before_development,
        *THIS_YEAR,
    ),
    "development": (*PRIMARY, develops_once, *THIS_YEAR),
    "embedding": (*PRIMARY, developed_last_year, *THIS_YEAR),
    "sustaining": (*PRIMARY, has_developed, *THIS_YEAR),
    # Y1 is about who leads the group: workgroups.leads. An all-through school may be in a primary phase as well.
    "secondary": (
        is_open,
        is_state_funded,
        teaches_secondary,
        names_two_teachers,
        has_no_place_yet,
        has_not_applied_elsewhere,
    ),
}

__all__ = [
    "FAIL",
    "JUDGE",
    "KINDS",
    "OUTCOME",
    "PASS",
    "PHASES",
    "RULES",
    "TITLES",
    "VERSION",
    "Area",
    "Asked",
    "Check",
    "Claim",
    "Declared",
    "Facts",
    "Fit",
    "Named",
    "Past",
    "Rule",
    "Verdict",
    "assess",
    "fitting",
    "worst",
]


def assess(facts: Facts) -> Verdict:
    """Every rule of the project kind applied to the facts; what would fit instead where one of them fails."""
    verdict = Verdict(_checks(facts), VERSION)
    if verdict.outcome != OUTCOME[FAIL]:
        return verdict
    instead = tuple(fit for fit in fitting(facts) if fit.fits and fit.kind != facts.kind)
    return replace(verdict, instead=instead)


def fitting(facts: Facts) -> list[Fit]:
    """How each kind of project fits the school of these facts, in the journey's order, Secondary last (J6).

    Whatever kind the facts were gathered for, or none ("", see `facts.of_school`). What nobody asked is left out,
    and where it decides (the criteria of Readiness) it is for the hub to judge.
    """
    return [Fit(kind, _checks(replace(facts, kind=kind))) for kind in KINDS]


def _checks(facts: Facts) -> tuple[Check, ...]:
    found = (rule(facts) for rule in RULES[facts.kind])
    return tuple(check for check in found if check is not None)
