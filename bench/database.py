"""Databases of applications to measure on: one real application made by the verbs, the others copied from it in SQL."""

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.harness import ROOT, SECRET_KEY

ADMIN_URL = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")


@contextmanager
def database(name: str, fill: str, *arguments: object):
    """The address of a database filled by `python -m bench.<fill> <arguments>`, dropped at the end.

    With BENCH_KEEP set it stays, and is taken as it is while neither the schema nor the filling changes.
    """
    name = f"hubs_bench_{name}"
    parts = urlsplit(ADMIN_URL)
    url = urlunsplit(parts._replace(path=f"/{name}"))
    state = _state(fill, arguments)
    if _remembered(name) != state:
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        run(url, "-m", "django", "migrate", "--verbosity", "0")
        run(url, "-m", f"bench.{fill}", *map(str, arguments))
        _admin(f"COMMENT ON DATABASE \"{name}\" IS '{state}'")
    try:
        yield url
    finally:
        if not os.environ.get("BENCH_KEEP"):
            _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _state(fill: str, arguments: tuple) -> str:
    """What the database was made from: the migrations, the code that fills it, how much of it."""
    sources = [*sorted(ROOT.glob("*/migrations/*.py")), Path(__file__), ROOT / "bench" / f"{fill}.py"]
    digest = hashlib.sha256(repr(arguments).encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _remembered(name: str) -> str | None:
    with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        row = admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return row[0] if row else None


def _admin(*statements: str) -> None:
    with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def signed_in(url: str, email: str) -> dict[str, str]:
    """The cookies of this person in this database."""
    return {"sessionid": run(url, "-m", "bench.sign_in", email).strip()}


def run(url: str, *command: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEMO": "1",
        "SECRET_KEY": SECRET_KEY,
        "REDIS_URL": "",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
