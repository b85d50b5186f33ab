"""Pages whose questions an edition brings: the people it names, its criteria, its statement, its clauses."""

from collections.abc import Iterable
from dataclasses import replace
from textwrap import shorten

from applications.spec.edition import Edition, Row
from applications.spec.types import AtLeast, Different, Field, Kind, Page

NUMBERS = ("none", "one", "two", "three", "four", "five", "six")


def named_people(edition: Edition) -> tuple[Page, ...]:
    """One page for each role the edition names (R3, D2, S2, Y3); no two of them may be the same person."""
    pages, codes = [], []
    for role in edition.roles:
        pages.append(_person(role, tuple(codes)))
        codes.append(role.code)
    return tuple(pages)


def _person(role: Row, before: tuple[str, ...]) -> Page:
    title = role.text[:1].lower() + role.text[1:]
    email = f"{role.code}_email"
    fields = (
        Field(f"{role.code}_first_name", "First name", asks=f"Enter the {title}’s first name.", most_characters=80),
        Field(f"{role.code}_last_name", "Last name", asks=f"Enter the {title}’s last name.", most_characters=80),
        Field(email, "Work email", Kind.EMAIL, f"Enter the {title}’s email address.", most_characters=254),
    )
    return Page(
        role.code.replace("_", "-"),
        f"Who is the {title}?",
        intro=role.hint,
        fields=tuple(replace(field, about=role.text) for field in fields),
        rules=(
            Different(
                email,
                tuple(f"{code}_email" for code in before),
                "You have named this person already. Name another, with an email address of their own.",
            ),
        )
        if before
        else (),
    )


def _criteria_fields(criteria: Iterable[Row]) -> tuple[Field, ...]:
    """A tick for each criterion, and what shows it, asked where it is ticked (R4, R6)."""
    fields = []
    for code, text, hint, _ in criteria:
        tick = f"criterion_{code}"
        fields.append(Field(tick, text, Kind.TICK, needed=False))
        fields.append(
            Field(
                f"evidence_{code}",
                "What shows this?",
                Kind.WORDS,
                f"Say what shows this: “{shorten(text, 60, placeholder='…')}”.",
                hint=hint,
                most_characters=2000,
                only_if=(tick, True),
            )
        )
    return tuple(fields)


def _clause_fields(clauses: Iterable[Row]) -> tuple[Field, ...]:
    """One tick for each commitment; every one is needed (R5)."""
    return tuple(
        Field(f"clause_{code}", text, Kind.TICK, f"Tick “{shorten(text, 60, placeholder='…')}” to agree to it.")
        for code, text, *_ in clauses
    )


def criteria(edition: Edition) -> tuple[Page, ...]:
    """Which of the edition's criteria the school meets (R4); no page where the edition has none."""
    if not edition.criteria:
        return ()
    fields = _criteria_fields(edition.criteria)
    number = min(edition.criteria_needed, len(edition.criteria))
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    ticks = tuple(field.name for field in fields if field.kind is Kind.TICK)
    page = Page(
        "criteria",
        "Which of these describe your school?",
        intro=f"Tick at least {words}, and say for each what shows it." if number else "Tick those that do.",
        fields=fields,
        rules=(AtLeast(ticks, number, f"Tick at least {words} of these."),) if number else (),
    )
    return (page,)


def statement(edition: Edition) -> Page:
    """Why, in the edition's number of words (R6, Y6)."""
    return Page(
        "statement",
        "Why your school wants to take part",
        intro=edition.statement_prompt,
        fields=(
            Field(
                "statement",
                "Your statement",
                Kind.WORDS,
                "Write why your school wants to take part.",
                hint=f"Up to {edition.statement_words} words.",
                most_words=edition.statement_words,
                most_characters=20_000,
            ),
        ),
    )


def commitments(edition: Edition) -> Page:
    """The edition's clauses one by one, and that they are understood (R5, R6)."""
    return Page(
        "commitments",
        "What your school commits to",
        intro="Read each one and tick it. Talk to your headteacher first: they are promises of the whole school.",
        fields=(
            *_clause_fields(edition.clauses),
            Field(
                "understood",
                "We understand what the project is for and what is expected of our school.",
                Kind.TICK,
                "Tick to say that you understand what the project is for and what it expects.",
            ),
        ),
    )
