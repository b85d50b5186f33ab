"""The cast. Alice leads GLOW and Frank assists; Dana leads Jurassic; Bob is at Ash Lane; Charlie is a stranger."""

import gc
import os
import zlib
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import connection

from applications import spec
from hubs.models import HubRole
from journal import guards
from schools import directory
from schools.models import SchoolRole
from tests import factories, promises, ready, steps
from workgroups.models import Project
from workgroups.shipped import load_editions


def pytest_configure(config):
    config.pluginmanager.register(promises)


def pytest_collection_finish(session):
    """What is imported by now stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config, items):
    """A lane makes its own of the longest walks, which are over the same pages on both databases.

    What asks no database anything says the same on both, and is asked on SQLite. Tests that look at pages are many and
    take longest: each file's are run on one of the two, what they stand on (verbs, queries, constraints) on both.
    """
    here = os.environ.get("LANE_DATABASE")
    elsewhere = [
        item for item in items if (only := item.get_closest_marker("one_database")) and here not in (None, *only.args)
    ]
    if here:
        elsewhere += [item for item in items if looks_at_pages(item) and has_its_turn_on(item) != here]
    if here == "postgresql":
        elsewhere += [item for item in items if not (asks_a_database(item) or item.get_closest_marker("one_database"))]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        gone = set(elsewhere)
        items[:] = [item for item in items if item not in gone]


def looks_at_pages(item) -> bool:
    """Unless a mark of its own says where it runs, or it asks no database."""
    return "client" in item.fixturenames and asks_a_database(item) and not item.get_closest_marker("one_database")


def has_its_turn_on(item) -> str:
    return ("sqlite", "postgresql")[zlib.crc32(item.path.name.encode()) % 2]


def asks_a_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(
        item.fixturenames
    )


@pytest.fixture(autouse=True)
def _schools_found_anew():
    """A test takes its schools back, and their keys are given again to others."""
    directory.forget()


@pytest.fixture(autouse=True)
def _forms_read_anew():
    """So are the keys of editions."""
    spec.forget()


@pytest.fixture(autouse=True)
def _nothing_kept_nearby():
    """What a process keeps for a minute (choices, numbers) is of another test's rows."""
    caches["near"].clear()


@pytest.fixture(autouse=True, scope="session")
def _emptied_after_a_test():
    """Between tests that commit, all tables are emptied; what is written once is not, unless its guards are lifted."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def with_guards_lifted(self, statements):
        with guards.lifted():
            return empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", with_guards_lifted)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """On SQLite the database is a copy of one that was migrated before, where there is one."""
    with pytest.MonkeyPatch.context() as patch:
        yield ready.Ready(patch) if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    """The five shipped editions stand before the first test, for making them anew takes a fifth of a test's time.

    What a test does to them is taken back with the rest of it. The journal begins empty all the same.
    """
    with django_db_blocker.unblock():
        if django_db_modify_db_settings:
            django_db_modify_db_settings.stands()
        with mock.patch("journal.moves.record"):
            load_editions()


@pytest.fixture
def editions(db):
    """The five shipped editions; a test that truly commits has emptied the tables for those after it."""
    if not Project.objects.exists():
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
