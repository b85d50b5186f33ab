"""The broker is only a hint: refused or frozen, it neither fails a request nor makes it wait."""

import socket
import threading
import time

import pytest
from celery import Celery, current_app
from kombu.exceptions import OperationalError

from config.celery import app
from journal import hints


@pytest.fixture(autouse=True)
def publisher_of_its_own(monkeypatch):
    """The publisher of the test before may still hang on its broker."""
    monkeypatch.setattr(hints, "_publisher", None)
    monkeypatch.setattr(hints, "_bell", threading.Event())


@pytest.fixture
def broker(monkeypatch):
    """Hints go to another broker for one test: `broker(port)`, with the short timeouts of production."""

    def use(port):
        elsewhere = Celery("elsewhere", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
        elsewhere.conf.task_publish_retry = app.conf.task_publish_retry
        elsewhere.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        monkeypatch.setattr(hints, "current_app", elsewhere)

    return use


@pytest.fixture
def frozen_port():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def seconds(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def test_a_broker_that_refuses_is_a_warning_and_not_an_error(monkeypatch, caplog):
    def refuse(name):
        raise OperationalError("Connection refused")

    monkeypatch.setattr(hints.current_app, "send_task", refuse)

    assert hints.publish() is False
    assert "no hint sent to the broker: OperationalError" in caplog.text


def test_a_frozen_broker_holds_the_publisher_for_seconds_at_most(broker, frozen_port):
    broker(frozen_port)
    taken = []

    # Here is the wait that no request may have: the control of the test below.
    assert 1 < seconds(lambda: taken.append(hints.publish())) < 8
    assert taken == [False]


@pytest.mark.parametrize("state", ["frozen", "closed"])
def test_a_request_that_rings_does_not_wait_for_the_broker(broker, state, request):
    broker(request.getfixturevalue(f"{state}_port"))

    assert seconds(lambda: [hints.ring() for _ in range(100)]) < 1  # for one of which the publisher waits longer


def test_a_ring_becomes_a_hint_from_whatever_thread(monkeypatch):
    sent = threading.Event()
    monkeypatch.setattr(current_app, "send_task", lambda name: sent.set() if name == hints.TASK else None)

    threading.Thread(target=hints.ring).start()
    assert sent.wait(5)


def test_hints_and_the_beat_name_tasks_that_exist():
    app.loader.import_default_modules()  # as a worker does when it starts
    assert {hints.TASK, *(entry["task"] for entry in app.conf.beat_schedule.values())} <= set(app.tasks)


def test_the_beat_looks_although_no_hint_came():
    swept = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}

    assert swept[hints.TASK] <= 5


def test_a_worker_asks_for_a_broker_that_is_away_every_second_and_for_ever(closed_port):
    pauses = []

    def note(error, pause):
        pauses.append(pause)
        if len(pauses) == 3:
            raise SystemExit

    lost = app.connection_for_read(f"redis://127.0.0.1:{closed_port}/0")
    with pytest.raises(SystemExit):
        lost.ensure_connection(note, app.conf.broker_connection_max_retries)
    assert (set(pauses), app.conf.broker_connection_max_retries) == ({1}, None)
