"""What people type into other forms, as this form keeps it; and which column is which question (5.7)."""

from datetime import UTC, datetime

import pytest

from applications import spec
from applications.arrivals import mapping
from applications.arrivals.values import (
    Response,
    Typed,
    _name_parts,
    moment_of,
    month_comes_first,
    response_of,
    value_of,
    yes_or_no,
)
from applications.spec.types import Field, Kind
from journal.moves import Refused
from tests.applications.arrivals.conftest import HEADINGS

YEARS = Field(
    "years", "Year groups", Kind.CHOICES, choices=(("y7", "Year 7"), ("y8", "Year 8"), ("ks4", "Key Stage 4, all"))
)
TIE = Field("tie", "Tie", Kind.CHOICE, choices=(("trust", "In the same trust"), ("other", "Another tie")))


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (Field("a", "A"), "  two \n words ", "two words"),
        (Field("a", "A", most_characters=5), "too long", None),
        (Field("a", "A", Kind.WORDS), " one\ntwo ", "one\ntwo"),
        (Field("a", "A", Kind.EMAIL), " mailto:ann@example.org; ", "ann@example.org"),
        (Field("a", "A", Kind.PHONE), "01632 960 001", "01632 960 001"),
        (Field("a", "A", Kind.TRN), "RP99/12345", "9912345"),
        (Field("a", "A", Kind.TRN), "99123", "99123"),
        (Field("a", "A", Kind.POSTCODE), "gl51aa", "GL5 1AA"),
        (Field("a", "We agree to all of it.", Kind.TICK), "We agree to all of it", True),
        (Field("a", "A", Kind.TICK), "I agree to the terms", True),
        (Field("a", "A", Kind.TICK), "I do not agree", False),
        (Field("a", "A", Kind.TICK), "maybe", None),
        (Field("a", "A", Kind.YES_NO), "YES.", "yes"),
        (Field("a", "A", Kind.YES_NO), "No, we apply alone", "no"),
        (Field("a", "A", Kind.YES_NO), "perhaps", None),
        (TIE, "in the SAME trust", "trust"),
        (TIE, "other", "other"),
        (TIE, "cousins", None),
        (YEARS, "Year 7, year 8", ["y7", "y8"]),
        (YEARS, "Year 8;Year 7;", ["y8", "y7"]),
        (YEARS, "Year 7, Key Stage 4, all", ["y7", "ks4"]),
        (YEARS, "Year 7, Year 12", None),
    ],
)
def test_a_cell_as_an_answer(field, cell, value):
    assert value_of(field, cell) == value


@pytest.mark.parametrize(("cell", "means"), [("x", True), ("TRUE", True), ("0", False), ("", None), ("Nobody", None)])
def test_words_for_yes_and_no(cell, means):
    assert yes_or_no(cell) is means


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("05/03/2027 14:22:11", "2027-03-05 14:22", "2027-05-03 13:22"),
        ("2027-03-05T14:22:11", "2027-03-05 14:22", "2027-03-05 14:22"),
        ("2027/03/05 2:22:11 PM GMT", "2027-03-05 14:22", "2027-03-05 14:22"),
        ("2027/07/05 2:22:11 pm GMT+1", "2027-07-05 13:22", "2027-07-05 13:22"),
        ("05/07/2027 14:22", "2027-07-05 13:22", "2027-05-07 13:22"),
        ("3/5/27 12:05 am", "2027-05-03 23:05-1", "2027-03-05 00:05"),
        ("05.03.2027", "2027-03-05 12:00", "2027-05-03 11:00"),
        ("30/02/2027 10:00", None, None),
        ("13:99", None, None),
        ("99/99/9999 99:99", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_a_moment_is_londons_unless_it_says_otherwise(text, day_first, month_first):
    for words, order in ((day_first, False), (month_first, True)):
        found = moment_of(text, month_first=order)
        if words and words.endswith("-1"):  # just after midnight in summer is the day before in UTC
            words = "2027-05-02 23:05"
        assert (found and found.astimezone(UTC).strftime("%Y-%m-%d %H:%M")) == words


def test_months_come_first_only_where_nothing_else_can_be_read():
    assert month_comes_first(["3/25/2027 10:00", "3/4/2027 10:00"])
    assert not month_comes_first(["3/4/2027 10:00"])
    assert not month_comes_first(["25/3/2027", "3/25/2027", ""])


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Dr Ann Mary Lee", "Dr Ann Mary", "Lee"),
        ("Lee, Ann", "Ann", "Lee"),
        ("Ann", "Ann", None),
    ],
)
def test_a_name_in_one_column(cell, first, last):
    found = _name_parts("lead_", cell)
    assert (found.get("lead_first_name"), found.get("lead_last_name")) == (first, last)


def test_columns_are_guessed_from_their_headings(readiness):
    known = mapping.targets(spec.form_for(readiness))
    assert mapping.guess(list(HEADINGS), known, {}) == [
        "time",
        "answer:email",
        "full:",
        "school:name",
        "school:postcode",
        "school:urn",
        "answer:job",
        "answer:telephone",
        "answer:statement",
        "answer:in_group",
    ]


def test_people_are_told_apart_by_their_role(readiness):
    known = mapping.targets(spec.form_for(readiness))
    role = next(target.label for target in known.all() if target.means.startswith("full:") and ":" in target.label)
    who = role.partition(":")[0]
    found = mapping.guess([f"{who} name", f"Email of the {who.lower()}", "Favourite colour"], known, {})
    assert found[0].startswith("full:")
    assert found[1].endswith("_email")
    assert found[2] == "out"


def test_what_a_hub_said_before_goes_first(readiness):
    known = mapping.targets(spec.form_for(readiness))
    before = {"email address": "out", "colour": "answer:job", "gone": "answer:no_such"}
    assert mapping.guess(["Email address", "Colour", "Gone"], known, before) == ["out", "answer:job", "out"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["answer:email", "out"], "holds the URN or the name"),
        (["school:urn", "out"], "address of whoever filled it in"),
        (["school:urn", "school:urn"], "cannot both be “URN of the school”"),
        (["school:urn", "answer:nothing"], "from the list beside it"),
        (["school:urn"], "from the list beside it"),
    ],
)
def test_columns_that_do_not_do_are_refused(readiness, columns, says):
    with pytest.raises(Refused, match=says):
        mapping.check(columns, ["One", "Two"], readiness)


def test_one_column_of_criteria_ticks_each_that_it_names(readiness):
    form = spec.form_for(readiness)
    page = form.page("why", "criteria")
    ticks = [field for field in page.fields if field.kind is Kind.TICK]
    cell = f"{ticks[0].label}, {ticks[2].label}"
    response = response_of(form, ["ticks:criteria"], [cell], lambda cell: [])
    assert response.answers == {ticks[0].name: True, ticks[2].name: True}
    unread = response_of(form, ["ticks:criteria"], ["Other"], lambda cell: [])
    assert unread == Response(Typed(), unread=[f"{page.title}: “Other”"])


def test_a_moment_keeps_its_seconds():
    assert moment_of("2027-03-05 14:22:11Z") == datetime(2027, 3, 5, 14, 22, 11, tzinfo=UTC)
