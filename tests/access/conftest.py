"""The walk through all addresses says at the end how many combinations it saw."""

import pytest

from hubs.models import HubRole
from tests import factories
from tests.access.walk import PEOPLE

COUNTED = pytest.StashKey[dict]()


def pytest_configure(config):
    config.stash[COUNTED] = {}


@pytest.fixture
def counted(pytestconfig):
    """`counted["what"] = 12`: told after the tests, and by the lane."""
    return pytestconfig.stash[COUNTED]


def pytest_terminal_summary(terminalreporter, config):
    for what, number in config.stash.get(COUNTED, {}).items():
        terminalreporter.write_line(f"matrix: {number:,} {what}")


@pytest.fixture
def wanda(glow):
    """Leads a Work Group of GLOW, and does not work at its desk."""
    kind = HubRole.Kind.GROUP_LEAD
    return factories.hub_person(glow, kind, email="wanda@example.org", first_name="Wanda", last_name="Wood")


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in PEOPLE if name != "nobody"}
