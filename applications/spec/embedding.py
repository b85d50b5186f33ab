"""The Embedding expression of interest (J3, B1): the same group goes on, so most of it is known already."""

from applications.spec import going_on, pages, parts, roles
from applications.spec.edition import Edition
from applications.spec.types import FormSpec, Section


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: five sections, of which the group and the teachers come from last year where known."""
    people = tuple(parts.checked(page) for page in pages.named_people(edition, roles.PRIMARY_LEADS))
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL, going_on.DEVELOPMENT_YEAR)),
            Section("group", "Your group", (going_on.GROUP,)),
            Section("people", "People", (parts.APPLICANT, *people)),
            Section("why", "Why your school", (*pages.criteria(edition), pages.statement(edition))),
            Section("agree", "What you agree to", (pages.commitments(edition), parts.PRIVACY)),
        ),
        search_fields=pages.search_fields(edition, "group_name"),
    )
