"""Rules about what a school says of itself: the criteria of Readiness (R4), the teachers of Secondary (Y3)."""

from datetime import date

from applications.eligibility.types import FAIL, JUDGE, PASS, Check, Claim, Facts
from journal.clock import day

OFSTED, AREA = "ofsted", "mobility"
# An inspection older than this says little of the school of today.
YEARS_AN_INSPECTION_COUNTS = 6
# The roles of the two Mastery Advocates in an edition (Y3).
EXPERIENCED, DEVELOPING = "advocate_experienced", "advocate_developing"
# Posts with substantial responsibility; of any other the hub judges.
RESPONSIBLE = {"head", "second", "ks3"}


def meets_criteria(facts: Facts) -> Check:
    """R4: at least so many of the edition's criteria, each with evidence."""
    title, needed = "Readiness criteria", max(facts.criteria_needed, 1)
    words = "one of the criteria" if needed == 1 else f"{needed} of the criteria"
    if facts.claims is None:
        reason = f"Readiness is for schools that meet at least {words}. The school has not been asked about them here."
        return Check("criteria", title, JUDGE, reason, "declared", facts.on)
    if len(facts.claims) < facts.criteria_needed:
        reason = f"The school names none it meets; Readiness asks for at least {words}."
        if facts.claims:
            reason = f"The school names {len(facts.claims)}; Readiness asks for at least {words}."
        return Check("criteria", title, FAIL, reason, _source(facts.claims), facts.on)
    backed = [claim for claim in facts.claims if _is_backed(claim, facts)]
    if len(backed) < facts.criteria_needed:
        reason = "The school names criteria it meets but gives no evidence for them: the hub decides."
        return Check("criteria", title, JUDGE, reason, _source(facts.claims), facts.on)
    met = "; ".join(claim.text.rstrip(".") for claim in backed)
    reason = f"With evidence: {met}." if met else "The edition asks for none."
    return Check("criteria", title, PASS, reason, _source(backed), facts.on)


def was_inspected(facts: Facts) -> Check | None:
    """R4.1. The register has no grades since January 2025, so the school says what was judged, and when."""
    claim = _claimed(facts, OFSTED)
    if claim is None:
        return None
    outcome, reason = _inspection(claim, facts.on)
    return _unless_others_do(facts, claim, Check("inspection", "Ofsted", outcome, reason, "declared", claim.on))


def _inspection(claim: Claim, today: date) -> tuple[str, str]:
    if claim.on is None:
        return JUDGE, "The school says what Ofsted judged and gives no date: the hub decides."
    if claim.on > today:
        return JUDGE, f"The school gives {day(claim.on)} as the day of the inspection, which is still to come."
    if _years_between(claim.on, today) >= YEARS_AN_INSPECTION_COUNTS:
        return JUDGE, f"The school was inspected on {day(claim.on)}, six years ago or more: the hub decides."
    return PASS, f"The school was inspected on {day(claim.on)}, as it says."


def is_in_a_listed_area(facts: Facts) -> Check | None:
    """R4.4, by the lists of areas that are loaded here and the school's authority and district."""
    claim = _claimed(facts, AREA)
    if claim is None:
        return None
    title = "Area of low social mobility"
    if facts.areas:
        listed = " and ".join(f"{area.name} ({area.kind})" for area in facts.areas)
        return Check("area", title, PASS, f"The school lies in {listed}.", "register", facts.on)
    reason = "No list of areas that we hold names the school’s authority or district: the hub decides."
    return _unless_others_do(facts, claim, Check("area", title, JUDGE, reason, "declared", facts.on))


def names_two_teachers(facts: Facts) -> Check | None:
    """Y3: two different teachers, one of them with substantial responsibility in the department."""
    by_role = {person.role: person for person in facts.named or ()}
    experienced, developing = by_role.get(EXPERIENCED), by_role.get(DEVELOPING)
    if not (experienced and developing):  # nobody was asked
        return None
    names = [" ".join(person.name.casefold().split()) for person in (experienced, developing)]
    title, outcome, reason = "Two Mastery Advocates", PASS, "The school names two teachers from its maths department."
    if not all(names):
        outcome, reason = FAIL, "Two Mastery Advocates are needed, and the school does not name both."
    elif names[0] == names[1]:
        outcome, reason = JUDGE, "The school names one person twice: the hub asks who the second teacher is."
    elif experienced.job and experienced.job not in RESPONSIBLE:
        outcome = JUDGE
        reason = (
            "The first Mastery Advocate is normally head or second in department, or leads Key Stage 3. "
            "The school says that it is another role with responsibility: the hub decides."
        )
    return Check("teachers", title, outcome, reason, "declared", facts.on)


def _claimed(facts: Facts, code: str) -> Claim | None:
    return next((claim for claim in facts.claims or () if claim.code == code), None)


def _is_backed(claim: Claim, facts: Facts) -> bool:
    """With evidence; a listed area needs none."""
    return bool(claim.evidence.strip()) or (claim.code == AREA and bool(facts.areas))


def _source(claims) -> str:
    return "third party" if claims and all(claim.third_party for claim in claims) else "declared"


def _unless_others_do(facts: Facts, claim: Claim, check: Check) -> Check:
    """A doubt about one criterion does not matter where the school meets enough without it."""
    others = [other for other in facts.claims or () if other.code != claim.code and _is_backed(other, facts)]
    if check.outcome == PASS or not others or len(others) < facts.criteria_needed:
        return check
    reason = f"{check.reason.removesuffix(': the hub decides.').rstrip('.')}. The school meets enough without it."
    return Check(check.code, check.title, PASS, reason, check.source, check.on)


def _years_between(then: date, now: date) -> int:
    return now.year - then.year - ((now.month, now.day) < (then.month, then.day))
