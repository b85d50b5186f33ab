"""Real processes of the house, each started here, known by its id, and ended by it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import redis
from django.conf import settings
from django.db import connection

GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


def address_of_the_database() -> str:
    """The test's own database, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true: Callable, what: str, seconds: float = 30):
    """Ask every few hundredths of a second; a promise has its own limit, this one only ends a test that hangs."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, what
        time.sleep(0.03)
    return found


class Started:
    """A program with everything that it starts itself."""

    def __init__(self, command: list[str], log: Path, env: dict[str, str] | None = None):
        self.log = log
        with log.open("ab") as file:
            self.before = file.tell()  # what another of its name said
            self.process = psutil.Popen(
                command,
                cwd=settings.BASE_DIR,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self.seen: set[psutil.Process] = set()

    @property
    def children(self) -> list[psutil.Process]:
        with suppress(*GONE):
            self.seen.update(self.process.children(recursive=True))
        return [child for child in self.seen if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]

    def kill(self):
        """At once, and its children with it; nothing can be tidied up."""
        for process in [self.process, *self.children]:
            with suppress(*GONE):
                process.kill()
        self.process.wait()

    def says(self, words: str) -> bool:
        said = self.log.read_bytes()[self.before :].decode(errors="replace")
        assert self.process.is_running(), said[-3000:]
        return words in said


def house(folder: Path, *command: str, log: str, sink=None, redis_url: str = "") -> Started:
    """`python -m <command>` with this test's database, mail server and Redis; `tests.faults.inside` is what it runs."""
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": address_of_the_database(),
        "REDIS_URL": redis_url,
        "VAR_DIR": str(folder),
        "DEMO": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port if sink else 1),
    }
    return Started([sys.executable, "-m", *command], folder / log, env)


def worker(folder: Path, name: str, **more) -> Started:
    """As in production: a parent and two children."""
    options = ["--concurrency", "2", "--loglevel", "INFO", "--hostname", f"{name}@here"]
    return house(folder, "celery", "-A", "tests.faults.inside", "worker", *options, log=f"{name}.log", **more)


def beat(folder: Path, **more) -> Started:
    options = ["--schedule", str(folder / "schedule"), "--pidfile", "", "--loglevel", "INFO"]
    return house(folder, "celery", "-A", "tests.faults.inside", "beat", *options, log="beat.log", **more)


class Redis:
    """A server of the test's own, so that stopping and emptying it is nobody else's loss."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.client = redis.Redis(port=self.port)
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.started = Started(["redis-server", *options], self.folder / "redis.log")
        wait_until(self.answers, "Redis does not answer")

    def answers(self) -> bool:
        with suppress(redis.RedisError):
            return self.client.ping()
        return False
