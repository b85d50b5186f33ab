"""PostgreSQL cuts connections (a restart, a failover): the next request is served on a new one."""

import psycopg
import pytest
from django.db import connection

from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connections to cut"),
]


def cut_every_connection() -> int:
    """What an administrator's pg_terminate_backend does to all others; how many there were."""
    ours = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: ours[name] for name in names if ours.get(name)}) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return len(other.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall())


def end_of_request():
    """The test client keeps its connection from one request to the next; a server gives it back."""
    connection.close()


def test_a_connection_that_was_cut_between_requests_is_replaced_unseen(client):
    school = factories.SchoolFactory()
    assert client.get("/schools/", {"q": str(school.urn)}).status_code == 200
    end_of_request()
    assert cut_every_connection() >= 1
    assert client.get("/readyz").json()["database"] == "ok"
    assert client.get("/schools/", {"q": str(school.urn)}).status_code == 200


def test_a_request_whose_connection_is_cut_fails_alone(client):
    client.raise_request_exception = False
    school = factories.SchoolFactory()
    assert cut_every_connection() >= 1
    assert client.get("/schools/", {"q": str(school.urn)}).status_code in (200, 500)
    end_of_request()
    assert client.get("/schools/", {"q": str(school.urn)}).status_code == 200
