"""What the documents say is so: states as drawn, settings all named, links that lead somewhere."""

import re

from config import states
from tests.repository.files import ROOT, files, short

DOCS = files(".md")


def test_the_state_diagrams_are_as_the_tables_of_moves():
    assert (ROOT / "docs" / "states.md").read_text() == states.document(), "run `make states`"


def test_every_setting_that_is_read_from_the_environment_is_documented():
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)""", (ROOT / "config" / "settings.py").read_text()))
    operations = (ROOT / "docs" / "operations.md").read_text()
    assert len(read) > 10
    assert sorted(name for name in read if f"`{name}`" not in operations) == []


def test_every_documented_setting_is_read():
    read = (ROOT / "config" / "settings.py").read_text()
    table = (ROOT / "docs" / "operations.md").read_text().split("<!-- settings -->")[1]
    named = re.findall(r"^\| `([A-Z_]+)`", table, re.M)
    assert len(named) > 10
    assert [name for name in named if f'"{name}"' not in read] == []


def test_links_between_documents_lead_somewhere():
    lost = []
    for path in DOCS:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                lost.append(f"{short(path)} → {target}")
    assert lost == []


def test_every_command_a_document_names_is_there():
    commands = {path.stem for path in files(".py") if path.parent.name == "commands"}
    django = {"migrate", "check", "clearsessions", "collectstatic", "createsuperuser", "dbshell", "dumpdata", "shell"}
    said = {name for path in DOCS for name in re.findall(r"manage\.py ([a-z_]+)", path.read_text())}
    assert sorted(said - commands - django) == []


def test_every_make_target_a_document_names_is_there():
    targets = set(re.findall(r"^([a-z-]+(?: [a-z-]+)*):", (ROOT / "Makefile").read_text(), re.M))
    targets = {name for group in targets for name in group.split()}
    said = {name for path in DOCS for name in re.findall(r"`make ([a-z-]+)", path.read_text())}
    assert sorted(said - targets) == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in files(".md", under="docs/decisions"))
    assert numbers == list(range(1, len(numbers) + 1))
