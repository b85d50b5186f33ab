"""`make run` ends everything it started, keeps its data, and says clearly why it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from django.conf import settings
from django.core.management.base import CommandError

from demo.management.commands.run_demo import read_port

pytestmark = pytest.mark.skipif(os.environ.get("DATABASE_URL", "") != "", reason="the demo's own SQLite file")


def environment(folder, port):
    return {**os.environ, "DEMO": "1", "VAR_DIR": str(folder), "PORT": str(port), "DATABASE_URL": "", "REDIS_URL": ""}


class Run:
    """One `run_demo` in a process of its own; `text` is what it printed so far."""

    def __init__(self, folder, port):
        self.printed = folder / "printed.txt"
        command = [sys.executable, "manage.py", "run_demo"]
        with self.printed.open("w") as file:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment(folder, port),
                stdout=file,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    @property
    def text(self) -> str:
        return self.printed.read_text()

    def wait_until_it_serves(self):
        deadline = time.monotonic() + 150
        while "Stop with Ctrl-C" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.2)

    def family(self) -> list[psutil.Process]:
        """All four of them: web and the worker it starts, celery and its beat."""
        deadline = time.monotonic() + 30
        while len(found := psutil.Process(self.process.pid).children(recursive=True)) < 4:
            assert time.monotonic() < deadline, found
            time.sleep(0.2)
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(folder, port):
    run = Run(folder, port)
    try:
        run.wait_until_it_serves()
        yield run
    finally:
        run.process.terminate()
        run.process.wait(30)


def runs(process) -> bool:
    """One that waits only to be counted by init has ended."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def all_ended(family, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while any(map(runs, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(runs, family))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_that_was_started(run, number, promise):
    family = run.family()
    promise.count = f"{len(family)} processes"
    with promise.control("no signal"):
        assert all_ended(family, seconds=0.5)
    run.process.send_signal(number)
    assert run.process.wait(30) == 0
    assert all_ended(family)
    assert "The data is kept" in run.text


def test_a_web_process_that_dies_ends_the_rest_with_its_last_words(run, promise):
    family = run.family()
    promise.count = f"{len(family)} processes"
    with promise.control("it lives"):
        assert all_ended(family, seconds=0.5)
    web = next(process for process in family if "granian" in " ".join(process.cmdline()))
    web.send_signal(signal.SIGKILL)
    assert run.process.wait(30) == 1
    assert "The web process ended by itself" in run.text
    assert all_ended(family)


def test_a_port_in_use_is_named_with_the_way_on(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        command = [sys.executable, "manage.py", "run_demo"]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment(folder, taken), capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 1
    assert f"make run PORT={taken + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "eighty", "0", "65536", "-1", "٣", "8" * 5000])
def test_a_port_that_is_no_port_is_named(text):
    with pytest.raises(CommandError, match="PORT is a number from 1 to 65535"):
        read_port(text)
