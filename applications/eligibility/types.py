"""What the rules are given and what they give back: plain values, no database and no clock."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

PASS, JUDGE, FAIL = "pass", "judge", "fail"
OUTCOME = {PASS: "eligible", JUDGE: "judge", FAIL: "not_eligible"}

# The primary journey in its order (J1), then the way beside it.
PHASES = ("readiness", "development", "embedding", "sustaining")
KINDS = (*PHASES, "secondary")
TITLES = {kind: kind.capitalize() for kind in KINDS}


@dataclass(frozen=True)
class Claim:
    """A criterion the school says it meets; `third_party` where somebody else judged it (Ofsted, the authority).

    `on` is the day it is about, where one was asked for: the inspection's.
    """

    code: str
    text: str
    evidence: str
    third_party: bool = False
    on: date | None = None


@dataclass(frozen=True)
class Past:
    """A place the school, or one it carried on from, has held: project kind, academic year, the name it had.

    `declared` where only the school says so, as of years before this service; then the year may be unknown.
    """

    kind: str
    year: int | None
    school_name: str
    declared: bool = False


@dataclass(frozen=True)
class Asked:
    """Another application of the school that stands, for a project of the same year; `elsewhere`: to another hub."""

    kind: str
    elsewhere: bool


@dataclass(frozen=True)
class Area:
    """A listed area that the school lies in, like "Opportunity Area" and "Derby"."""

    kind: str
    name: str


@dataclass(frozen=True)
class Named:
    """A person the form names: the role's code, their name, and the code of their job where that is asked."""

    role: str
    name: str
    job: str = ""


@dataclass(frozen=True)
class Declared:
    """What a school says of itself and nobody can look up; None is what it was not asked."""

    history: tuple[Past, ...] = ()
    claims: tuple[Claim, ...] | None = None


@dataclass(frozen=True)
class Facts:
    """All that the rules look at, of one application (or one school, `kind` empty) on one day."""

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
    claims: tuple[Claim, ...] | None = None
    history: tuple[Past, ...] = ()
    asked: tuple[Asked, ...] = ()
    areas: tuple[Area, ...] = ()
    named: tuple[Named, ...] | None = None


@dataclass(frozen=True)
class Check:
    """One rule applied: pass, judge or fail; why, in plain English; where the fact is from, and of which day."""

    code: str
    title: str
    outcome: str
    reason: str
    source: str  # register, history, declared or third party
    on: date | None


# A rule that does not arise (nobody was asked, nothing was claimed) answers None.
Rule = Callable[[Facts], Check | None]


def worst(outcomes) -> str:
    """The worst of some checks' outcomes, as the outcome of an application: eligible, judge or not_eligible."""
    found = set(outcomes)
    return OUTCOME[FAIL if FAIL in found else JUDGE if JUDGE in found else PASS]


@dataclass(frozen=True)
class Fit:
    """How one kind of project fits a school: its checks, and the sentence that says why or why not."""

    kind: str
    checks: tuple[Check, ...]

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def outcome(self) -> str:
        return worst(check.outcome for check in self.checks)

    @property
    def fits(self) -> bool:
        """Whether the school can apply, be it for the hub to judge."""
        return self.outcome != OUTCOME[FAIL]

    @property
    def reason(self) -> str:
        """Of the first check that fails, else of the first to judge, else why it fits."""
        for outcome in (FAIL, JUDGE):
            for check in self.checks:
                if check.outcome == outcome:
                    return check.reason
        return next(check.reason for check in self.checks if check.code in ("journey", "secondary"))

    def as_json(self) -> dict:
        return {"kind": self.kind, "title": self.title, "outcome": self.outcome, "reason": self.reason}


@dataclass(frozen=True)
class Verdict:
    """The checks in a reader's order; `instead` is what fits a school that is not eligible, in the journey's order."""

    checks: tuple[Check, ...]
    version: str
    instead: tuple[Fit, ...] = ()

    @property
    def outcome(self) -> str:
        """The worst of the checks: eligible, judge or not_eligible."""
        return worst(check.outcome for check in self.checks)

    def as_json(self) -> list[dict]:
        return [asdict(check) | {"on": check.on.isoformat() if check.on else None} for check in self.checks]


def academic_year(year: int) -> str:
    """2026 as 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"
