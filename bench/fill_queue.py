"""Fills an empty database with N applications in H hubs, as the queue meets them; prints nothing.

The first is sent through the verbs, with a statement of 250 words, so that rows are as large as real ones.
"""

import sys
from contextlib import contextmanager

import django

django.setup()

from django.db import connection  # noqa: E402

from accounts.models import User  # noqa: E402
from applications.models import Application, CriterionClaim  # noqa: E402
from hubs.models import Hub  # noqa: E402
from schools.models import LocalAuthority, School  # noqa: E402
from tests import factories, steps  # noqa: E402
from workgroups.models import Place, Project, WorkGroup  # noqa: E402
from workgroups.shipped import load_editions  # noqa: E402

TOWNS = "array['Ashford','Barrow','Cheltenham','Derby','Exeter','Fareham','Gloucester','Hull','Ilford','Jarrow']"
NAMES = "array['St Mary''s','Holy Trinity','Oak Lane','Elm Road','Riverside','Hillside','Meadow','Park','Abbey','Mill']"
WORDS = "We would like to take part because our pupils need a surer start in number and our teachers plan together."


def copy(model, number: int, source: int, **own: str) -> None:
    """`number` more rows like that of key `source`; `own` are SQL expressions over n, from 1 on."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(own.get(field.name, f'source."{field.column}"') for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} source, generate_series(1, {number}) n "
            f"WHERE source.id = {source}"
        )


@contextmanager
def in_bulk(model):
    """Rows come in without the table's indexes, which are made again at the end, and without asking for each parent."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, table],
        )
        indexes = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("RESET ALL")


def first_application(hub: Hub) -> Application:
    for n in range(3):
        factories.hub_person(hub, email=f"lead{n}@example.org", last_name=f"Lead{n}")
    school = factories.SchoolFactory(name="Template Primary School", urn=100_000)
    statement = " ".join((WORDS * 20).split()[:250])
    return steps.sent(school, hub, factories.UserFactory(), statement=statement)


def fill(number: int, hubs: int) -> None:
    load_editions()
    hub_keys = [factories.HubFactory(name=f"Hub {n}", slug=f"hub-{n}").pk for n in range(hubs)]
    assert hub_keys == list(range(hub_keys[0], hub_keys[0] + hubs))
    first = first_application(Hub.objects.get(pk=hub_keys[0]))
    projects = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    authorities = [factories.LocalAuthorityFactory(code=str(200 + n), name=f"Authority {n}").pk for n in range(10)]
    copy(
        School,
        number // len(projects) + 1,
        first.school_id,
        urn="100000 + n",
        name=f"({NAMES})[1 + n % 10] || ' School ' || ({TOWNS})[1 + n / 10 % 10] || ' ' || n",
        authority=f"(array{authorities})[1 + n % 10]",
        search_text="'school ' || n",
        ukprn="''",
        establishment_number="''",
    )
    with in_bulk(Application):
        _copy_applications(first, number - 1, hub_keys, projects)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _copy_applications(first: Application, number: int, hubs: list[int], projects: list[int]) -> None:
    """Two in ten new, one in review, five placed, two declined; over ten months, four a minute at most."""
    school = School.objects.get(urn=100_001).pk
    owners = list(User.objects.filter(email__startswith="lead").values_list("pk", flat=True))
    group = WorkGroup.objects.create(hub_id=hubs[0], project_id=projects[0], name="All", capacity=1)
    seat = Place.objects.create(group=group, school_id=first.school_id, project_id=projects[0])
    spread = f"{school} + n / {len(projects)}", f"(array{projects})[1 + n % {len(projects)}]"
    copy(Place, number, seat.pk, school=spread[0], project=spread[1])
    # A state is one of ten, taken from another digit than the project, so that each project has them all.
    state = "(n / 5 % 10)"
    copy(
        Application,
        number,
        first.pk,
        reference="'EOI-' || n",
        school=spread[0],
        project=spread[1],
        hub=f"{hubs[0]} + n / 50 % {len(hubs)}",
        owner=f"CASE WHEN {state} < 2 THEN NULL ELSE (array{owners})[1 + n % {len(owners)}] END",
        status=f"(array['submitted','submitted','in_review','placed','placed','placed','placed','placed',"
        f"'declined','declined'])[1 + {state}]",
        place=f"CASE WHEN {state} BETWEEN 3 AND 7 THEN {seat.pk} + n END",
        decline_reason=f"CASE WHEN {state} > 7 THEN 'There are no places left this year.' ELSE '' END",
        submitted=f"now() - n * interval '{300 * 86400 / (number + 1):.3f} seconds'",
        decided=f"CASE WHEN {state} > 2 THEN now() END",
        outcome="(array['eligible','eligible','eligible','judge','not_eligible'])[1 + n / 7 % 5]",
        **_as_its_school("n"),
    )
    criterion = first.project.criteria.first()
    claims, applications = CriterionClaim._meta.db_table, Application._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {claims} (application_id, criterion_id, evidence) "
            f"SELECT id, {criterion.pk}, 'Our own figures show it.' FROM {applications} WHERE id > {first.pk}"
        )


def _as_its_school(n: str) -> dict[str, str]:
    """Name, authority and words to search by; each application has words of its own, as people's names are."""
    authorities = list(LocalAuthority.objects.filter(code__startswith="20").order_by("pk").values_list("pk", flat=True))
    school = f"({n} / 5 + 1)"
    name = f"({NAMES})[1 + {school} % 10] || ' School ' || ({TOWNS})[1 + {school} / 10 % 10] || ' ' || {school}"
    return {
        "school_name": name,
        "authority": f"(array{authorities})[1 + {school} % 10]",
        "search_text": f"replace(lower({name}), '''', '') || ' eoi ' || {n} || ' ' || substr(md5({n}::text), 1, 8)",
    }


if __name__ == "__main__":
    fill(int(sys.argv[1]), int(sys.argv[2]))
