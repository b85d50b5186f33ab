"""Which school of the register somebody means by what they typed, and the rows that keep whom an application names."""

import re
from dataclasses import dataclass, field

from applications import spec
from applications.models import Application, NamedSchool
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


def named_in(form: spec.FormSpec, application: Application) -> list[dict]:
    """Rows of `Kind.SCHOOLS` answers whose school is known: each school once, and never the one that applies."""
    found = {}
    for name in spec.school_fields(form, application.answers):
        for row in application.answers.get(name) or ():
            if row.get("urn") and row["urn"] != application.school.urn:
                found.setdefault(row["urn"], row)
    return list(found.values())


def name_schools(application: Application) -> None:
    """Write whom the form names, in place of what was there before. Call it in the transaction of the change."""
    NamedSchool.objects.filter(application=application).delete()
    rows = named_in(spec.form_for(application.project), application)
    if rows:
        NamedSchool.objects.bulk_create(names_of(application, rows, by_urn(rows)))


def names_of(application: Application, rows: list[dict], schools: dict[int, School]) -> list[NamedSchool]:
    """The rows as they would be written; `schools` by URN, and who is not among them is left out."""
    return [
        NamedSchool(
            application=application,
            school=schools[row["urn"]],
            relationship=str(row.get("relationship") or "")[:20],
            other=str(row.get("other") or "")[:200],
        )
        for row in rows
        if row["urn"] in schools
    ]


def by_urn(rows: list[dict]) -> dict[int, School]:
    """The schools that these rows name."""
    return {school.urn: school for school in School.objects.filter(urn__in=[row["urn"] for row in rows])}
