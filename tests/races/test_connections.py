"""More people than connections: they wait for their turn, and nobody is sent away."""

import http.client
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from applications.models import Application
from tests import factories, steps
from tests.faults.processes import free_port, house, wait_until
from tests.races.clients import PATIENT, Browser, pool_of, seen
from tests.races.clients import house as handler_of_the_house

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, CONNECTIONS = 32, 8
TOKEN = "t" * 32
# As in the Dockerfile: what waits beyond the threads waits in front of them.
SERVER = (
    "granian",
    "--interface",
    "wsgi",
    "--no-ws",
    "--host",
    "127.0.0.1",
    "--workers",
    "2",
    "--blocking-threads",
    "4",
)


@pytest.fixture
def asking(glow, readiness) -> tuple[list[Browser], list[str], list[dict]]:
    """People, what each asks for, and with which words: all for the one seat of a group."""
    handler = handler_of_the_house()
    people = [Browser(factories.hub_person(glow), handler) for _ in range(PEOPLE)]
    sent = [steps.sent(factories.SchoolFactory(), glow, browser.person) for browser in people]
    group = steps.group_of(sent[0], 1)
    sent = Application.objects.filter(pk__in=[one.pk for one in sent])
    paths = [f"/desk/glow/applications/{one.reference}/place/" for one in sent]
    return people, paths, [{"group": group.pk, **seen(one)} for one in sent]


def one_is_placed_and_all_are_answered(answers: list) -> None:
    assert Counter(answers) == {302: 1, 409: PEOPLE - 1}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no pool of connections")
def test_requests_wait_for_one_of_eight_connections(asking, promise):
    def all_taken(patience: float) -> list:
        """They ask while every connection is in use, and those are given back when all wait, or have given up."""
        with pool_of(CONNECTIONS), ThreadPoolExecutor(PEOPLE) as threads:
            connection.ensure_connection()  # the first one opens the pool
            connection.close()
            pool = connection.pool
            taken = [pool.getconn(timeout=PATIENT) for _ in range(CONNECTIONS)]
            pool.timeout = patience
            asked = [threads.submit(browser.post, path, words) for browser, path, words in zip(*asking, strict=True)]
            all_wait = lambda: pool.get_stats()["requests_waiting"] == PEOPLE or all(one.done() for one in asked)  # noqa: E731
            wait_until(all_wait, "they neither wait nor give up", PATIENT)
            for one in taken:
                pool.putconn(one)
            return [one.result().status_code for one in asked]

    promise.count = f"{PEOPLE} requests, {CONNECTIONS} connections"
    one_is_placed_and_all_are_answered(all_taken(PATIENT))
    with promise.control("without patience"):
        one_is_placed_and_all_are_answered(all_taken(0.01))


def answers(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return answer.status == 200
    return False


@pytest.fixture
def web(tmp_path):
    port = free_port()
    started = house(tmp_path, *SERVER, "--port", str(port), "config.wsgi:application", log="web.log")
    wait_until(lambda: answers(port), "the web server does not start", PATIENT)
    yield port
    started.kill()


def test_a_web_server_takes_thirty_two_at_once(asking, web):
    """In production nobody waits for a connection at all: a process has fewer threads than connections."""

    def ask(browser: Browser, path: str, words: dict) -> int:
        here = http.client.HTTPConnection("127.0.0.1", web, timeout=PATIENT)
        cookies = f"{browser.cookies.output(header='', attrs=[]).strip()}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        here.request("POST", path, urlencode(words), headers)
        return here.getresponse().status

    with ThreadPoolExecutor(PEOPLE) as threads:
        one_is_placed_and_all_are_answered(list(threads.map(ask, *asking)))
