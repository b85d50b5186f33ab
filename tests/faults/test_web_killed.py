"""The web server dies while schools send: no application without its receipt, no receipt without its application."""

import http.client
import random
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from applications.models import Application
from journal.models import Email
from tests import factories, steps
from tests.faults.processes import free_port, house, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 3
PEOPLE = 4
TOKEN = "t" * 32
LOST = (OSError, http.client.HTTPException)


class Web:
    """The web process as `make run` starts it, on a port of its own."""

    def __init__(self, folder, cookies: str):
        self.port, self.cookies = free_port(), cookies
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", str(PEOPLE)]
        command = ["granian", "--interface", "wsgi", "--no-ws", *options, "tests.faults.inside:application"]
        self.started = house(folder, *command, log=f"web-{self.port}.log")

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
            return answer.status == 200
        return False

    def send(self, reference: str) -> int:
        """The status of the answer to one submit; 0 when there was none."""
        here = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Cookie": self.cookies, "X-CSRFToken": TOKEN}
            here.request("POST", reverse("apply:submit", args=[reference]), headers=headers)
            return here.getresponse().status
        except LOST:
            return 0
        finally:
            here.close()


@pytest.fixture
def references(readiness, glow, bob):
    """Forms of Bob's many schools, filled in and not sent."""
    found = deque()
    for _ in range(40):
        school = factories.SchoolFactory()
        factories.school_role(bob, school)
        found.append(steps.filled(school, glow, bob).reference)
    return found


@pytest.fixture
def start(tmp_path, bob):
    client = Client()
    client.force_login(bob, backend="accounts.backends.RoleBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    webs = []

    def start() -> Web:
        webs.append(Web(tmp_path, cookies))
        return webs[-1]

    yield start
    for web in webs:
        web.started.kill()


@contextmanager
def people_who_send(web, references, answered: set):
    """Four at once, one form after the other, until nothing answers; what had no answer is sent again by and by."""

    def send_on():
        while references:
            reference = references.popleft()
            status = web.send(reference)
            if status == 302:
                answered.add(reference)
                continue
            references.append(reference)
            assert status == 0, status
            return

    with ThreadPoolExecutor(PEOPLE) as pool:
        sending = [pool.submit(send_on) for _ in range(PEOPLE)]
        yield
    for one in sending:
        one.result()


def sent() -> set[str]:
    return {str(key) for key in Application.objects.exclude(submitted=None).values_list("pk", flat=True)}


def pairs_are_whole():
    receipts = Email.objects.filter(template="applications/received")
    assert set(receipts.values_list("subject_key", flat=True)) == sent()


def test_no_application_without_its_receipt_when_the_web_server_dies(references, start, promise, tmp_path):
    answered, following = set(), start()
    for _ in range(KILLS):
        web, following = following, start()
        wait_until(web.answers, "the web server does not start", 60)
        with people_who_send(web, references, answered):
            enough = len(answered) + random.randint(1, 6)
            wait_until(lambda enough=enough: len(answered) >= enough, "nobody is answered")
            time.sleep(random.uniform(0, 0.1))
            web.started.kill()
        pairs_are_whole()
    acknowledged = Application.objects.filter(reference__in=answered)
    assert acknowledged.exclude(submitted=None).count() == len(answered)
    unanswered = len(sent()) - len(answered)
    promise.count = f"{len(sent())} sent, {KILLS} kills, {unanswered} sent without an answer"

    wait_until(following.answers, "the web server does not start", 60)
    (tmp_path / "transaction off").touch()
    before = sent()
    with people_who_send(following, references, answered):
        wait_until(lambda: sent() > before, "nothing is sent")
        following.started.kill()
    with promise.control("the receipt is queued after the transaction"):
        pairs_are_whole()
