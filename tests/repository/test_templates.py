"""Pages hold their words; scripts and styles come from our own files, as the security policy demands."""

import re

import pytest

from tests.repository.files import ROOT, files, lines_that_match, short

# Emails and documents are read where our files are not.
PAGES = [path for path in files(".html", under="templates") if not {"emails", "documents"} & set(path.parts)]
EMAILS = files(".txt", ".html", under="templates/emails")


@pytest.mark.parametrize(
    "what",
    [
        r"<style\b",
        r"\sstyle\s*=",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
    ],
)
def test_no_page_holds_a_script_or_a_style(what):
    assert lines_that_match(PAGES, re.compile(what, re.IGNORECASE)) == []


def test_nothing_is_loaded_from_another_host():
    loads = re.compile(
        r"""(src|srcset|poster|action)\s*=\s*["'](https?:)?//"""
        r"""|<link[^>]*href\s*=\s*["'](https?:)?//"""
        r"""|url\(\s*["']?(https?:)?//|@import\s+["'](https?:)?//""",
        re.IGNORECASE,
    )
    assert lines_that_match(files(".html", under="templates") + files(".css", under="static"), loads) == []


def test_scripts_speak_to_no_other_host():
    host = re.compile(r"""["'`](https?:)?//(?!www\.w3\.org/)[a-z]""")
    assert lines_that_match(files(".js", under="static"), host) == []


def test_every_email_has_a_subject_a_plain_text_and_a_page():
    endings = (".subject.txt", ".txt", ".html")
    kinds: dict[str, set[str]] = {}
    for path in EMAILS:
        ending = next(ending for ending in endings if path.name.endswith(ending))
        kinds.setdefault(short(path).removesuffix(ending), set()).add(ending)
    kinds = {name: found for name, found in kinds.items() if not name.rsplit("/", 1)[1].startswith(("base", "_"))}
    assert kinds
    assert {name: found for name, found in kinds.items() if found != set(endings)} == {}


def test_stylesheets_and_scripts_are_our_own_and_few():
    assert (ROOT / "static" / "css" / "site.css").is_file()
    assert [short(path) for path in files(".min.js", ".min.css", ".map", under="static")] == []
