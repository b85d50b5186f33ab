"""Days as people write them."""

from datetime import date

import pytest

from applications.spec.check import in_words, problems
from applications.spec.days import day_of
from applications.spec.types import Field, Kind, Page

DAY = Field("day", "Day", Kind.DATE, "Enter the day.")


@pytest.mark.parametrize(
    "typed",
    ["14 March 2024", " 14  march 2024", "14 Mar 2024", "14th of March, 2024", "14/3/2024", "14.03.24", "2024-03-14"],
)
def test_a_day_is_understood_however_it_is_written(typed):
    assert day_of(typed) == date(2024, 3, 14)


@pytest.mark.parametrize(
    "typed",
    ["", None, True, "March 2024", "31 February 2024", "3/14/2024", "14 Ma 2024", "0/0/0000", "9" * 4000, "١/٢/٢٠٢٤"],
)
def test_what_is_no_day_is_none(typed):
    assert day_of(typed) is None


def test_what_is_no_day_is_told_how_one_looks():
    page = Page("page", "Page", (DAY,))
    assert problems(page, {"day": "spring 2024"}) == [("day", "Enter a date like 14 March 2024.")]
    assert problems(page, {"day": "1/9/2024"}) == []


def test_a_day_reads_the_same_however_it_was_typed():
    assert in_words(DAY, "1/9/2024") == "1 September 2024"
    assert in_words(DAY, "spring") == "spring"
