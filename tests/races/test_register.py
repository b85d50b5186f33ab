"""Two imports of the register at the same moment take turns: the second finds what the first stored."""

import pytest
from django.db import connection

from schools.models import School
from schools.register import import_register, load
from tests.races.conftest import Pause, together, winners
from tests.schools.conftest import LINKS, REGISTER

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 2


def import_at_once(monkeypatch, pause: Pause):
    """Both have looked and found the register empty, where no guard holds the second back."""
    with monkeypatch.context() as patched:
        patched.setattr(load, "_load_first", pause.before(load._load_first))
        return together(*[lambda: import_register(REGISTER, links=LINKS)] * AT_ONCE)


def test_the_register_imported_twice_at_once(db, monkeypatch, score):
    results = import_at_once(monkeypatch, Pause(AT_ONCE))
    score.guarded.append(winners(results))
    assert sorted(report.created for report in results) == [0, 30]
    assert School.objects.count() == 30

    if connection.vendor == "sqlite":
        # A transaction is the only writer from its beginning: there is no guard of ours to take away.
        return
    School.objects.all().delete()
    monkeypatch.setattr(load, "_one_at_a_time", lambda: None)
    results = import_at_once(monkeypatch, Pause(AT_ONCE, seconds=10))
    score.control.append(winners(results))
    assert winners(results) < AT_ONCE, "the control imported twice, so the race proves nothing"
