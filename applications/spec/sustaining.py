"""The Sustaining expression of interest (J4, S2 to S4, S6): one lead participant, year after year."""

from applications.spec import going_on, pages, parts, roles
from applications.spec.edition import Edition
from applications.spec.types import FormSpec, Section


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: five sections, of which the history, the group and the lead are known from last year."""
    people = tuple(parts.checked(page) for page in pages.named_people(edition, roles.SUSTAINING))
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL, going_on.JOURNEY, going_on.TODAY)),
            Section("group", "Your group", (going_on.GROUP,)),
            Section("people", "People", (parts.APPLICANT, *people)),
            Section("why", "Why your school", (*pages.criteria(edition), pages.statement(edition))),
            Section("agree", "What you agree to", (pages.commitments(edition), parts.PRIVACY)),
        ),
        search_fields=pages.search_fields(edition, "group_name"),
    )
