"""Made-up bodies against every page of every form: none breaks it, and nothing typed is lost.

A few hundred when run alone. The two lanes of tests send 10,000 together, other ones on each database.
"""

import logging
import os
import zlib

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.urls import reverse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from applications import spec
from applications.models import Application
from tests import factories, steps
from tests.applications.generated_bodies import NASTY, Browser, bodies, controls, good_answers, lost, urlencoded
from workgroups.models import Project

KINDS = list(Project.Kind)
A_KIND = int(os.environ.get("BODIES", "300")) // len(KINDS)
BEGIN = max(A_KIND // 10, 1)  # of them to the page before the form
MANY = settings(deadline=None, database=None, derandomize=False, suppress_health_check=list(HealthCheck))

pytestmark = pytest.mark.one_database("sqlite", "postgresql")  # each makes its share of the bodies


@pytest.fixture
def begun(ash_lane, glow, bob, editions):
    return lambda kind: steps.draft(ash_lane, glow, bob, factories.project(kind))


@pytest.fixture
def browser(client, bob):
    client.force_login(bob)
    request_started.disconnect(close_old_connections)  # they hold the test's transaction
    request_finished.disconnect(close_old_connections)
    logging.disable(logging.CRITICAL)
    yield Browser(client)
    logging.disable(logging.NOTSET)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def others_each(kind: str):
    """The same bodies each time, but of each database and kind others."""
    return seed(zlib.crc32(f"{connection.vendor} {kind}".encode()))


def kept(draft) -> dict:
    return Application.objects.values_list("answers", flat=True).get(pk=draft.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_no_body_breaks_a_page_and_nothing_typed_is_lost(begun, browser, kind):
    draft = begun(kind)
    answers = steps.complete_answers(draft)
    pages = [
        (page, reverse("apply:page", args=[draft.reference, section.slug, page.slug]))
        for section, page in spec.form_for(draft.project).pages()
    ]
    bodies_of = {page.slug: bodies(controls(page), good_answers(page, answers)) for page, _ in pages}
    answered = [kept(draft)]

    @others_each(kind)
    @settings(MANY, max_examples=A_KIND - BEGIN)
    @given(data=st.data())
    def send(data):
        page, path = data.draw(st.sampled_from(pages))
        body = data.draw(bodies_of[page.slug])
        status, html = browser.post(path, body)
        before, after = answered.pop(), kept(draft)
        answered.append(after)
        assert status in (200, 302, 400, 415), (page.slug, status)
        assert status == 302 or after == before
        assert lost(page, body, status, html, after) == []

    send()


@pytest.mark.parametrize("kind", KINDS)
def test_no_body_breaks_the_page_before_the_form(begun, browser, kind):
    draft = begun(kind)
    path = reverse("apply:begin", args=[draft.school.urn])
    choice = [("hub", draft.hub.slug), ("project", draft.project.code)]

    @others_each(kind)
    @settings(MANY, max_examples=BEGIN)
    @given(body=bodies(["hub", "project", "next", *NASTY[5:8]], choice))
    def send(body):
        status, _ = browser.post(path, body)
        assert status in (200, 302, 400, 409, 415)

    send()


def test_the_watch_sees_what_is_lost(begun):
    page = spec.form_for(begun("readiness").project).page("people", "you")
    body = urlencoded([("first_name", "Ann <3"), ("last_name", "Lee")])
    assert lost(page, body, 302, "", {"first_name": "Ann <3"}) == ["last_name"]
    assert lost(page, body, 200, '<input value="Lee">', {}) == ["first_name"]
    assert lost(page, body, 200, '<input value="Lee"> Ann &lt;3', {}) == []
