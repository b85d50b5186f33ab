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
        monkeypatch.setattr(hints, "current_app", elsewhere)
        yield


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
    client, ash_lane, glow, bob, readiness, broker_away, monkeypatch, mailoutbox
):
    seconds_to_send(client, ash_lane, glow, bob)  # templates are read once
    assert seconds_to_send(client, ash_lane, glow, bob) < 0.5
    # The control: a hint given inside the request holds it.
    monkeypatch.setattr(hints, "ring", hints.publish)
    assert seconds_to_send(client, ash_lane, glow, bob) > 0.9

    assert outbox.send_batch() == Email.objects.count() == 3
