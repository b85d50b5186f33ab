"""Which school of the register somebody means by what they typed."""

import re
from dataclasses import dataclass, field

from schools.find import find, fold
from schools.models import School

HITS = 10
URN = re.compile(r"\bURN\s*(\d{5,7})\b|^\s*(\d{5,7})\s*$", re.IGNORECASE)


@dataclass
class Meant:
    """`school` where it is clear, else the `hits` to choose among and a sentence on what to do."""

    school: School | None = None
    hits: list[School] = field(default_factory=list)
    says: str = ""


def label(school: School) -> str:
    """Like "Ash Primary School, Stroud, GL5 1AA (URN 115552)": what a row says once its school is known.

    The page's script writes the same when a suggestion is chosen.
    """
    return ", ".join(part for part in (school.name, school.place) if part) + f" (URN {school.urn})"


def which(typed: str, chosen: str, own: int) -> Meant:
    """The school meant by what was typed, and by the choice made among hits where there was one.

    `own` is the key of the school that names the others.
    """
    hits = find(_query(typed), limit=HITS)
    school = _the_one(typed, chosen, hits)
    if school and school.pk == own:
        return Meant(says="That is your own school. Name the others.")
    if school:
        return Meant(school)
    if hits:
        return Meant(hits=hits, says=f"More than one school fits “{typed}”. Choose the one you mean.")
    return Meant(says=f"We found no school that fits “{typed}”. Try its postcode or its URN, 6 numbers.")


def _query(typed: str) -> str:
    number = URN.search(typed)
    return (number[1] or number[2]) if number else typed


def _the_one(typed: str, chosen: str, hits: list[School]) -> School | None:
    if len(hits) == 1:
        return hits[0]
    picked = [school for school in hits if str(school.urn) in (chosen, _query(typed))]
    same_name = [school for school in hits if school.is_open and fold(school.name) == fold(typed)]
    for found in (picked, same_name):
        if len(found) == 1:
            return found[0]
    return None
