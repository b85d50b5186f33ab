"""The database ends our connections between two requests, as a restart does: no person sees an error."""

import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest
from django.db import connection

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


def end_all_connections() -> int:
    """Every connection to this database but the one that asks for it; how many there were."""
    psycopg = connection.Database
    connection.close()
    fill_the_pool()
    here = connection.settings_dict
    where = {"host": here["HOST"], "port": here["PORT"] or 5432, "user": here["USER"], "password": here["PASSWORD"]}
    with psycopg.connect(dbname=here["NAME"], **where) as other:
        ended = other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return len(ended.fetchall())


@pytest.fixture
def unchecked_connections():
    """The control: connections are taken from the pool without a look at them."""
    connection.close_pool()
    connection.settings_dict["CONN_HEALTH_CHECKS"] = False
    yield
    connection.settings_dict["CONN_HEALTH_CHECKS"] = True
    with suppress(Exception):
        connection.close()
    connection.close_pool()


def test_pages_go_on_after_the_database_ended_all_connections(live_server):
    assert ask(live_server) == 200
    for _ in range(3):
        assert end_all_connections() >= THREADS
        begun = time.monotonic()
        assert ask(live_server) == 200
        assert time.monotonic() - begun < 3


def test_the_control_without_health_checks_shows_an_error(live_server, unchecked_connections):
    assert ask(live_server) == 200
    assert end_all_connections() > 0
    assert ask(live_server) == 500
