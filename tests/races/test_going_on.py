"""A group goes on once however often it is pressed, and a school is written to once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from applications.going_on import asking
from applications.models import Continuation
from journal.models import Email, Event
from tests import factories, steps
from tests.races.conftest import Pause, together, winners
from workgroups import places
from workgroups.editions import copy_to_next_year
from workgroups.models import Project, WorkGroup

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2


@pytest.fixture
def edition(editions, adam):
    return copy_to_next_year(factories.project("sustaining"), by=adam)


def group_of_last_year(glow) -> WorkGroup:
    group = factories.WorkGroupFactory(hub=glow, project=Project.objects.filter(kind="sustaining").earliest("year"))
    for _ in range(2):
        school = factories.SchoolFactory()
        factories.school_person(school)
        places.take(group=group, school=school, by=None)
    return group


def test_two_presses_make_one_group_and_write_to_each_school_once(glow, alice, edition, monkeypatch, score):
    def press_twice() -> list:
        old, before = group_of_last_year(glow), Email.objects.filter(template="applications/continue_asked").count()
        with monkeypatch.context() as patched:
            patched.setattr(asking, "_by_key", Pause(2).before(asking._by_key))
            results = together(*[lambda: steps.continued(old, edition, alice)] * 2)
        assert WorkGroup.objects.filter(continues=old).count() == 1
        assert Email.objects.filter(template="applications/continue_asked").count() == before + 2
        return results

    for _ in range(ROUNDS):
        results = press_twice()
        score.guarded.append(winners(results))
        assert len({group.pk for group in results}) == 1
    if connection.vendor == "postgresql":
        monkeypatch.setattr(places, "locked", lambda group: WorkGroup.objects.get(pk=group.pk))
        score.control.append(winners(press_twice()))

    assert score.guarded == [2] * ROUNDS
    assert score.control in ([], [1]), "the control found the group that there was, so the race proves nothing"


def test_two_reminders_at_once_remind_each_school_once(glow, alice, edition, monkeypatch, score):
    def remind_twice() -> int:
        group = steps.continued(group_of_last_year(glow), edition, alice)
        Continuation.objects.update(asked=timezone.now() - timedelta(days=2))
        with monkeypatch.context() as patched:
            patched.setattr(asking, "_remind", Pause(2, 0.1).before(asking._remind))
            together(*[lambda: asking.remind_all(group, by=alice)] * 2)
        asked = [str(key) for key in group.continuations.values_list("pk", flat=True)]
        label = Continuation._meta.label_lower
        return Event.objects.filter(subject=label, subject_key__in=asked, kind="reminded").count()

    for _ in range(ROUNDS):
        score.guarded.append(remind_twice())
    monkeypatch.setattr(asking, "claim", lambda one: True)
    score.control.append(remind_twice())

    assert score.guarded == [2] * ROUNDS
    assert score.control[0] > 2, "the control reminded each once, so the race proves nothing"
