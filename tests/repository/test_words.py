"""Nothing in the repository names the machine or the way it was written on."""

import re

import pytest

from tests.repository.files import ROOT, lines_that_match, project_files

# Put together from halves, so that this file does not match itself.
PATHS = ["/wo" + "rk/", "/fa" + "rm/", r"/\.libr" + "ary", "/tmp/te" + "am", "/ro" + "ot/", "/ho" + "me/[a-z]"]
HOSTS = ["pyp" + r"i\.org", "python" + "hosted", r"registry\.npm" + "js", r"deb\.deb" + "ian", "extra-index" + "-url"]
MAKERS = ["anthro" + "pic", "cla" + "ude", r"\bchat" + "gpt", r"\bll" + r"ms?\b", "co" + "pilot", "suba" + "gent"]
TALK = [r"(?<!user)(?<!user[ -])(?<!user_)\bagen" + r"ts?\b", r"\bissue" + r" #?\d", r"\b(?-i:A" + r"I)\b"]


@pytest.mark.parametrize("words", [PATHS, HOSTS, MAKERS, TALK], ids=["paths", "hosts", "makers", "talk"])
def test_no_file_speaks_of_the_place_it_was_written_in(words):
    pattern = re.compile("|".join(words), re.IGNORECASE)
    assert lines_that_match(texts(), pattern) == []


def test_no_line_was_left_by_a_merge():
    assert lines_that_match(texts(), re.compile("^(<<<<" + "<<<|>>>>" + ">>>)")) == []


def texts():
    return [path for path in project_files() if b"\0" not in path.read_bytes()[:1000] and path.suffix != ".lock"]


def test_the_root_holds_only_the_rooms_of_the_design():
    rooms = {path.relative_to(ROOT).parts[0] for path in project_files() if len(path.relative_to(ROOT).parts) > 1}
    apps = {"config", "demo", "applications", "grants", "workgroups", "hubs", "schools", "accounts", "journal"}
    assert rooms - apps <= {"templates", "static", "tests", "bench", "docs", "locale", ".ci"}
