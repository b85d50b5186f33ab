"""The secret key: made on a private machine, demanded everywhere else."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from config.keys import private_key


def test_a_private_machine_makes_its_key_once(tmp_path):
    path = tmp_path / "var" / "secret_key"
    assert private_key(path) == private_key(path)
    assert len(private_key(path)) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def load_settings(tmp_path, **env):
    """Import the settings in a process of their own, with `env` alone; return its output and exit code."""
    done = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(settings.SECRET_KEY)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DEBUG": "", "DEMO": "", **env},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("key", ["", "short", "a" * 60])
def test_a_weak_key_is_refused_in_production(tmp_path, key):
    code, output = load_settings(tmp_path, DEBUG="0", DEMO="0", SECRET_KEY=key)
    assert code != 0
    assert "Set SECRET_KEY to at least 50 random characters" in output


def test_a_strong_key_is_taken_in_production(tmp_path):
    strong = "correct-horse-battery-staple-and-fifty-more-characters-to-come"
    assert load_settings(tmp_path, DEBUG="0", DEMO="0", SECRET_KEY=strong) == (0, strong + "\n")
    assert list(tmp_path.iterdir()) == []
