"""What a test of a race or a fault promises, told as one line with its count and its control.

    def test_no_message_is_lost(promise):
        ...
        promise.count = "1,000 emails, 7 kills"
        with promise.control("without leases"):
            assert ...   # what the promise says, with the guard off: this must fail

The lines stand at the end of the run, and `tests/lanes.py` shows them under the lane. A promise that is kept without a
control that failed is an error: it would prove nothing.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection

TOLD = pytest.StashKey[list]()
MISSING = "none of its controls failed, so it proves nothing"


@dataclass
class Promise:
    words: str
    count: str = ""
    controls: list[str] = field(default_factory=list)
    no_guard: str = ""  # why nothing can be taken away here
    kept: bool = False

    @contextmanager
    def control(self, guard_off: str, raises=AssertionError):
        """The same claim with its guard off: it has to fail in here."""
        with pytest.raises(raises):
            yield
        self.controls.append(guard_off)

    @property
    def proof(self) -> str:
        if self.controls:
            return "control failed as it must: " + ", ".join(self.controls)
        return f"no control: {self.no_guard or 'MISSING'}"

    def __str__(self):
        return f"promise: {self.words}: {self.count or 'once'}; {'kept' if self.kept else 'BROKEN'}; {self.proof}"


@pytest.fixture
def promise(request):
    words = request.node.name.removeprefix("test_").replace("_", " ")
    promise = Promise(f"{words} ({connection.vendor})")
    yield promise
    request.config.stash.setdefault(TOLD, []).append(promise)
    if promise.kept and not (promise.controls or promise.no_guard):
        promise.kept = False
        pytest.fail(MISSING)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    promise = getattr(item, "funcargs", {}).get("promise")
    if promise and report.when == "call":
        promise.kept = report.passed
    return report


def pytest_terminal_summary(terminalreporter, config):
    for promise in config.stash.get(TOLD, []):
        terminalreporter.write_line(str(promise))
