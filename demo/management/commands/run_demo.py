"""`make run`: the whole system on one machine, for as long as nobody presses Ctrl-C."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from demo import people

SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Child:
    """One program we started. It has a session of its own, so Ctrl-C reaches it only through us."""

    def __init__(self, name: str, *arguments: str):
        self.name = name
        self.log = settings.VAR_DIR / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-25:])

    def ask_to_stop(self):
        if not self.has_ended:
            self.process.terminate()

    def wait_until_stopped(self, deadline: float):
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        if self.process.returncode != 0:  # hangs, or died and left what it had started: all that is in its own group
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Command(BaseCommand):
    help = "Serve the demo: web pages and background jobs, with made-up data, until Ctrl-C."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This serves made-up people with printed passwords: set DEMO=1, or use `make run`.")
        host, port = os.environ.get("HOST", "127.0.0.1"), read_port(os.environ.get("PORT", "8000"))
        with only_one_here(settings.VAR_DIR / "run.lock"):
            refuse_a_taken_port(host, port)
            try:
                self.prepare()
            except KeyboardInterrupt:
                raise CommandError("Stopped before the data was ready; the next run starts it again.") from None
            self.serve(host, port)

    def prepare(self):
        """Bring the tables up to date, and make the demo's data where there is none."""
        self.say("Preparing the database")
        call_command("migrate", verbosity=0)
        call_command("load_programme", stdout=StringIO())  # it reports, which is nothing to a newcomer
        if not User.objects.exists():
            self.say("Making up the demo's schools, people and applications (once)")
            with transaction.atomic():  # half a demo would never be completed
                call_command("seed_demo", verbosity=0)

    def serve(self, host: str, port: int):
        asked_to_stop = threading.Event()
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: asked_to_stop.set())
        children = []
        try:
            children += [Child("web", *web(host, port)), Child("worker", *worker())]
            self.wait_for_answer(f"http://{host}:{port}/healthz", children, asked_to_stop)
            if not asked_to_stop.is_set():
                self.welcome(port)
            while not asked_to_stop.wait(0.5):
                complain_if_ended(children)
        finally:
            self.say("Stopping")
            stop(children)
        self.say("Stopped. The data is kept for next time.")

    def wait_for_answer(self, address: str, children: list[Child], asked_to_stop: threading.Event):
        deadline = time.monotonic() + SECONDS_TO_START
        while not asked_to_stop.wait(0.1):
            complain_if_ended(children)
            try:
                urllib.request.urlopen(address, timeout=2).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise CommandError(f"No answer in {SECONDS_TO_START} seconds. Look at {children[0].log}") from None

    def welcome(self, port: int):
        rows = [("Who", "Email", "Password"), *people.sign_ins()]
        widths = [max(len(str(row[column])) for row in rows) for column in range(3)]
        self.say("")
        for row in rows:
            cells = [str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.say("  " + "  ".join(cells).rstrip())
        self.say(f"\nMaths Hubs is at    http://localhost:{port}")
        self.say(f"Its mail is read at http://localhost:{port}/demo/mail/ (nothing leaves this machine)")
        self.say(f"Logs and data are in {settings.VAR_DIR}. Stop with Ctrl-C.")

    def say(self, words: str):
        self.stdout.write(words)
        self.stdout.flush()


def web(host: str, port: int) -> list[str]:
    options = ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    return ["granian", "--interface", "wsgi", "--no-ws", *options, "config.wsgi:application"]


def worker() -> list[str]:
    schedule = str(settings.VAR_DIR / "beat-schedule")
    return ["celery", "-A", "config", "worker", "-B", "-P", "solo", "-s", schedule, "--loglevel", "INFO"]


def stop(children: list[Child]):
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        child.wait_until_stopped(deadline)


def complain_if_ended(children: list[Child]):
    for child in children:
        if child.has_ended:
            raise CommandError(f"The {child.name} process ended by itself. Its last words:\n{child.last_words}")


def read_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise CommandError(f"PORT is a number from 1 to 65535, like 8001, not “{text[:20]}”.")
    return int(text)


def refuse_a_taken_port(host: str, port: int):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another: make run PORT={port + 1}"
            ) from None


@contextmanager
def only_one_here(path: Path):
    """Two at once on the same data would run every scheduled job twice."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("`make run` is already running in this folder.") from None
        yield
