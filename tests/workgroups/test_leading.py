"""May this specialist lead this group, and why not: the rule alone, without a database (R1, D1, S1, Y1)."""

from datetime import date

import pytest

from accounts.models import User
from hubs.models import Hub, Specialist
from workgroups.leading import Load, Room, room, training_year, why_not
from workgroups.models import Project
from workgroups.shipped import EDITIONS

HERE, THERE = Hub(pk=1, name="GLOW"), Hub(pk=2, name="Jurassic")
NOTHING = Load()
TODAY = date(2026, 11, 20)
NUMBERS = ("kind", "group_size", "group_unit", "fewest", "lead_year", "lead_most", "first_at_home")


def edition(kind="secondary", **own):
    shipped = next(each for each in EDITIONS if each["kind"] == kind)
    return Project(**{"year": 2026} | {name: shipped[name] for name in NUMBERS if name in shipped} | own)


def lea(kind="secondary", **own):
    told = {"cohort": 4, "first_year": 2024, "most_groups": 2} | own
    return Specialist(hub=HERE, user=User(first_name="Lea", last_name="Lund"), kind=kind, **told)


def asked(person, project, load=NOTHING, hub=HERE):
    return why_not(person, project, hub=hub, load=load, capacity=2, on=TODAY)


@pytest.mark.parametrize(
    ("person", "project", "load", "says"),
    [
        (lea(), edition(), NOTHING, ""),
        (lea("primary"), edition(), NOTHING, "Secondary groups are led by a Secondary Mastery Specialist"),
        (lea(first_year=2025), edition(), NOTHING, "in year 2 of their own training in 2026/27"),
        (lea(first_year=2025), edition(), NOTHING, "leads from their third year on"),
        (lea(first_year=2027), edition(), NOTHING, "has not begun"),
        (lea(first_year=2025), edition(lead_year=2), NOTHING, ""),
        (lea(), edition(), Load(1, 2), "works with 2 departments in 2026/27 already"),
        (lea(), edition(), Load(1, 1), "would work with 3 departments"),
        (lea(most_groups=3), edition(lead_most=4), Load(1, 2), ""),
        (lea(most_schools=1), edition(), NOTHING, "Lea Lund works with 1 at most."),
        (lea(most_schools=9), edition(), Load(1, 2), "Each Secondary Mastery Specialist works with 2."),
        (lea("primary", first_year=2026), edition("development"), Load(1, 8), ""),
        (lea("primary"), edition("development"), Load(2, 16), "leads 2 Work Groups in 2026/27 already"),
        (lea("primary", most_schools=10), edition("development"), Load(1, 9), "would work with 11 schools"),
        (lea(ended_on=TODAY), edition(), NOTHING, "no new groups since 20 November 2026"),
        (lea(ended_on=date(2027, 6, 1)), edition(), NOTHING, ""),
        (lea(ended_on=date(2027, 6, 1)), edition(year=2027), NOTHING, "no new groups from 1 June 2027"),
        (lea(starts_on=date(2027, 9, 1)), edition(), NOTHING, "leads groups from 1 September 2027"),
        (lea(starts_on=date(2027, 1, 1)), edition(), NOTHING, ""),
    ],
)
def test_each_reason_is_said_and_nothing_else_stands_in_the_way(person, project, load, says):
    reason = asked(person, project, load)
    assert says in reason
    assert bool(says) == bool(reason)


def test_nobody_leads_at_another_hub():
    assert "another hub" in asked(lea(), edition(), hub=THERE)


def test_the_year_of_training_follows_from_the_cohort_where_the_edition_says_so():
    person = lea(cohort=4, first_year=2026)
    assert training_year(person, edition()) == 1
    assert training_year(person, edition(cohort_one=2021)) == 3  # cohort 4 began in 2024
    assert asked(person, edition(cohort_one=2021)) == ""


def test_what_is_left_is_never_less_than_nothing():
    assert room(lea(), edition(), Load(3, 5)) == Room(0, 0)
    assert room(lea("primary"), edition("development"), Load(1, 8)) == Room(1, None)
    assert room(lea("primary", most_schools=12), edition("development"), Load(1, 8)) == Room(1, 4)
