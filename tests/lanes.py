"""`make test`: every check in its own lane, one line a lane, the whole output of what failed.

    python tests/lanes.py                every lane
    python tests/lanes.py lint sqlite    these alone; `races` and `faults` name two lanes each

Where the races are named they are run in full; among all lanes the long ones are shorter (`tests/races/length.py`).

A lane whose service or browser is missing is left out with the reason; with CI=true that fails.
PostgreSQL is DATABASE_URL or 127.0.0.1:5432 (user postgres), Redis is REDIS_URL or 127.0.0.1:6379.
Only the standard library is used here; the lanes run with the Python that runs this.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SECONDS_A_LANE = 1800
AT_ONCE = 3  # on two cores: a browser waits as much as it works
RUNNING: set[subprocess.Popen] = set()
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
MANAGE = (sys.executable, "manage.py")
PYTEST = (sys.executable, "-m", "pytest", "--tb=short", "-p", "no:cacheprovider")
NOT_HERE = tuple(f"--ignore=tests/{name}" for name in ("journeys", "races", "faults", "repository"))

ONE_MACHINE = {"DEMO": "1", "DATABASE_URL": "", "REDIS_URL": ""}
# Bodies are generated ones, sent to the forms: `BODIES=5000 make test` sends 10,000 in both together, which takes a
# minute more than a build machine has. The longest walks are made on one of the two.
ON_SQLITE = {"BODIES": os.environ.get("BODIES", "3000"), "LANE_DATABASE": "sqlite"}
ON_POSTGRESQL = {"BODIES": os.environ.get("BODIES", "1000"), "LANE_DATABASE": "postgresql"}
PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "hubs.example.org",
    "SITE_URL": "https://hubs.example.org",
    "DATABASE_URL": "postgres://hubs@127.0.0.1/hubs",
    "REDIS_URL": "redis://127.0.0.1/0",
}


@dataclass
class Lane:
    name: str
    title: str
    commands: list[tuple[str, ...]]
    env: dict[str, str] = field(default_factory=lambda: ONE_MACHINE)
    missing: str = ""  # why it cannot run here
    last: bool = False  # crowds the machine: run when the others have ended, beside its like on the other database


@dataclass
class Result:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""
    notes: list[str] = field(default_factory=list)  # what a test wants said even when all is well
    seconds: float = 0

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


# --- What this machine has --------------------------------------------------------------------------


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def postgresql() -> tuple[str, str]:
    """Address of a server to test on, or the reason there is none. A checkout has a test database of its own."""
    given = os.environ.get("DATABASE_URL", "")
    name = f"hubs_{zlib.crc32(str(ROOT).encode()):08x}"
    address = given if given.startswith("postgres") else f"postgres://postgres@127.0.0.1:5432/{name}"
    if address != given and not listens(5432):
        return "", "no PostgreSQL: set DATABASE_URL, or start one on 127.0.0.1:5432"
    server = address if address == given else address.rsplit("/", 1)[0] + "/postgres"
    probe = f"import psycopg; psycopg.connect({server!r}, connect_timeout=5).close()"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    last_line = (done.stderr.strip().splitlines() or [""])[-1]
    return ("", f"PostgreSQL refuses: {last_line}") if done.returncode else (address, "")


def redis() -> tuple[str, str]:
    given = os.environ.get("REDIS_URL", "")
    if given or listens(6379):
        return given or "redis://127.0.0.1:6379/15", ""
    return "", "no Redis: set REDIS_URL, or start one on 127.0.0.1:6379"


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


# --- The lanes --------------------------------------------------------------------------------------


def all_lanes() -> list[Lane]:
    database, no_database = postgresql()
    broker, no_broker = redis()
    servers = {"DEMO": "1", "DATABASE_URL": database, "REDIS_URL": broker}
    no_server = "; ".join(filter(None, (no_database, no_broker)))
    browser = chromium()
    in_browser = {**ONE_MACHINE, "CHROMIUM": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    static = tempfile.gettempdir() + f"/hubs-static-{os.getpid()}"
    check = [
        (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
        (*MANAGE, "collectstatic", "--noinput", "--verbosity", "0"),  # fails where a stylesheet names a missing file
    ]
    return [
        Lane(
            "lint",
            "lint of code and templates",
            [(tool("ruff"), "check", "."), (tool("djlint"), "templates", "--lint", "--quiet")],
        ),
        Lane("format", "format of the code", [(tool("ruff"), "format", "--check", ".")]),
        Lane("layers", "imports go down only", [(tool("lint-imports"), "--no-cache")]),
        Lane("migrations", "no migration is missing", [(*MANAGE, "makemigrations", "--check", "--dry-run")]),
        Lane("deploy", "deploy check, production settings", check, {**PRODUCTION, "STATIC_ROOT": static}),
        Lane("repository", "the repository tests itself", [(*PYTEST, "tests/repository")]),
        Lane(
            "sqlite",
            "tests on SQLite",
            [(*PYTEST, "tests", *NOT_HERE)],
            ONE_MACHINE | ON_SQLITE,
        ),
        Lane(
            "postgresql",
            "tests on PostgreSQL + Redis",
            [(*PYTEST, "tests", *NOT_HERE)],
            servers | ON_POSTGRESQL,
            no_server,
        ),
        Lane(
            "journeys",
            "journeys in a browser",
            [(*PYTEST, "tests/journeys")],
            in_browser,
            "" if browser else "no Chromium on the PATH: install it, or set CHROMIUM",
        ),
        Lane("races", "races on SQLite", [(*PYTEST, "tests/races")], last=True),
        Lane("races", "races on PostgreSQL + Redis", [(*PYTEST, "tests/races")], servers, no_server, last=True),
        Lane("faults", "faults on SQLite", [(*PYTEST, "tests/faults")], last=True),
        Lane("faults", "faults on PostgreSQL + Redis", [(*PYTEST, "tests/faults")], servers, no_server, last=True),
    ]


def tool(name: str) -> str:
    return str(BIN / name)


def run(lane: Lane) -> Result:
    """Run a lane's commands in turn; a pytest command counts its tests, any other counts as one check."""
    result, started = Result(), time.monotonic()
    for command in lane.commands:
        code, output = call(command, {**os.environ, **lane.env})
        counts = summary(output) if "pytest" in command else {}
        result.passed += counts.get("passed", 0) + counts.get("xfailed", 0) if counts else int(code == 0)
        result.skipped += counts.get("skipped", 0)
        failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0) + counts.get("xpassed", 0)
        result.failed += max(failed, 1) if code else 0
        result.notes += re.findall(r"^(?:matrix|promise): .+$", output, re.M)
        result.output += f"$ {' '.join(command)}\n{output}\n" if code else ""
    result.seconds = time.monotonic() - started
    return result


def summary(output: str) -> dict[str, int]:
    """The counts in pytest's closing line, like "3 failed, 41 passed in 2.10s"."""
    closing = [line for line in output.splitlines() if re.search(r" in \d+\.\d+s", line)]
    return {word: int(number) for number, word in COUNTS.findall(closing[-1])} if closing else {}


def call(command: tuple[str, ...], env: dict[str, str]) -> tuple[int, str]:
    """Run in a group of its own, so that a lane that hangs is ended with everything it started."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    RUNNING.add(process)
    try:
        output, _ = process.communicate(timeout=SECONDS_A_LANE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return 1, f"{output}\nStopped after {SECONDS_A_LANE} seconds."
    finally:
        RUNNING.discard(process)
    return process.returncode, output


def main(names: list[str], say: Callable = print) -> int:
    lanes = all_lanes()
    unknown = set(names) - {lane.name for lane in lanes}
    if unknown:
        say(f"No lane {', '.join(sorted(unknown))}. There are: {', '.join(dict.fromkeys(lane.name for lane in lanes))}")
        return 2
    wanted = [lane for lane in lanes if not names or lane.name in names]
    for lane in wanted:
        lane.env = lane.env | {"RACES": "full" if "races" in names else "short"}
    total = Result()
    for lane, result in results(wanted):
        word = "left out" if result.skipped and lane.missing else "FAILED" if result.failed else "ok"
        say(f"{word:<9}{lane.title:<36}{lane.missing or f'{result!s:<44}{result.seconds:6.1f} s'}", flush=True)
        for note in result.notes:
            say(f"{'':<9}{note}", flush=True)
        if result.output:
            say(result.output, flush=True)
        for count in ("passed", "failed", "skipped"):
            setattr(total, count, getattr(total, count) + getattr(result, count))
    say(total)
    return 1 if total.failed else 0


def results(lanes: list[Lane]) -> Iterator[tuple[Lane, Result]]:
    """Each lane with its result, in their order; the last ones begin when the others have ended, a name at a time."""
    must_run = os.environ.get("CI", "").lower() in ("1", "true")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun: dict[str, Future] = {}
        begin(pool, begun, [lane for lane in lanes if not lane.last])
        try:
            for lane in lanes:
                if lane.missing:
                    yield lane, Result(failed=1) if must_run else Result(skipped=1)
                    continue
                if lane.title not in begun:
                    begin(pool, begun, [one for one in lanes if one.name == lane.name])
                yield lane, begun[lane.title].result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(RUNNING):
                os.killpg(process.pid, signal.SIGTERM)
            raise


def begin(pool: ThreadPoolExecutor, begun: dict[str, Future], lanes: list[Lane]) -> None:
    begun |= {lane.title: pool.submit(run, lane) for lane in lanes if not lane.missing}


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
