"""The Readiness expression of interest (R3 to R6), with the words of its edition."""

from applications.spec import pages, parts, roles
from applications.spec.edition import Edition
from applications.spec.types import FormSpec, Section


def declare(edition: Edition) -> FormSpec:
    """The form of one edition: five sections, from the register's facts to the hub's privacy notice."""
    return FormSpec(
        sections=(
            Section("school", "Your school", (parts.SCHOOL,)),
            Section("people", "People", (parts.APPLICANT, *pages.named_people(edition, roles.READINESS))),
            Section("why", "Why your school", (*pages.criteria(edition), pages.statement(edition))),
            Section("group", "Schools you apply with", (parts.GROUP,)),
            Section("agree", "What you agree to", (pages.commitments(edition), parts.PRIVACY)),
        ),
        search_fields=pages.search_fields(edition),
    )
