"""`make test` tells the truth: what failed fails, what is missing is named, and CI takes no excuse."""

import os
import subprocess
import sys

import pytest

from tests import lanes
from tests.lanes import Lane
from tests.repository.files import ROOT

WORKS = (sys.executable, "-c", "print('fine')")
FAILS = (sys.executable, "-c", "import sys; print('the reason'); sys.exit(3)")


@pytest.fixture
def run(monkeypatch):
    """Run lanes made up for the test; answer with the exit code and the lines that were said."""

    def run(*made_up, ci=""):
        monkeypatch.setattr(lanes, "all_lanes", lambda: list(made_up))
        monkeypatch.setenv("CI", ci)
        said = []
        code = lanes.main([], say=lambda words, **_: said.append(str(words)))
        return code, said

    return run


def test_each_lane_has_its_line_and_the_sum_closes(run):
    code, said = run(Lane("a", "first", [WORKS, WORKS]), Lane("b", "second", [WORKS], last=True))
    assert code == 0
    assert [line.split()[:3] for line in said[:2]] == [["ok", "first", "2"], ["ok", "second", "1"]]
    assert said[-1] == "3 passed, 0 failed, 0 skipped"


def test_a_lane_that_fails_shows_its_whole_output(run):
    code, said = run(Lane("a", "first", [FAILS]))
    assert code == 1
    assert said[0].startswith("FAILED")
    assert "the reason" in said[1]
    assert said[-1] == "0 passed, 1 failed, 0 skipped"


def test_a_missing_service_is_named_and_ci_takes_no_excuse(run):
    missing = Lane("a", "first", [WORKS], missing="no Redis here")
    code, said = run(missing)
    assert code == 0
    assert said[0].split() == ["left", "out", "first", "no", "Redis", "here"]
    code, said = run(missing, ci="true")
    assert code == 1
    assert said[0].startswith("FAILED")
    assert said[-1] == "0 passed, 1 failed, 0 skipped"


@pytest.mark.parametrize(
    ("closing", "counts"),
    [
        ("3 failed, 41 passed, 2 skipped in 2.10s", {"failed": 3, "passed": 41, "skipped": 2}),
        ("1 passed, 1 warning, 2 errors in 75.10s (0:01:15)", {"passed": 1, "errors": 2}),
        ("no tests ran in 0.01s", {}),
    ],
)
def test_the_counts_are_those_of_pytest(closing, counts):
    assert lanes.summary(f"….F\n=== 9 failed stories ===\n{closing}\n") == counts


def test_a_lane_in_which_no_test_ran_has_failed():
    empty = (sys.executable, "-m", "pytest", "--noconftest", "-p", "no:django", "-c", os.devnull, "tests/look/nothing")
    assert lanes.run(Lane("a", "first", [empty])).failed == 1


def test_an_unknown_lane_is_refused_with_the_names_there_are(capsys):
    assert lanes.main(["nonsense"]) == 2
    assert "There are: lint, format, layers" in capsys.readouterr().out


def test_what_a_build_machine_runs_is_a_script_without_a_mistake():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script]).returncode == 0
    assert script.read_text().rstrip().endswith("exec make test")


def test_the_promises_of_a_lane_are_told_under_it(run):
    tells = (
        sys.executable,
        "-c",
        "print('..\\npromise: none is lost: 9 kills; kept; control failed as it must: x\\nmore')",
    )
    _, said = run(Lane("a", "first", [tells]))
    assert said[1].strip() == "promise: none is lost: 9 kills; kept; control failed as it must: x"
