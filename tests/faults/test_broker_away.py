"""A school sends its application while the broker is away: the answer comes as fast, and the receipt is not lost."""

import socket
import time

import pytest
from celery import Celery
from django.urls import reverse

from applications.models import Application
from config.celery import app
from journal import hints, outbox
from journal.models import Email
from tests import steps

pytestmark = pytest.mark.django_db(transaction=True)

WAIT = 2  # seconds; publishing to such a broker takes four or more, seldom less


@pytest.fixture(params=["frozen", "refusing"])
def broker_away(request, monkeypatch):
    """Takes connections and never answers; or refuses them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if request.param == "refusing":
            server.close()
        elsewhere = Celery("elsewhere", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
        elsewhere.conf.task_publish_retry = app.conf.task_publish_retry
        elsewhere.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        yield lambda: monkeypatch.setattr(hints, "current_app", elsewhere)


def seconds_to_send(client, school, hub, by) -> float:
    Application.objects.all().delete()
    draft = steps.filled(school, hub, by)
    client.force_login(by)
    begun = time.perf_counter()
    answer = client.post(reverse("apply:submit", args=[draft.reference]))
    took = time.perf_counter() - begun
    assert answer.status_code == 302
    assert Application.objects.get().status == "submitted"
    return took


def test_sending_does_not_wait_for_a_broker_that_is_away(
    client, ash_lane, glow, bob, readiness, broker_away, monkeypatch, mailoutbox, promise
):
    monkeypatch.setattr(hints, "ring", lambda *task: None)
    seconds_to_send(client, ash_lane, glow, bob)  # templates are read once
    usual = seconds_to_send(client, ash_lane, glow, bob)
    monkeypatch.undo()
    broker_away()
    assert seconds_to_send(client, ash_lane, glow, bob) - usual < WAIT
    promise.count = "beside the same without hints"

    # One hint is enough for the control; a second is given only where the library was quick to give up.
    begun = []

    def inside(*task):
        begun.append(time.perf_counter())
        if begun[-1] - begun[0] < WAIT:
            hints.publish()

    monkeypatch.setattr(hints, "ring", inside)
    with promise.control("the hint is given inside the request"):
        assert seconds_to_send(client, ash_lane, glow, bob) - usual < WAIT

    assert outbox.send_batch() == Email.objects.count() == 4
