"""Serves the project as in production, asks two addresses in turn, and says how one compares with the other.

Both are served by the same kind of process in the same run. They are asked in alternating blocks, so that a
busy minute of the machine falls on both. Each block of ours is set against its neighbour of the other, and the
ratio is the median of theirs.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = 15
ASKED_PER_BLOCK = 20
SECRET_KEY = "only-for-measuring-" + "0123456789abcdef" * 4


class Server:
    """Granian with one worker process of four threads, on a database of its own; a context manager."""

    def __init__(self, database_url: str, cookies: dict[str, str] | None = None, **environment: str):
        self.port = _free_port()
        self.cookies = cookies or {}
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DEMO": "1",
            "SECRET_KEY": SECRET_KEY,
            "REDIS_URL": "",
            **environment,
        }

    def __enter__(self):
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
        command += ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--no-access-log", "--log-level", "error", "config.wsgi:application"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._wait()
        return self

    def __exit__(self, *error):
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait(self) -> None:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("The server did not start.") from None
                time.sleep(0.1)
        raise RuntimeError("The server did not answer within 20 seconds.")

    def cpu(self) -> float:
        """Seconds of processor time that the server's processes have used so far."""
        here = psutil.Process(self.process.pid)
        times = [process.cpu_times() for process in (here, *here.children(recursive=True))]
        return sum(each.user + each.system for each in times)

    def get(self, path: str, expect: int = 200) -> bytes:
        return self._ask("GET", path, expect=expect)[0]

    def post(self, path: str, fields: dict, expect: int = 302) -> str:
        """Send a form as the page's own button would, and return where the answer leads."""
        token = self.cookies.setdefault("csrftoken", "b" * 32)
        body = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True)
        return self._ask("POST", path, body, expect)[1]

    def _ask(self, method: str, path: str, body: str | None = None, expect: int = 200) -> tuple[bytes, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._answer(method, path, body, headers)
        content = answer.read()
        if answer.status != expect:
            raise RuntimeError(f"{method} {path} answered {answer.status}, not {expect}: {content[:300]!r}")
        return content, answer.headers.get("Location", "")

    def _answer(self, method: str, path: str, body: str | None, headers: dict):
        for last in (False, True):
            try:
                self.connection.request(method, path, body, headers)
                return self.connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):  # left idle while another database was filled
                self.connection.close()
                if last:
                    raise


@dataclass
class Side:
    """One of the two that are compared: what is asked, and of which server."""

    ask: Callable[[], object]
    server: Server

    def block(self, asked: int) -> tuple[float, float]:
        """Median latency, and processor time of the server per answer, in milliseconds."""
        before, times = self.server.cpu(), []
        for _ in range(asked):
            start = time.perf_counter()
            self.ask()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1000, (self.server.cpu() - before) * 1000 / asked


@dataclass
class Measure:
    """Milliseconds of ours and of the other, as latency and as the server's processor time."""

    ours: float
    other: float
    ours_cpu: float
    other_cpu: float
    ratio: float


def compare(ours: Side, other: Side, *, blocks: int = BLOCKS, asked: int = ASKED_PER_BLOCK) -> Measure:
    """Ask both in alternating blocks, after one block each to warm up."""
    for side in (ours, other):
        side.block(asked)
    found: dict[str, list] = {"ours": [], "other": []}
    for number in range(blocks):
        turn = [("ours", ours), ("other", other)]
        for name, side in turn if number % 2 else reversed(turn):
            found[name].append(side.block(asked))
    medians = [statistics.median(row[column] for row in found[name]) for column in (0, 1) for name in found]
    pairs = zip(found["ours"], found["other"], strict=True)
    return Measure(*medians, ratio=statistics.median(mine[0] / theirs[0] for mine, theirs in pairs))


def report(name: str, measure: Measure, goal: str) -> None:
    """The measure's line; what it is made of goes to stderr."""
    print(f"{name}\t{measure.ratio:.2f}\t{goal}", flush=True)
    print(
        f"    {measure.ours:.2f} ms beside {measure.other:.2f} ms; "
        f"processor {measure.ours_cpu:.2f} ms beside {measure.other_cpu:.2f} ms",
        file=sys.stderr,
        flush=True,
    )


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]
