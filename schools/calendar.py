"""Days on which people are written to: working days for hubs, school days for schools.

England's bank holidays come from the `holidays` package. Which days an authority's schools are open is in TermDates;
where nobody has loaded them for that school year, every working day outside August counts.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from schools.models import TermDates

NINE, FIVE = time(9), time(17)
AUGUST = 8
_FARTHEST = 120  # days that are looked through before the search is given up


@lru_cache(maxsize=32)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """A weekday that is no bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def nine(day: date) -> datetime:
    """9am of that day in London: in summer an hour earlier by UTC. No clock change comes near it."""
    return timezone.make_aware(datetime.combine(day, NINE))


def school_year(day: date) -> int:
    """The calendar year in which the school year of this day began."""
    return day.year if day.month > AUGUST else day.year - 1


class SchoolDays:
    """Term dates, read once; each question after that costs nothing."""

    def __init__(self):
        self.terms: dict[tuple[int, int], list[tuple[date, date]]] = defaultdict(list)
        for authority, starts, ends in TermDates.objects.order_by().values_list("authority", "starts", "ends"):
            self.terms[authority, school_year(starts)].append((starts, ends))

    def is_school_day(self, day: date, authority: int | None = None) -> bool:
        """Whether the schools of this authority (its key; None: somewhere in England) are open."""
        if day.month == AUGUST or not is_working_day(day):
            return False
        terms = self.terms.get((authority, school_year(day)))
        return terms is None or any(starts <= day <= ends for starts, ends in terms)

    def on_or_before(self, day: date, authority: int | None = None) -> date:
        """The last school day up to this one; the day itself where none is near."""
        for number in range(_FARTHEST):
            if self.is_school_day(day - timedelta(days=number), authority):
                return day - timedelta(days=number)
        return day
