"""`manage.py seed_demo`: deterministic, and refused where it has no business."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from applications.models import Application
from demo import people
from schools.models import School
from workgroups.models import Opening, Project, first_year_not_over

pytestmark = pytest.mark.django_db


def in_words() -> list[tuple]:
    """All applications without their keys."""
    rows = Application.objects.order_by("reference")
    return list(rows.values_list("reference", "school__urn", "hub__slug", "status", "outcome", "answers"))


def made_and_undone(number: int) -> list[tuple]:
    with transaction.atomic():
        call_command("seed_demo", schools=60, hubs=2, applications=12, seed=number, verbosity=0)
        made = in_words()
        transaction.set_rollback(True)
    return made


def test_the_same_seed_makes_the_same_data_and_another_seed_other_data(db):
    first, again, other = (made_and_undone(number) for number in (1, 1, 2))

    assert len(first) == 12
    assert first == again != other


@pytest.mark.parametrize("days", [100, 285])
def test_something_is_open_on_whichever_day_it_is_made(db, monkeypatch, days):
    then = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: then)
    call_command("seed_demo", schools=60, hubs=2, applications=12, verbosity=0)

    for day in (then, then + timedelta(days=50)):
        found = Opening.objects.open_at(day).values_list("project__year", "project__kind")
        assert {(first_year_not_over(), kind) for kind in Project.Kind.values} == set(found)


def test_it_is_refused_outside_a_demo(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="only made where DEMO=1 is set"):
        call_command("seed_demo")
    assert not School.objects.exists()


def test_it_is_refused_beside_schools_of_ones_own(ash_lane):
    with pytest.raises(CommandError, match="needs an empty one"):
        call_command("seed_demo")
    assert School.objects.get() == ash_lane


@pytest.mark.parametrize(
    "size", [{"schools": 10}, {"hubs": 41}, {"hubs": 1}, {"applications": 100_001}, {"schools": -1}]
)
def test_a_size_that_cannot_be_made_is_refused_in_words(db, size):
    with pytest.raises(CommandError, match="Choose"):
        call_command("seed_demo", **size)


def test_the_password_differs_from_machine_to_machine(settings):
    settings.SECRET_KEY = "one machine"
    first = people.password()
    settings.SECRET_KEY = "another machine"

    assert people.password() != first
    assert len(first) >= 12
