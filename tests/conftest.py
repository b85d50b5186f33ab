"""The cast. Alice leads GLOW and Frank assists; Dana leads Jurassic; Bob is at Ash Lane; Charlie is a stranger."""

import pytest
from django.core.cache import caches

from hubs.models import HubRole
from schools import directory
from schools.models import SchoolRole
from tests import factories, steps
from workgroups.shipped import load_editions


@pytest.fixture(autouse=True)
def _schools_found_anew():
    """A test takes its schools back, and their keys are given again to others."""
    directory.forget()


@pytest.fixture(autouse=True)
def _nothing_kept_nearby():
    """What a process keeps for a minute (choices, numbers) is of another test's rows."""
    caches["near"].clear()


@pytest.fixture
def editions(db):
    """The five shipped editions."""
    load_editions()


@pytest.fixture
def readiness(editions):
    return factories.project("readiness")


@pytest.fixture
def glow(db):
    return factories.HubFactory(name="GLOW", slug="glow")


@pytest.fixture
def jurassic(db):
    return factories.HubFactory(name="Jurassic", slug="jurassic")


@pytest.fixture
def ash_lane(db):
    return factories.SchoolFactory(name="Ash Lane Primary School", urn=900_001)


@pytest.fixture
def birch_road(db):
    return factories.SchoolFactory(name="Birch Road Primary School", urn=900_002)


@pytest.fixture
def alice(glow):
    return factories.hub_person(glow, email="alice@example.org", first_name="Alice", last_name="Adeyemi")


@pytest.fixture
def frank(glow):
    kind = HubRole.Kind.ASSISTANT
    return factories.hub_person(glow, kind, email="frank@example.org", first_name="Frank", last_name="Farrow")


@pytest.fixture
def erin(glow):
    """The hub administrator: at the desk, but does not decide."""
    kind = HubRole.Kind.ADMINISTRATOR
    return factories.hub_person(glow, kind, email="erin@example.org", first_name="Erin", last_name="Ellis")


@pytest.fixture
def dana(jurassic):
    return factories.hub_person(jurassic, email="dana@example.org", first_name="Dana", last_name="Drew")


@pytest.fixture
def bob(ash_lane):
    kind = SchoolRole.Kind.OFFICE
    return factories.school_person(ash_lane, kind, email="bob@example.org", first_name="Bob", last_name="Bright")


@pytest.fixture
def helen(ash_lane):
    kind = SchoolRole.Kind.HEADTEACHER
    return factories.school_person(ash_lane, kind, email="helen@example.org", first_name="Helen", last_name="Hart")


@pytest.fixture
def charlie(db):
    """Signed in, with no role anywhere."""
    return factories.UserFactory(email="charlie@example.org", first_name="Charlie", last_name="Cole")


@pytest.fixture
def grace(birch_road):
    """Office of another school."""
    return factories.school_person(birch_road, email="grace@example.org", first_name="Grace", last_name="Green")


@pytest.fixture
def nadia(db):
    return factories.national_person(email="nadia@example.org", first_name="Nadia", last_name="Noor")


@pytest.fixture
def adam(db):
    return factories.national_person("administrator", email="adam@example.org", first_name="Adam", last_name="Ames")


@pytest.fixture
def draft(ash_lane, glow, bob, readiness):
    return steps.draft(ash_lane, glow, bob)


@pytest.fixture
def sent(ash_lane, glow, bob, readiness):
    return steps.sent(ash_lane, glow, bob)
