"""State-funded, primary, secondary: from type, phase and ages."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from schools import kinds
from schools.models import School
from tests.schools.conftest import school

COMMUNITY, CONVERTER, SPECIAL, PRU, INDEPENDENT = "01", "34", "07", "14", "11"


@pytest.mark.parametrize("type_code", ["01", "02", "05", "06", "07", "12", "14", "15", "18", "28", "34", "35", "57"])
def test_maintained_schools_academies_and_free_schools_are_state_funded(type_code):
    assert kinds.is_state_funded(type_code) is True


@pytest.mark.parametrize("type_code", ["10", "11", "25", "29", "30", "37", "49"])
def test_independent_and_foreign_schools_are_not(type_code):
    assert kinds.is_state_funded(type_code) is False


@pytest.mark.parametrize("type_code", ["08", "24", "26", "27", "32", "56", "99", ""])
def test_the_hub_judges_the_others(type_code):
    assert kinds.is_state_funded(type_code) is None


def test_a_code_means_the_same_without_its_nought():
    assert kinds.is_state_funded("1") is True
    assert kinds.is_primary("1", "02", None, None) is True


@pytest.mark.parametrize(
    ("phase", "primary", "secondary"),
    [
        ("1", False, False),
        ("2", True, False),
        ("3", True, None),
        ("4", False, True),
        ("5", None, True),
        ("6", False, False),
        ("7", True, True),
    ],
)
def test_a_phase_decides(phase, primary, secondary):
    assert kinds.is_primary(COMMUNITY, phase, None, None) is primary
    assert kinds.is_secondary(COMMUNITY, phase, None, None) is secondary


@pytest.mark.parametrize(
    ("low", "high", "primary", "secondary"),
    [
        (4, 19, True, True),
        (5, 16, True, True),
        (2, 11, True, False),
        (4, 7, True, False),
        (11, 16, False, True),
        (11, 19, False, True),
        (13, 19, False, True),
        (16, 19, False, False),
        (2, 5, False, False),
    ],
)
def test_without_a_phase_the_ages_decide(low, high, primary, secondary):
    assert kinds.is_primary(SPECIAL, "0", low, high) is primary
    assert kinds.is_secondary(SPECIAL, "0", low, high) is secondary


@pytest.mark.parametrize("type_code", [SPECIAL, PRU, INDEPENDENT, "44", "42"])
@pytest.mark.parametrize("ages", [(None, None), (4, None), (None, 11)])
def test_without_phase_and_ages_nobody_knows(type_code, ages):
    assert kinds.is_primary(type_code, "0", *ages) is None
    assert kinds.is_secondary(type_code, "", *ages) is None


@pytest.mark.parametrize("type_code", ["15", "18", "29", "31", "32", "39", "45", "57"])
def test_nurseries_and_colleges_are_neither_even_where_no_ages_are_given(type_code):
    assert kinds.is_primary(type_code, "0", None, None) is False
    assert kinds.is_secondary(type_code, "0", None, None) is False


@pytest.mark.django_db
def test_the_made_up_schools_are_what_their_names_say(register):
    primaries = {found.urn for found in School.objects.open() if found.is_primary}
    secondaries = {found.urn for found in School.objects.open() if found.is_secondary}
    assert {700001, 700008, 700017, 700018, 700021, 700025} <= primaries
    assert {700014, 700017, 700018, 700019, 700020, 700022, 700024} <= secondaries
    assert not {700019, 700020, 700024, 700026, 700027} & primaries
    assert school(700021).is_state_funded is False
    assert school(700028).is_state_funded is None


REAL = os.environ.get("REGISTER_FILE", "")


@pytest.mark.skipif(not REAL, reason="REGISTER_FILE names no register")
def test_the_real_register_has_about_as_many_of_each_as_the_department_counts():
    with Path(REAL).open(newline="", encoding="cp1252") as file:
        rows = [row for row in csv.DictReader(file) if row["EstablishmentStatus (code)"] in ("1", "3")]
    counts = Counter()
    for row in rows:
        type_code, phase = row["TypeOfEstablishment (code)"], row["PhaseOfEducation (code)"]
        ages = [int(row[age]) if row.get(age) else None for age in ("StatutoryLowAge", "StatutoryHighAge")]
        funded = kinds.is_state_funded(type_code)
        counts["funded", funded] += 1
        if funded:
            counts["primary"] += kinds.is_primary(type_code, phase, *ages) is True
            counts["secondary"] += kinds.is_secondary(type_code, phase, *ages) is True
    # England has about 16,800 state-funded primary and 3,450 secondary schools, 22,000 state-funded in all,
    # and 2,400 independent ones; the register counts Welsh and overseas schools as well.
    assert 16_500 < counts["primary"] < 18_500
    assert 3_300 < counts["secondary"] < 4_500
    assert 21_500 < counts["funded", True] < 23_500
    assert 3_500 < counts["funded", False] < 5_500
    assert counts["funded", None] < 1_500
