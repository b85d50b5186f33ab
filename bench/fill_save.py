"""Fills an empty database with N complete drafts of one person, each of another school; prints nothing."""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from applications.models import Application  # noqa: E402
from schools.models import School  # noqa: E402
from tests import factories, steps  # noqa: E402
from workgroups.shipped import load_editions  # noqa: E402

STATEMENT = "Our pupils need a surer start in number, and our teachers want to plan together with others near us."


def fill(number: int) -> None:
    load_editions()
    hub = factories.HubFactory(name="Hub 0", slug="hub-0")
    school = factories.SchoolFactory(name="Template Primary School", urn=100_000)
    person = factories.school_person(school, email="office@example.org")
    statement = " ".join((STATEMENT * 20).split()[:250])
    first = steps.filled(school, hub, person, statement=statement)
    schools = [factories.SchoolFactory.build(urn=100_001 + n, authority=school.authority) for n in range(number)]
    School.objects.bulk_create(schools)
    Application.objects.bulk_create(
        Application(
            reference=f"EOI-{n:05d}",
            school=school,
            project=first.project,
            hub=hub,
            started_by=person,
            started_email=person.email,
            answers=first.answers,
            version=first.version,
        )
        for n, school in enumerate(schools)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


if __name__ == "__main__":
    fill(int(sys.argv[1]))
