"""Pages whose questions an edition brings: the people it names, its criteria, its statement, its clauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten

from applications.spec import parts
from applications.spec.edition import Asked, Edition, Row
from applications.spec.types import AtLeast, Different, Field, FormSpec, Kind, Page

# The criterion that stands or falls with the day of an inspection (R4.1).
INSPECTED = "ofsted"
INSPECTION = Field(
    f"inspected_{INSPECTED}",
    "When did Ofsted inspect your school?",
    Kind.DATE,
    "Enter the day of the inspection, like 14 March 2024.",
    hint="The first day of the inspection, as on the report. For example 14 March 2024.",
    most_characters=40,
)
SIGNS = "When you have sent the form, they get an email with a link of their own, to read it and to sign."
NUMBERS = ("none", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class About:
    """What a form wants to know of the person in a role, beside their name and email."""

    fields: tuple[Field, ...] = ()
    trn: bool = False
    may_be: tuple[str, ...] = ()  # roles named before that the same person may hold as well


def named_people(edition: Edition, about: Mapping[str, About] | None = None) -> tuple[Page, ...]:
    """One page for each role the edition names (R3, D2, S2, Y3), with what the form asks `about` it.

    No two of them may be the same person, unless their role allows it.
    """
    pages, before = [], {}
    for role in edition.roles:
        asked = (about or {}).get(role.code, About())
        apart = [code for code in before if code not in asked.may_be]
        pages.append(_person(role, asked, apart, [code for code in apart if before[code]]))
        before[role.code] = asked.trn
    return tuple(pages)


def _person(role: Row, asked: About, apart: list[str], apart_by_trn: list[str]) -> Page:
    title = role.text[:1].lower() + role.text[1:]
    rules = [(f"{role.code}_email", [f"{code}_email" for code in apart], "an email address")]
    if asked.trn:
        rules.append((f"{role.code}_trn", [f"{code}_trn" for code in apart_by_trn], "a teacher reference number"))
    return Page(
        role.code.replace("_", "-"),
        f"Who is the {title}?",
        intro=" ".join(filter(None, (role.hint, SIGNS if role.signs else ""))),
        fields=tuple(replace(field, about=_short(role)) for field in (*_name(role, asked), *asked.fields)),
        rules=tuple(
            Different(
                name, tuple(others), f"You have named this person already. Name another, with {what} of their own."
            )
            for name, others, what in rules
            if others
        ),
    )


def _short(role: Row) -> str:
    """“Headteacher” of “Headteacher, or a senior leader who acts for them”."""
    return role.text.split(",")[0]


def _name(role: Row, asked: About) -> list[Field]:
    """First name, last name, email and, where asked for, the teacher reference number (R6, Y6)."""
    code, who = role.code, _short(role)
    whose = f"the {who[:1].lower()}{who[1:]}’s"
    text = {"most_characters": 80, "personal": True}
    fields = [
        Field(f"{code}_first_name", "First name", asks=f"Enter {whose} first name.", **text),
        Field(f"{code}_last_name", "Last name", asks=f"Enter {whose} last name.", hint=parts.ONE_NAME, **text),
        Field(
            f"{code}_email",
            "Work email",
            Kind.EMAIL,
            f"Enter {whose} email address.",
            most_characters=254,
            personal=True,
        ),
    ]
    if asked.trn:
        fields.append(
            Field(
                f"{code}_trn",
                "Teacher reference number (TRN)",
                Kind.TRN,
                f"Enter {whose} teacher reference number.",
                hint="7 numbers, like 9912345. It is on payslips and pension letters, sometimes as RP99/12345.",
                most_characters=40,
                personal=True,
            )
        )
    return fields


def _criteria_fields(criteria: Iterable[Row]) -> tuple[Field, ...]:
    """A tick for each criterion, and what shows it, asked where it is ticked (R4, R6)."""
    fields = []
    for code, text, hint, *_ in criteria:
        tick = f"criterion_{code}"
        fields.append(Field(tick, text, Kind.TICK, needed=False))
        if code == INSPECTED:
            fields.append(replace(INSPECTION, only_if=(tick, True)))
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


def statement(edition: Edition, *, label: str = "Your statement", who: str = "your school") -> Page:
    """Why, in the edition's number of words (R6, Y6)."""
    return Page(
        "statement",
        f"Why {who} wants to take part",
        intro=edition.statement_prompt,
        fields=(
            Field(
                "statement",
                label,
                Kind.WORDS,
                f"Write why {who} wants to take part.",
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


def with_own_questions(form: FormSpec, edition: Edition) -> FormSpec:
    """The form with the edition's own questions, on a page more of the section each of them stands in."""
    if not edition.questions:
        return form
    sections = []
    for section in form.sections:
        fields = tuple(_own(question) for question in edition.questions if question.section == section.slug)
        more = (Page("more", "A few more questions", fields),) if fields else ()
        sections.append(replace(section, pages=(*section.pages, *more)))
    return replace(form, sections=tuple(sections))


def _own(question: Asked) -> Field:
    kind = Kind(question.kind)
    limit = f"Up to {question.most_words} words." if question.most_words else ""
    return Field(
        f"own_{question.code}",
        question.label,
        kind,
        f"Answer “{shorten(question.label, 80, placeholder='…')}”.",
        hint=" ".join(filter(None, (question.hint, limit))),
        needed=question.needed,
        most_words=question.most_words,
        most_characters=20_000 if kind is Kind.WORDS else 300,
        choices=tuple((answer, answer) for answer in question.answers),
        personal=question.personal,
    )


def search_fields(edition: Edition, *more: str) -> tuple[str, ...]:
    """What a hub's queue is searched by: names, never a teacher reference number."""
    return ("first_name", "last_name", "email", *(f"{role.code}_last_name" for role in edition.roles), *more)
