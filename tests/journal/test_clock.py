from datetime import UTC, date, datetime

import pytest

from journal.clock import clock, day, day_and_clock


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (datetime(2027, 3, 5, 15, 30, tzinfo=UTC), "3:30pm"),
        (datetime(2027, 3, 5, 0, 5, tzinfo=UTC), "12:05am"),
        (datetime(2027, 7, 5, 11, 0, tzinfo=UTC), "12:00pm"),
    ],
)
def test_a_moment_is_told_in_london_time(moment, says):
    assert clock(moment) == says


def test_a_late_summer_evening_in_utc_is_the_next_day_in_london():
    assert day(datetime(2027, 7, 5, 23, 30, tzinfo=UTC)) == "6 July 2027"
    assert day(date(2027, 3, 5)) == "5 March 2027"


def test_a_moment_and_its_day():
    assert day_and_clock(datetime(2027, 3, 5, 15, 30, tzinfo=UTC)) == "3:30pm on 5 March 2027"
