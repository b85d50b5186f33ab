"""Made-up answers to the form, as a school would type them."""

import random
from datetime import date

from accounts.models import User
from applications.spec.types import FormSpec
from demo import words
from schools.models import School

MONTHS = ("January", "March", "May", "June", "September", "October", "November")


def answers(form: FormSpec, codes: list[str], *, school: School, by: User, friend: School, on: date, seed: int) -> dict:
    """An answer to every question. `codes` are the edition's criteria; `friend` is a school to apply with."""
    rng = random.Random(seed)
    given = {
        "school_right": "yes",
        "school_telephone": school.telephone,
        "first_name": by.first_name,
        "last_name": by.last_name,
        "job": rng.choice(words.JOBS),
        "email": by.email,
        "telephone": f"01632 960 {rng.randint(0, 999):03d}",
        "statement": _statement(rng),
        "in_group": "no",
        **_criteria(codes, on, rng),
    }
    if rng.random() < 0.12:
        given |= {"in_group": "yes", "group_schools": [_together_with(friend, rng)]}
    if rng.random() < 0.04:
        given |= {"school_right": "no", "school_correction": "Our telephone number has changed."}
    return _in_form_order(form, given, school, rng)


def _in_form_order(form: FormSpec, given: dict, school: School, rng: random.Random) -> dict:
    """Page by page, as they are saved; named teachers and ticks of agreement filled in."""
    found = {}
    for field in form.fields():
        if field.name in given:
            found[field.name] = given[field.name]
        elif field.name.endswith("_first_name"):
            found[field.name] = rng.choice(words.FIRST_NAMES)
        elif field.name.endswith("_last_name"):
            found[field.name] = rng.choice(words.LAST_NAMES)
        elif field.name.endswith("_email"):
            found[field.name] = f"{field.name.removesuffix('_email').replace('_', '.')}.{school.urn}@example.org"
        elif field.name.startswith("clause_") or field.name in ("understood", "privacy"):
            found[field.name] = True
    return found


def _criteria(codes: list[str], on: date, rng: random.Random) -> dict:
    claimed = rng.sample(codes, k=min(len(codes), rng.choices((1, 2, 3), (60, 32, 8))[0]))
    given = {}
    for code in codes:
        given[f"criterion_{code}"] = code in claimed
        if code in claimed:
            sentence = rng.choice(words.EVIDENCE.get(code, words.EVIDENCE[""]))
            given[f"evidence_{code}"] = sentence.format(
                month=rng.choice(MONTHS),
                year=on.year - rng.randint(1, 2),
                low=rng.randint(38, 62),
                category=rng.choice((5, 6)),
                count=rng.choice(("Three", "Four", "Five")),
            )
    return given


def _statement(rng: random.Random) -> str:
    why = rng.sample(words.WHY, k=rng.randint(2, 4))
    return " ".join(why) + "\n\n" + " ".join(rng.sample(words.HOPE, k=rng.randint(1, 3)))


def _together_with(friend: School, rng: random.Random) -> dict:
    typed = f"{friend.name}, {friend.town} {friend.postcode} (URN {friend.urn})"
    relationship = rng.choice(("trust", "cluster", "federation"))
    return {"typed": typed, "urn": friend.urn, "name": friend.name, "relationship": relationship, "other": ""}
