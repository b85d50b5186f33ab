"""Pages and fields that forms of several kinds of project share; each declaration chooses from them."""

from collections.abc import Iterable
from dataclasses import replace
from textwrap import shorten

from applications.spec.edition import Row
from applications.spec.types import Different, Field, Kind, Page

SCHOOL = Page(
    "details",
    "Your school’s details",
    facts="school",
    intro="They come from the national register of schools. You do not need to type them again.",
    fields=(
        Field("school_right", "Are these details right?", Kind.YES_NO, "Say whether the school’s details are right."),
        Field(
            "school_correction",
            "What should they say?",
            Kind.WORDS,
            "Say what is not right.",
            hint="Your hub reads this. To put it right for good, ask whoever keeps your school’s entry in the "
            "Department for Education’s register, Get Information about Schools.",
            most_characters=1000,
            only_if=("school_right", "no"),
        ),
        Field(
            "school_telephone",
            "School telephone",
            Kind.PHONE,
            hint="The number your hub can ring in school hours.",
            needed=False,
            most_characters=30,
            autocomplete="tel",
        ),
    ),
)

APPLICANT = Page(
    "you",
    "Who is filling this in?",
    intro="Your hub writes to you about this application.",
    fields=(
        Field("first_name", "First name", asks="Enter your first name.", most_characters=80, autocomplete="given-name"),
        Field("last_name", "Last name", asks="Enter your last name.", most_characters=80, autocomplete="family-name"),
        Field(
            "job",
            "Your job at the school",
            asks="Enter your job at the school.",
            hint="For example headteacher, maths lead or school office.",
            most_characters=100,
            autocomplete="organization-title",
        ),
        Field(
            "email",
            "Email",
            Kind.EMAIL,
            "Enter your email address.",
            hint="We send a copy of the application here.",
            most_characters=254,
            autocomplete="email",
        ),
        Field(
            "telephone", "Telephone", Kind.PHONE, "Enter your telephone number.", most_characters=30, autocomplete="tel"
        ),
    ),
)

GROUP = Page(
    "schools",
    "Are you applying as part of a group of schools?",
    heading="in_group",
    fields=(
        Field(
            "in_group",
            "Are you applying as part of a group of schools?",
            Kind.YES_NO,
            "Say whether you are applying as part of a group of schools.",
            hint="Each school sends an application of its own. Your hub puts schools together where it can.",
        ),
        Field(
            "group_schools",
            "Schools you want to be placed with",
            Kind.SCHOOLS,
            "Name at least one school you want to be placed with.",
            hint="Start with its name, postcode or URN.",
            only_if=("in_group", "yes"),
            choices=(
                ("trust", "In the same trust"),
                ("federation", "In the same federation"),
                ("cluster", "In the same local cluster"),
                ("other", "Another tie"),
            ),
        ),
    ),
)


def named_teachers(roles: Iterable[Row]) -> tuple[Page, ...]:
    """One page for each role the edition names (R3, D2, S2, Y3); no two of them may be the same person."""
    pages, codes = [], []
    for role in roles:
        pages.append(_teacher(role, tuple(codes)))
        codes.append(role.code)
    return tuple(pages)


def _teacher(role: Row, before: tuple[str, ...]) -> Page:
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


def criteria_fields(criteria: Iterable[Row]) -> tuple[Field, ...]:
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


def clause_fields(clauses: Iterable[Row]) -> tuple[Field, ...]:
    """One tick for each commitment; every one is needed (R5)."""
    return tuple(
        Field(f"clause_{code}", text, Kind.TICK, f"Tick “{shorten(text, 60, placeholder='…')}” to agree to it.")
        for code, text, *_ in clauses
    )


def privacy() -> Page:
    return Page(
        "privacy",
        "How your hub uses what you tell it",
        facts="privacy",
        fields=(
            Field(
                "privacy",
                "I have read this, and the people named in this application know that their details are in it.",
                Kind.TICK,
                "Tick to say that you have read how your hub uses what you tell it.",
            ),
        ),
    )
