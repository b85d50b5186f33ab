"""Made-up answers to the form, as a school would type them."""

import random
from datetime import date

from accounts.models import User
from applications.spec.check import values_of
from applications.spec.types import Field, FormSpec, Kind
from demo import words
from schools.models import School

MONTHS = ("January", "March", "May", "June", "September", "October", "November")


def answers(
    form: FormSpec,
    codes: list[str],
    taken_over: dict,
    *,
    school: School,
    by: User,
    friend: School,
    together: bool,
    on: date,
    seed: int,
) -> dict:
    """An answer to every question that arises. `codes` are the edition's criteria; `friend` is a school to apply with,
    which some do, and who is `together` does.

    What was `taken_over` from last year stays, and is confirmed.
    """
    rng = random.Random(seed)
    is_department = any(field.name == "worked_before" for field in form.fields())
    given = {
        "school_right": "yes",
        "school_telephone": school.telephone or f"01632 960 {rng.randint(0, 999):03d}",
        "first_name": by.first_name,
        "last_name": by.last_name,
        "job": rng.choice(words.DEPARTMENT_JOBS if is_department else words.JOBS),
        "email": by.email,
        "telephone": f"01632 960 {rng.randint(0, 999):03d}",
        "statement": _statement(rng),
        "in_group": "no",
        **_criteria(codes, on, rng),
        **_about_the_past(school, rng),
        **taken_over,
    }
    if rng.random() < 0.12 or together:
        given |= {"in_group": "yes", "group_schools": [_together_with(friend, rng, "trust" if together else "")]}
    if rng.random() < 0.04:
        given |= {"school_right": "no", "school_correction": "Our telephone number has changed."}
    return _in_form_order(form, given, school, rng) | {name: taken_over[name] for name in taken_over if name[0] == "_"}


def _about_the_past(school: School, rng: random.Random) -> dict:
    """What a school says of earlier years where nothing is known here."""
    return {
        "been_in_readiness": rng.choice(("yes", "no", "no", "no")),
        "readiness_when": rng.choice(words.BEFORE),
        "was_in_development": rng.choice(("yes", "yes", "yes", "no")),
        "development_when": rng.choice(words.BEFORE),
        "been_in": rng.choice((["development"], ["development", "embedding"])),
        "been_in_when": rng.choice(words.BEFORE),
        "group_name": f"The {school.town or 'local'} group",
        "group_stays": rng.choice(("stay", "stay", "stay", "unsure")),
        "teachers_started": rng.choice(("all", "most", "most", "half")),
        "worked_before": rng.choice(("yes", "no", "no")),
        "worked_before_who": f"{rng.choice(words.FIRST_NAMES)} {rng.choice(words.LAST_NAMES)}",
        "worked_before_how": rng.choice(words.HOW_BEFORE),
        "maths_lead_name": f"{rng.choice(words.FIRST_NAMES)} {rng.choice(words.LAST_NAMES)}",
        "advocate_experienced_role": rng.choice(("head", "second", "second", "ks3", "ks3")),
    }


def _in_form_order(form: FormSpec, given: dict, school: School, rng: random.Random) -> dict:
    """Page by page, as they are saved; named teachers, choices and ticks of agreement filled in."""
    found = {}
    for field in form.fields():
        if not field.is_asked({**given, **found}):
            continue
        answer = given[field.name] if field.name in given else _made_up(field, school, rng)
        if answer or field.needed or field.name in given:
            found[field.name] = answer
    return found


def _made_up(field: Field, school: School, rng: random.Random):
    """An answer to a question that every form may ask; "" where it is not needed."""
    name = field.name
    if name.endswith("_first_name"):
        return rng.choice(words.FIRST_NAMES)
    if name.endswith("_last_name"):
        return rng.choice(words.LAST_NAMES)
    if field.kind is Kind.EMAIL:
        return f"{name.removesuffix('_email').replace('_', '.')}.{school.urn}@example.org"
    if field.kind is Kind.TRN:
        return f"{rng.randint(1_000_000, 9_999_999)}"
    if field.kind is Kind.TICK:
        return True
    if not field.needed:
        return ""
    if field.kind in (Kind.CHOICE, Kind.YES_NO):
        return rng.choice(values_of(field))
    if field.kind is Kind.CHOICES:  # year groups that lie together
        first = rng.randint(0, max(len(field.choices) - 4, 0))
        return values_of(field)[first : first + rng.randint(2, 4)]
    return rng.choice(words.ROLES_IN_DEPARTMENT if name.startswith("advocate_") else words.ROLES_IN_SCHOOL)


def _criteria(codes: list[str], on: date, rng: random.Random) -> dict:
    claimed = rng.sample(codes, k=min(len(codes), rng.choices((1, 2, 3), (60, 32, 8))[0]))
    given = {}
    for code in codes:
        given[f"criterion_{code}"] = code in claimed
        if code in claimed:
            sentence = rng.choice(words.EVIDENCE.get(code, words.EVIDENCE[""]))
            month, year = rng.choice(MONTHS), on.year - rng.randint(1, 2)
            given[f"inspected_{code}"] = f"{rng.randint(1, 28)} {month} {year}"  # asked of one criterion only
            given[f"evidence_{code}"] = sentence.format(
                month=month,
                year=year,
                low=rng.randint(38, 62),
                category=rng.choice((5, 6)),
                count=rng.choice(("Three", "Four", "Five")),
            )
    return given


def _statement(rng: random.Random) -> str:
    why = rng.sample(words.WHY, k=rng.randint(2, 4))
    return " ".join(why) + "\n\n" + " ".join(rng.sample(words.HOPE, k=rng.randint(1, 3)))


def _together_with(friend: School, rng: random.Random, tie: str) -> dict:
    typed = f"{friend.name}, {friend.town} {friend.postcode} (URN {friend.urn})"
    relationship = tie or rng.choice(("trust", "cluster", "federation"))
    return {"typed": typed, "urn": friend.urn, "name": friend.name, "relationship": relationship, "other": ""}
