"""The Secondary expression of interest (Y3, Y6): a department, its head, and its two Mastery Advocates."""

from applications.spec import pages, parts, roles
from applications.spec.edition import Edition
from applications.spec.types import Field, FormSpec, Kind, Page, Section

SPECIALIST = Page(
    "specialist",
    "Work with a specialist before",
    heading="worked_before",
    fields=(
        Field(
            "worked_before",
            "Has your school worked with a Secondary Mastery Specialist before?",
            Kind.YES_NO,
            "Say whether your school has worked with a Secondary Mastery Specialist before.",
        ),
        Field(
            "worked_before_who",
            "Who was it?",
            asks="Enter the name of the specialist your school worked with.",
            only_if=("worked_before", "yes"),
            personal=True,
        ),
        Field(
            "worked_before_how",
            "How did you work together?",
            Kind.WORDS,
            "Say how your school worked with the specialist.",
            hint="When it was, with how many teachers, and what came of it.",
            most_characters=1500,
            only_if=("worked_before", "yes"),
        ),
    ),
)


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: four sections. Everybody named gives a teacher reference number, as the source asks."""
    words = pages.statement(edition, label="Statement of the head of department", who="your department")
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL_WITH_TELEPHONE, SPECIALIST)),
            Section("people", "People", (parts.APPLICANT, *pages.named_people(edition, roles.SECONDARY))),
            Section("why", "Why your department", (*pages.criteria(edition), words)),
            Section("agree", "What you agree to", (pages.commitments(edition), parts.PRIVACY)),
        ),
        search_fields=pages.search_fields(edition),
    )
