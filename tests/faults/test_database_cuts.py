"""The database ends our connections, as a restart or a failover does: the next request is served on a new one."""

import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.db import connection

from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connections to lose"),
]


THREADS = 6


def ask(live_server) -> int:
    """The status of a page that asks the database."""
    try:
        with urllib.request.urlopen(f"{live_server.url}/", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def fill_the_pool() -> None:
    """As many connections as a busy web process has: one for each of its threads."""
    all_there = threading.Barrier(THREADS)

    def hold_one():
        connection.ensure_connection()
        all_there.wait(10)
        connection.close()

    threads = [threading.Thread(target=hold_one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cut_every_connection() -> int:
    """What an administrator's pg_terminate_backend does to all others; how many there were."""
    ours = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: ours[name] for name in names if ours.get(name)}) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return len(other.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall())


def end_of_request():
    """A server gives the connection back; the test client keeps it from one request to the next."""
    connection.close()


@contextmanager
def unchecked_connections():
    """Connections are taken from the pool without a look at them."""
    connection.close_pool()
    connection.settings_dict["CONN_HEALTH_CHECKS"] = False
    try:
        yield
    finally:
        connection.settings_dict["CONN_HEALTH_CHECKS"] = True
        with suppress(Exception):
            connection.close()
        connection.close_pool()


def test_pages_go_on_after_the_database_ended_all_connections(live_server, promise):
    assert ask(live_server) == 200
    for _ in range(3):
        end_of_request()
        fill_the_pool()
        assert cut_every_connection() >= THREADS
        begun = time.monotonic()
        assert ask(live_server) == 200
        assert time.monotonic() - begun < 3
    promise.count = f"3 times all of {THREADS} connections"
    with unchecked_connections():
        assert ask(live_server) == 200
        assert cut_every_connection() > 0
        with promise.control("connections are not looked at"):
            assert ask(live_server) == 200


def test_a_request_whose_connection_is_cut_fails_alone(client, promise):
    client.raise_request_exception = False
    school = factories.SchoolFactory()

    def status() -> int:
        return client.get("/schools/", {"q": str(school.urn)}).status_code

    assert cut_every_connection() >= 1
    assert status() in (200, 500)
    with promise.control("the next request has the same connection"):
        assert status() == 200
    end_of_request()
    assert status() == 200
