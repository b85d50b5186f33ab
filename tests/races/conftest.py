"""Calls made at the same moment, on connections of their own, and the pause that makes the moment long enough.

Each race is run twice: as the house is built, and as its control with the guard taken away. The control must lose,
or the race would prove nothing.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from django.db import connection

from journal import hints

SECONDS = 0.3


class Pause:
    """Everybody waits here for everybody, but no longer than `seconds`: those whom a guard holds back never come."""

    def __init__(self, people: int, seconds: float = SECONDS):
        self.barrier = threading.Barrier(people)
        self.seconds = seconds

    def __call__(self):
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(self.seconds)

    def before(self, function: Callable) -> Callable:
        """The pause, and then `function`."""

        def paused(*args, **kwargs):
            self()
            return function(*args, **kwargs)

        return paused

    def after(self, function: Callable) -> Callable:
        """`function`, and then the pause."""

        def paused(*args, **kwargs):
            found = function(*args, **kwargs)
            self()
            return found

        return paused


def together(*calls: Callable) -> list:
    """What each call returned or raised; all start at once, each in a thread and on a connection of its own."""
    start = threading.Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            start.wait(60)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def winners(results: list) -> int:
    return sum(not isinstance(result, Exception) for result in results)


@dataclass
class Score:
    """Winners of each round, with the guard and without it. The test says what the control must be."""

    what: str = "winners"
    guarded: list[int] = field(default_factory=list)
    control: list[int] = field(default_factory=list)


def in_short(numbers: list[int]) -> str:
    """What every round had, or each of them."""
    return f"{numbers[0]} each" if len(numbers) > 1 and len(set(numbers)) == 1 else ", ".join(map(str, numbers))


@pytest.fixture
def score(promise):
    """The score of this race, told at the end whether it passes or not."""
    found = Score()
    yield found
    promise.count = f"{len(found.guarded)} rounds, {found.what} {in_short(found.guarded)}"
    if found.control:
        promise.controls.append(f"without the guard {in_short(found.control)}")
    elif connection.vendor == "sqlite":
        promise.no_guard = "SQLite has one writer at a time, whatever we do"


@pytest.fixture(autouse=True)
def _no_hints(monkeypatch):
    monkeypatch.setattr(hints, "ring", lambda *task: None)


@contextmanager
def without_constraint(model, name: str):
    """The database without one of its constraints, for a control."""
    kept = model._meta.constraints
    (constraint,) = (found for found in kept if found.name == name)
    model._meta.constraints = [found for found in kept if found is not constraint]  # SQLite makes the table anew
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        model._meta.constraints = kept
        model.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)
