"""Eligibility as pure code: facts in, a verdict with its reasons out. No database, no clock (R4, J2, J5)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

VERSION = "2026.1"

PASS, JUDGE, FAIL = "pass", "judge", "fail"
OUTCOME = {PASS: "eligible", JUDGE: "judge", FAIL: "not_eligible"}
LATER_THAN_READINESS = ("development", "embedding", "sustaining")


@dataclass(frozen=True)
class Claim:
    """A criterion the school says it meets; `third_party` where somebody else judged it (Ofsted, the authority)."""

    code: str
    text: str
    evidence: str
    third_party: bool = False


@dataclass(frozen=True)
class Past:
    """A place the school, or one it carried on from, has held: project kind, academic year, the name it had."""

    kind: str
    year: int
    school_name: str


@dataclass(frozen=True)
class Facts:
    """All that the rules look at, of one application on one day."""

    on: date
    kind: str
    year: int
    school_name: str
    register_status: str
    is_state_funded: bool | None
    is_primary: bool | None
    is_secondary: bool | None
    type_name: str
    register_date: date | None
    criteria_needed: int = 0
    claims: tuple[Claim, ...] = ()
    history: tuple[Past, ...] = ()
    has_place_this_year: bool = False
    applied_elsewhere: bool = False


@dataclass(frozen=True)
class Check:
    """One rule applied: pass, judge or fail; why, in plain English; where the fact is from, and of which day."""

    code: str
    title: str
    outcome: str
    reason: str
    source: str  # register, history, declared or third party
    on: date | None


@dataclass(frozen=True)
class Verdict:
    checks: tuple[Check, ...]
    version: str = VERSION

    @property
    def outcome(self) -> str:
        """The worst of the checks: eligible, judge or not_eligible."""
        found = {check.outcome for check in self.checks}
        return OUTCOME[FAIL if FAIL in found else JUDGE if JUDGE in found else PASS]

    def as_json(self) -> list[dict]:
        return [asdict(check) | {"on": check.on.isoformat() if check.on else None} for check in self.checks]


Rule = Callable[[Facts], Check]


def is_open(facts: Facts) -> Check:
    outcome, reason = {
        "1": (PASS, "The register says the school is open."),
        "2": (FAIL, "The register says the school has closed. If it became an academy, apply under its new URN."),
        "3": (JUDGE, "The register says the school is open but proposed to close: the hub decides."),
        "4": (JUDGE, "The register says the school has not opened yet: the hub decides."),
    }.get(facts.register_status, (JUDGE, "The register does not say whether the school is open: the hub decides."))
    return Check("open", "Open school", outcome, reason, "register", facts.register_date)


def is_state_funded(facts: Facts) -> Check:
    outcome, reason = {
        True: (PASS, f"State-funded: {facts.type_name or 'its type'}."),
        False: (FAIL, f"The programme is for state-funded schools; the register says: {facts.type_name}."),
        None: (JUDGE, "The register does not say whether the school is state-funded: the hub decides."),
    }[facts.is_state_funded]
    return Check("state_funded", "State-funded", outcome, reason, "register", facts.register_date)


def teaches_primary(facts: Facts) -> Check:
    outcome, reason = {
        True: (PASS, "The school teaches primary pupils."),
        False: (
            FAIL,
            "This is for primary schools, and the register gives the school no primary phase or ages. "
            "Secondary departments have Work Groups of their own.",
        ),
        None: (JUDGE, "The register does not give the school's phase or ages: the hub decides."),
    }[facts.is_primary]
    return Check("primary", "Primary phase", outcome, reason, "register", facts.register_date)


def meets_criteria(facts: Facts) -> Check:
    """R4: at least so many of the edition's criteria, each with evidence."""
    backed = [claim for claim in facts.claims if claim.evidence.strip()]
    judged_by_others = bool(backed) and all(claim.third_party for claim in backed)
    source = "third party" if judged_by_others else "declared"
    title = "Readiness criteria"
    if len(facts.claims) < facts.criteria_needed:
        needed = "one of the criteria" if facts.criteria_needed == 1 else f"{facts.criteria_needed} of the criteria"
        reason = (
            f"The school names none it meets; Readiness asks for at least {needed}. Otherwise start at Development."
        )
        if facts.claims:
            reason = f"The school names {len(facts.claims)}; Readiness asks for at least {needed}."
        return Check("criteria", title, FAIL, reason, source, facts.on)
    if len(backed) < facts.criteria_needed:
        reason = "The school names criteria it meets but gives no evidence for them: the hub decides."
        return Check("criteria", title, JUDGE, reason, source, facts.on)
    met = "; ".join(claim.text.rstrip(".") for claim in backed)
    return Check("criteria", title, PASS, f"With evidence: {met}.", source, facts.on)


def is_new_to_the_journey(facts: Facts) -> Check:
    """J2, J5: Readiness comes before Development; a school does not go back to it."""
    later = sorted((past for past in facts.history if past.kind in LATER_THAN_READINESS), key=lambda past: -past.year)
    before = [past for past in facts.history if past.kind == "readiness" and past.year < facts.year]
    title = "Not yet in a later phase"
    if later:
        last = later[0]
        reason = (
            f"{last.school_name} was in {last.kind.capitalize()} in {_year(last.year)}: "
            f"the next step is {_next_step(last.kind)}, not Readiness."
        )
        return Check("journey", title, FAIL, reason, "history", facts.on)
    if before:
        was = f"{before[0].school_name} was in Readiness in {_year(before[0].year)}"
        reason = f"{was}; Development follows. The hub decides."
        return Check("journey", title, JUDGE, reason, "history", facts.on)
    reason = "We know of no earlier place in the programme for this school or one it carried on from."
    return Check("journey", title, PASS, reason, "history", facts.on)


def has_no_place_yet(facts: Facts) -> Check:
    outcome, reason = PASS, "The school has no place in a group of this project this year."
    if facts.has_place_this_year:
        outcome, reason = FAIL, "The school already has a place in a Work Group of this project this year."
    return Check("place", "No place yet", outcome, reason, "history", facts.on)


def has_not_applied_elsewhere(facts: Facts) -> Check:
    outcome, reason = PASS, "The school has asked no other hub for this project this year."
    if facts.applied_elsewhere:
        outcome = JUDGE
        reason = "The school has also asked another hub for this project this year: agree which one it belongs to."
    return Check("elsewhere", "One hub", outcome, reason, "history", facts.on)


RULES: dict[str, tuple[Rule, ...]] = {
    "readiness": (
        is_open,
        is_state_funded,
        teaches_primary,
        meets_criteria,
        is_new_to_the_journey,
        has_no_place_yet,
        has_not_applied_elsewhere,
    ),
}


def assess(facts: Facts) -> Verdict:
    """Every rule of the project kind applied to the facts, in the order a reader wants them."""
    return Verdict(checks=tuple(rule(facts) for rule in RULES[facts.kind]))


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _next_step(kind: str) -> str:
    return {"development": "Embedding", "embedding": "Sustaining", "sustaining": "to go on in Sustaining"}[kind]
