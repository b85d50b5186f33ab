"""Which column of a file is which question: what there is to choose, a guess from the headings, what is remembered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from applications import spec
from applications.arrivals.models import ColumnMapping
from applications.spec.types import AtLeast, Field, FormSpec, Kind, Page
from hubs.models import Hub
from journal.moves import Refused
from schools.find import fold
from workgroups.models import Project

OUT, TIME = "out", "time"
URN, NAME, POSTCODE, TOWN = "school:urn", "school:name", "school:postcode", "school:town"
ANSWER, FULL_NAME, TICKS = "answer:", "full:", "ticks:"
LONGEST_KEY = 300
CLOSE_ENOUGH = 0.5
MOST_MORE = 2

# What a heading of a form asks for is rarely one of these.
SMALL = {"a", "an", "and", "are", "at", "by", "do", "does", "for", "from", "have", "if", "in", "is", "it", "of", "on"}
SMALL |= {"as", "contact", "details", "like", "number", "want", "wants", "word", "words", "would"}
SMALL |= {"or", "our", "please", "the", "this", "to", "we", "what", "which", "will", "you", "your"}
SAME = {"mail": "email", "phone": "telephone", "tel": "telephone", "mobile": "telephone"}
SAME |= {"surname": "last", "forename": "first"}
SAME |= {
    "role": "job",
    "position": "job",
    "headteacher": "head",
    "math": "maths",
    "mathematics": "maths",
    "emails": "email",
}
KNOWN = {
    TIME: ("timestamp", "completion time", "date submitted", "submitted", "time submitted", "submission date"),
    URN: ("urn", "school urn", "urn number", "unique reference number", "school urn number"),
    NAME: ("school name", "school", "name school", "full name school", "school academy name"),
    POSTCODE: ("postcode", "post code", "school postcode", "school post code"),
    TOWN: ("town", "city", "school town", "town city", "local authority", "authority", "area"),
}


@dataclass(frozen=True)
class Target:
    """One thing a column can mean, with the words it is recognised by."""

    means: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Targets:
    """Everything a column of this project's forms can mean, in groups for a list to choose from."""

    groups: tuple[tuple[str, tuple[Target, ...]], ...]

    def all(self) -> list[Target]:
        return [target for _, group in self.groups for target in group]

    def labels(self) -> dict[str, str]:
        return {target.means: target.label for target in self.all()}


def targets(form: FormSpec) -> Targets:
    """What there is to choose for a form: leave out, the moment, the school, and every question."""
    school = (
        Target(URN, "URN of the school", KNOWN[URN]),
        Target(NAME, "Name of the school", KNOWN[NAME]),
        Target(POSTCODE, "Postcode of the school", KNOWN[POSTCODE]),
        Target(TOWN, "Town or local authority of the school", KNOWN[TOWN]),
    )
    groups = [
        ("", (Target(OUT, "Leave out", ()), Target(TIME, "When it was sent", KNOWN[TIME]))),
        ("The school", school),
    ]
    for section in form.sections:
        found = tuple(target for page in section.pages for target in _of_page(page))
        groups.append((section.title, found))
    return Targets(tuple(groups))


def _of_page(page: Page) -> Iterable[Target]:
    for rule in page.rules:
        if isinstance(rule, AtLeast):
            yield Target(f"{TICKS}{page.slug}", f"{page.title} (all in one column)", (page.title, "criteria"))
    names = {field.name for field in page.fields}
    for field in page.fields:
        prefix = field.name.removesuffix("first_name")
        if field.name.endswith("first_name") and f"{prefix}last_name" in names:
            yield _full_name(prefix, field)
        yield Target(f"{ANSWER}{field.name}", label_of(field), _words_of(page, field))


def _full_name(prefix: str, field: Field) -> Target:
    who = field.about
    words = (
        (who, f"{who} name", f"{who} full name") if who else ("name", "full name", "first last name", "contact name")
    )
    return Target(f"{FULL_NAME}{prefix}", f"{who}: first and last name" if who else "First and last name", words)


def _words_of(page: Page, field: Field) -> tuple[str, ...]:
    words = [f"{field.about} {field.label}"]
    if len(page.fields) == 1 or page.heading == field.name:
        words.append(page.title)
    if field.kind is Kind.EMAIL:
        words += [f"{field.about} email", f"{field.about} email address"]
    return tuple(words)


def label_of(field: Field) -> str:
    """The question with whom it is about, as it reads away from its page."""
    return f"{field.about}: {field.label.lower()}" if field.about else field.label


# --- A guess --------------------------------------------------------------------------------------


def guess(headings: list[str], known: Targets, remembered: dict[str, str]) -> list[str]:
    """What each heading probably means: as the last time, else by its words; each meaning once; otherwise left out."""
    possible = {target.means for target in known.all()}
    found = [means if (means := remembered.get(key_of(heading))) in possible else "" for heading in headings]
    taken = {means for means in found if means}
    scored = [
        (_likeness(heading, target), -place, target.means)
        for place, heading in enumerate(headings)
        if not found[place]
        for target in known.all()
    ]
    for score, place, means in sorted(scored, reverse=True):
        if score >= CLOSE_ENOUGH and not found[-place] and means not in taken:
            found[-place] = means
            taken.add(means)
    return [means or OUT for means in found]


def key_of(heading: str) -> str:
    return fold(heading)[:LONGEST_KEY] or heading[:LONGEST_KEY].casefold()


def _likeness(heading: str, target: Target) -> float:
    """0 to 1: the share of telling words that the heading and one of the target's wordings have in common.

    A heading that says all of it and hardly more is just close enough.
    """
    mine = _telling(heading)
    found = 0.0
    for own in map(_telling, target.words):
        if mine and own:
            found = max(found, len(mine & own) / len(mine | own))
            if own <= mine and len(mine - own) <= MOST_MORE:
                found = max(found, CLOSE_ENOUGH)
    return found


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.casefold().replace("e-mail", "email").replace("’s", "").replace("'s", ""))
    return frozenset(SAME.get(word, word) for word in words if word not in SMALL)


# --- What is remembered ---------------------------------------------------------------------------


def remembered(hub: Hub, project: Project) -> dict[str, str]:
    rows = ColumnMapping.objects.filter(hub=hub, kind=project.kind)
    return dict(rows.values_list("heading", "means"))


def remember(hub: Hub, project: Project, headings: list[str], columns: list[str]) -> None:
    """Keep what each heading means for the next file of this kind; call it inside a transaction."""
    rows = {
        key_of(heading): ColumnMapping(hub=hub, kind=project.kind, heading=key_of(heading), means=means)
        for heading, means in zip(headings, columns, strict=True)
    }
    ColumnMapping.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["hub", "kind", "heading"], update_fields=["means"]
    )


class WrongColumn(Refused):
    """`place` is that of the column to change, counted from 0."""

    def __init__(self, reason: str, place: int):
        super().__init__(reason)
        self.place = place


def check(columns: list[str], headings: list[str], project: Project) -> None:
    """Refuses columns by which no application could be made, or of which two say the same."""
    labels = targets(spec.form_for(project)).labels()
    if len(columns) != len(headings) or any(means not in labels for means in columns):
        raise WrongColumn("Choose for each column what it holds, from the list beside it.", 0)
    for means in dict.fromkeys(columns):
        if means != OUT and columns.count(means) > 1:
            both = " and ".join(f"“{h[:60]}”" for h, m in zip(headings, columns, strict=True) if m == means)
            last = len(columns) - 1 - columns[::-1].index(means)
            raise WrongColumn(f"{both} cannot both be “{labels[means]}”. Leave all but one of them out.", last)
    if URN not in columns and NAME not in columns:
        raise WrongColumn(
            "Say which column holds the URN or the name of the school: without it no school can be found.", 0
        )
    if f"{ANSWER}email" not in columns:
        raise WrongColumn(
            f"Say which column is “{labels[f'{ANSWER}email']}”, the address of whoever filled it in: "
            "the decision is sent there.",
            0,
        )
