"""The Readiness expression of interest (R3 to R6), with the words of its edition."""

from applications.spec import parts
from applications.spec.edition import Edition, Row
from applications.spec.types import AtLeast, Field, FormSpec, Kind, Page, Section

NUMBERS = ("none", "one", "two", "three", "four", "five", "six")


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: five sections, from the register's facts to the hub's privacy notice."""
    why = (_criteria(edition), _statement(edition)) if edition.criteria else (_statement(edition),)
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL,)),
            Section("people", "People", (parts.APPLICANT, *parts.named_teachers(edition.roles))),
            Section("why", "Why your school", why),
            Section("group", "Schools you apply with", (parts.GROUP,)),
            Section("agree", "What you agree to", (_clauses(edition.clauses), parts.privacy())),
        ),
        search_fields=("first_name", "last_name", "email", *(f"{role.code}_last_name" for role in edition.roles)),
    )


def _criteria(edition: Edition) -> Page:
    fields = parts.criteria_fields(edition.criteria)
    number = edition.criteria_needed
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    ticks = tuple(field.name for field in fields if field.kind is Kind.TICK)
    return Page(
        "criteria",
        "Which of these describe your school?",
        intro=f"Tick at least {words}, and say for each what shows it." if number else "Tick those that do.",
        fields=fields,
        rules=(AtLeast(ticks, number, f"Tick at least {words} of these."),) if number else (),
    )


def _statement(edition: Edition) -> Page:
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


def _clauses(clauses: tuple[Row, ...]) -> Page:
    return Page(
        "commitments",
        "What your school commits to",
        intro="Read each one and tick it. Talk to your headteacher first: they are promises of the whole school.",
        fields=(
            *parts.clause_fields(clauses),
            Field(
                "understood",
                "We understand what the project is for and what is expected of our school.",
                Kind.TICK,
                "Tick to say that you understand what the project is for and what it expects.",
            ),
        ),
    )
