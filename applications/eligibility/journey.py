"""Rules about the school's way through the programme: its history, its places and applications this year (J1 to J5).

What this service knows decides; what only the school says of years before is for the hub to judge.
"""

from applications.eligibility.types import FAIL, JUDGE, PASS, PHASES, TITLES, Check, Facts, Past, academic_year

TITLE = "Step of the journey"
NOTHING_KNOWN = "We know of no earlier place in the programme for this school or one it carried on from."


def comes_before_development(facts: Facts) -> Check:
    """Readiness (J2, J5): it comes before Development, and a school does not go back to it."""
    later = _last(facts, "development", "embedding", "sustaining")
    if later:
        return _check(facts, FAIL, f"{_was(later)}: the next step is {_next(facts, later)}, not Readiness.", later)
    before = _last(facts, "readiness")
    if before:
        return _check(facts, JUDGE, f"{_was(before)}, and Development follows.", before)
    return _check(facts, PASS, NOTHING_KNOWN)


def develops_once(facts: Facts) -> Check:
    """Development (J2, J5): the way in for any primary school, once for a school and those it carries on from."""
    done = _last(facts, "development", "embedding", "sustaining")
    if done:
        once = f"{_was(done)}. A school does Development once: the next step is {_next(facts, done)}."
        return _check(facts, FAIL, once, done)
    prepared = _last(facts, "readiness")
    if prepared:
        return _check(facts, PASS, f"{_was(prepared)}, and Development follows.", prepared, also_declared=True)
    return _check(facts, PASS, f"{NOTHING_KNOWN} Any primary school can start at Development.")


def developed_last_year(facts: Facts) -> Check:
    """Embedding (J3): for schools that were in Development the year before; the same group stays together."""
    developed = _last(facts, "development")
    later = _last(facts, "embedding", "sustaining")
    if developed and developed.year == facts.year - 1:
        return _check(facts, PASS, f"{_was(developed)}, and Embedding follows.", developed)
    if later:
        return _check(facts, FAIL, f"{_was(later)}: the next step is {_next(facts, later)}.", later)
    if developed:
        late = f"{_was(developed)}. Embedding is for the year after; from then on it is Sustaining."
        return _check(facts, FAIL, late, developed)
    return _check(facts, FAIL, _nothing(facts, "Embedding is for schools that were in Development the year before."))


def has_developed(facts: Facts) -> Check:
    """Sustaining (J4, S3, S6): for schools that have been in Development or Embedding; who is in it stays."""
    done = _last(facts, "sustaining") or _last(facts, "embedding") or _last(facts, "development")
    if done is None:
        said = "Sustaining is for schools that have been in Development or Embedding."
        return _check(facts, FAIL, _nothing(facts, said))
    reason = f"{_was(done)}, and Sustaining follows."
    if done.kind == "sustaining":
        reason = f"{_was(done)}, and goes on in it."
    elif done.kind == "development" and done.year == facts.year - 1:
        reason = f"{_was(done)}. Embedding is the usual next step; Sustaining is open to it too."
    return _check(facts, PASS, reason, done)


def has_no_place_yet(facts: Facts) -> Check:
    outcome, reason = PASS, "The school has no place in a group of this project this year."
    if any((past.kind, past.year) == (facts.kind, facts.year) for past in _known(facts)):
        outcome, reason = FAIL, "The school already has a place in a Work Group of this project this year."
    return Check("place", "No place yet", outcome, reason, "history", facts.on)


def is_in_one_phase(facts: Facts) -> Check:
    """J1: one phase in a year. A place in Secondary stands beside it, as in an all-through school (U2)."""
    others = [kind for kind in PHASES if kind != facts.kind]
    placed = [past.kind for past in _known(facts) if past.year == facts.year and past.kind in others]
    asked = [other.kind for other in facts.asked if other.kind in others]
    outcome, reason = PASS, "The school is in no other phase this year, and has asked for none."
    if placed:
        outcome = FAIL
        reason = f"The school has a place in {TITLES[placed[0]]} this year, and is in one phase at a time."
    elif asked:
        outcome = JUDGE
        reason = f"The school has also asked for {TITLES[asked[0]]} this year: the hub finds out which one it is to be."
    return Check("one_phase", "One phase a year", outcome, reason, "history", facts.on)


def has_not_applied_elsewhere(facts: Facts) -> Check:
    outcome, reason = PASS, "The school has asked no other hub for this project this year."
    same = [other for other in facts.asked if other.kind == facts.kind]
    if any(other.elsewhere for other in same):
        outcome = JUDGE
        reason = "The school has also asked another hub for this project this year: agree which one it belongs to."
    elif same:
        outcome = JUDGE
        reason = "A school that this one carries on from has asked this hub for the same: the hub decides."
    return Check("elsewhere", "One hub", outcome, reason, "history", facts.on)


def _known(facts: Facts) -> list[Past]:
    return [past for past in facts.history if not past.declared]


def _last(facts: Facts, *kinds: str) -> Past | None:
    """The latest place of these kinds before this year: one we know of before one the school speaks of."""
    before = [past for past in facts.history if past.kind in kinds and (past.year is None or past.year < facts.year)]
    return max(before, key=lambda past: (not past.declared, past.year or 0, past.school_name), default=None)


def _check(facts: Facts, outcome: str, reason: str, past: Past | None = None, also_declared: bool = False) -> Check:
    """The check about this past: where only the school speaks of it, the hub judges, unless it makes no difference."""
    declared = past is not None and past.declared
    if declared and not also_declared:
        outcome = JUDGE
    if outcome == JUDGE:
        reason += " The hub decides."
    return Check("journey", TITLE, outcome, reason, "declared" if declared else "history", facts.on)


def _nothing(facts: Facts, rule: str) -> str:
    prepared = _last(facts, "readiness")
    return f"{rule} {_was(prepared)}, and Development follows." if prepared else f"{rule} {NOTHING_KNOWN}"


def _was(past: Past) -> str:
    when = f" in {academic_year(past.year)}" if past.year else ""
    if past.declared:
        return f"{past.school_name} says it was in {TITLES[past.kind]}{when}"
    return f"{past.school_name} was in {TITLES[past.kind]}{when}"


def _next(facts: Facts, past: Past) -> str:
    """What follows: Embedding in the year after Development (J3), and from then on Sustaining (J4, S6)."""
    if past.kind == "sustaining":
        return "to go on in Sustaining"
    return "Embedding" if past.kind == "development" and past.year == facts.year - 1 else "Sustaining"
