import copy
from pathlib import Path

import pytest
from django.db import transaction

from hubs.models import Hub
from journal import hints, outbox
from schools.models import School
from workgroups import places
from workgroups.models import Project, WorkGroup

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def greeting_template(settings):
    """`testing/greeting`, a message with a name and a subject, found only here."""
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [*changed[0]["DIRS"], TEMPLATES]
    settings.TEMPLATES = changed


@pytest.fixture
def rings(monkeypatch):
    """One entry for each time a worker was asked to look."""
    heard = []
    monkeypatch.setattr(hints, "ring", lambda: heard.append("ring"))
    return heard


@pytest.fixture
def greet():
    """Queue one greeting, in a transaction of its own as a verb would."""

    def greet(key="greeting:1", to="ann@example.org", name="Ann", what="your place", **more):
        with transaction.atomic():
            return outbox.queue(key, "testing/greeting", to, {"name": name, "what": what}, **more)

    return greet


@pytest.fixture
def place():
    """A seat that a school holds: something with a status."""
    school = School.objects.create(urn=900001, name="Alderbrook Primary School", register_status="1")
    hub = Hub.objects.create(name="Testing", slug="testing")
    project = Project.objects.create(code="T1", year=2031, kind="readiness", title="Testing", group_size=2)
    group = WorkGroup.objects.create(hub=hub, project=project, name="One", capacity=2)
    return places.take(group=group, school=school, by=None)
