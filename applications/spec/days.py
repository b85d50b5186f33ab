"""A day as people write it: 14 March 2024, 14 Mar 2024, 14/3/2024, 14.03.24 or 2024-03-14."""

import calendar
import re
from datetime import date

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
SEPARATED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", flags=re.ASCII)
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ?(?:of )?([a-z]{3,9})\.?,? (\d{4})", flags=re.ASCII)
BIGGEST_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", flags=re.ASCII)


def day_of(typed: object) -> date | None:
    """The day that was typed, day before month; None where it is none."""
    text = " ".join(str(typed or "").casefold().split())
    if match := BIGGEST_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := SEPARATED.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    elif match := IN_WORDS.fullmatch(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """1 to 12, of a month's name or its beginning; 0 of anything else."""
    return next((number for name, number in MONTHS.items() if name.startswith(word)), 0)
