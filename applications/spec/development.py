"""The Development expression of interest (D2 to D8), with the words of its edition."""

from applications.spec import pages, parts, roles
from applications.spec.edition import Edition
from applications.spec.types import Field, FormSpec, Kind, Page, Section

BEFORE = Page(
    "before",
    "Your school in the programme so far",
    fields=(
        Field(
            "been_in_readiness",
            "Has your school been in a Readiness Work Group?",
            Kind.YES_NO,
            "Say whether your school has been in a Readiness Work Group.",
        ),
        Field(
            "readiness_when",
            "When, and with which group or Lead?",
            asks="Say when your school was in Readiness, and with which group or Lead.",
            hint="As far as you know it.",
            only_if=("been_in_readiness", "yes"),
            most_characters=300,
        ),
        Field(
            "textbooks",
            "Are you thinking of buying textbooks for teaching for mastery?",
            Kind.CHOICE,
            "Say whether you are thinking of buying textbooks.",
            hint="Your answer binds you to nothing. It tells your hub how many schools need help with the cost.",
            choices=(("yes", "Yes"), ("no", "No"), ("have", "We have some already"), ("open", "Not decided yet")),
        ),
    ),
)


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: five sections, with the two lead teachers and what each of them is (D2)."""
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL, BEFORE)),
            Section("people", "People", (parts.APPLICANT, *pages.named_people(edition, roles.PRIMARY_LEADS))),
            Section("why", "Why your school", (*pages.criteria(edition), pages.statement(edition))),
            Section("group", "Schools you apply with", (parts.GROUP,)),
            Section("agree", "What you agree to", (pages.commitments(edition), parts.PRIVACY)),
        ),
        search_fields=pages.search_fields(edition),
    )
