"""The lock files: every file by its hash, no host by its name, and in step with pyproject.toml."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME, PLANNER, EVERYTHING = "requirements.lock", "requirements-planner.lock", "requirements-dev.lock"
EXTRA = PROJECT["project"]["optional-dependencies"]["planner"]


def pins(name: str) -> dict[str, set[str]]:
    """Versions by package; more than one where they differ by Python version."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", (ROOT / name).read_text(), re.M
    ):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize("name", [RUNTIME, PLANNER, EVERYTHING])
def test_a_lock_names_no_host(name):
    assert re.findall(r"^.*(?:://|--index-url|--find-links|file:).*$", (ROOT / name).read_text(), re.M) == []


@pytest.mark.parametrize("name", [RUNTIME, PLANNER, EVERYTHING])
def test_every_pin_has_its_hashes(name):
    blocks = re.split(r"^(?=[A-Za-z0-9])", (ROOT / name).read_text(), flags=re.M)[1:]
    assert len(blocks) > 20
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (RUNTIME, PROJECT["project"]["dependencies"]),
        (PLANNER, EXTRA),
        (EVERYTHING, [*EXTRA, *PROJECT["dependency-groups"]["dev"]]),
    ],
)
def test_a_lock_holds_what_pyproject_asks_for(name, wanted):
    locked = pins(name)
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not locked: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}: {versions}"


@pytest.mark.parametrize(("part", "whole"), [(RUNTIME, PLANNER), (PLANNER, EVERYTHING)])
def test_the_locks_agree(part, whole):
    larger = pins(whole)
    assert {name: versions for name, versions in pins(part).items() if larger.get(name) != versions} == {}
