"""What the guide advises in the end, with its reasons, and the answers it carries into the form. Pure (J2 to J6)."""

from dataclasses import dataclass

from applications import eligibility
from applications.eligibility import FAIL, PHASES, TITLES, Facts, Fit
from applications.guide import GOING_ON, SECONDARY, Said, Walk, Words, choose, fits_of, kinds_of, open_to, side

SOURCES = {
    "register": "The register of schools",
    "history": "The programme’s records",
    "declared": "What you told us",
    "third party": "What you told us",
}
# Checks that say something only once there is an application.
OF_AN_APPLICATION = {"criteria", "inspection", "area", "teachers", "place", "one_phase", "elsewhere"}
# What would have to be otherwise, by the check that fails.
WOULD = {
    "open": "A school that has closed cannot take part. Whoever carries it on can: look it up by its new name or URN.",
    "state_funded": "The programme pays for state-funded schools alone. If your school joins them, as an academy or a "
    "free school, it can apply under its new URN.",
    "primary": "Work Groups are for schools that teach Year 1 to Year 11. If the register has your school’s ages or "
    "phase wrong, have them corrected there.",
}
TWO_TEACHERS = (
    "Find a second teacher, and agree with your headteacher how both are released. Most of the work is done in pairs."
)
WHERE_TO_BEGIN = {
    "later": "With what you ticked your school can begin at Readiness, and you want a year to get ready. The form asks "
    "what shows each thing you ticked.",
    "now": "You are ready to change how maths is taught, so you need no year of preparation.",
}
NO_CIRCUMSTANCES = "None of the circumstances that Readiness is for describes your school."
TIME_FOR_THEM = "Agree with your headteacher which two teachers it will be, and how they are released."


@dataclass(frozen=True)
class Reason:
    source: str  # who says so, in words
    text: str


@dataclass(frozen=True)
class Advice:
    """`kind` is "" where nothing fits; then `would` says what would have to be otherwise.

    `now` is the kind the school has a place in this year. `first` is what to see to before applying. `also` fits as
    well; `others` do not, each with its reason.
    """

    kind: str
    reasons: tuple[Reason, ...]
    now: str = ""
    first: str = ""
    would: tuple[str, ...] = ()
    also: tuple[Fit, ...] = ()
    others: tuple[Fit, ...] = ()
    is_for_hub: bool = False

    @property
    def title(self) -> str:
        return TITLES.get(self.kind, "")

    @property
    def heading(self) -> str:
        """The advice in a line."""
        if not self.kind:
            is_in = f"Your school is in {TITLES[self.now]} this year" if self.now else ""
            return is_in or "No Work Group fits your school as things stand"
        if self.kind == SECONDARY:
            return "Secondary fits your maths department"
        return f"Go on to {self.title}" if self.goes_on else f"Start at {self.title}"

    @property
    def goes_on(self) -> bool:
        return self.kind in GOING_ON


def advise(facts: Facts, walked: Walk, *, criteria: Words) -> Advice:
    """The advice for a walk that has no question left."""
    said = walked.said
    kind = choose(facts, said, criteria)
    fits = fits_of(facts, said, criteria)
    beside = [fits[other] for other in kinds_of(side(facts, said)) if other != kind]
    also = open_to(facts, said, criteria)
    if not kind:
        return _nothing(facts, said, fits, beside)
    return Advice(
        kind,
        _known(fits[kind]) + _why_there(said),
        first=_first(said),
        also=tuple(fit for fit in beside if fit.kind in also),
        others=tuple(fit for fit in beside if fit.kind not in also),
        is_for_hub=any(check.outcome == eligibility.JUDGE for check in _lasting(fits[kind])),
    )


def _lasting(fit: Fit) -> list:
    return [check for check in fit.checks if check.code not in OF_AN_APPLICATION]


def _known(fit: Fit) -> tuple[Reason, ...]:
    return tuple(Reason(SOURCES[check.source], check.reason) for check in _lasting(fit))


def _why_there(said: Said) -> tuple[Reason, ...]:
    """Why the school begins where it does (J2, R4), from what it said."""
    ready = next(iter(said.get("ready", ())), "")
    ticked = said.get("criteria")
    text = WHERE_TO_BEGIN.get(ready) or (NO_CIRCUMSTANCES if ticked == ("none",) else "")
    return (Reason(SOURCES["declared"], text),) if text else ()


def _first(said: Said) -> str:
    return {"one": TWO_TEACHERS, "unsure": TIME_FOR_THEM}.get(next(iter(said.get("teachers", ())), ""), "")


def _nothing(facts: Facts, said: Said, fits: dict[str, Fit], beside: list[Fit]) -> Advice:
    """Why nothing fits: a place this year already, or what the register says, each reason once."""
    kinds = kinds_of(side(facts, said)) or eligibility.KINDS
    places = [past.kind for past in facts.history if past.year == facts.year and not past.declared]
    now = next((kind for kind in places if kind in kinds), "")
    failed = [check for kind in kinds for check in fits[kind].checks if check.outcome == FAIL]
    if now:
        failed = [check for check in failed if check.code in ("one_phase", "place")]
    by_register = [check for check in failed if check.source == "register"]
    # No primary phase and no secondary one is one thing to say, not two.
    told = {check.code: check for check in by_register or failed}
    if {"open", "state_funded"} & told.keys():
        told = {code: check for code, check in told.items() if code in ("open", "state_funded")}
    reasons = tuple(dict.fromkeys(Reason(SOURCES[check.source], check.reason) for check in told.values()))
    would = tuple(WOULD[code] for code in told if code in WOULD)
    return Advice("", reasons, now=now, would=would, others=() if by_register else tuple(beside))


# --- What goes into the form ------------------------------------------------------------------------


def first_answers(said: Said) -> dict[str, object]:
    """What was said, as answers to questions of the forms; each form takes those it asks (`spec.first_answers`).

    What is said of earlier years has the names that `facts.declared_history` reads.
    """
    answers: dict[str, object] = {f"criterion_{code}": True for code in said.get("criteria", ()) if code != "none"}
    been = next(iter(said.get("been", ())), "")
    if been in PHASES:
        was_last_year = "last" in said.get("when", ())
        answers["been_in"] = [been]
        answers["been_in_readiness"] = "yes" if been == "readiness" else None
        answers["was_in_development"] = "yes" if was_last_year else "no"
    elif been == "never":
        answers["been_in_readiness"] = "no"
    return {name: answer for name, answer in answers.items() if answer is not None}
