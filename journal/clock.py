"""Moments as people here write them: 3:30pm, 5 March 2027, London time. (Django's own formats say "3:30 p.m.".)"""

from datetime import date, datetime, timedelta

from django.utils import timezone


def clock(moment: datetime) -> str:
    """Like 3:42pm."""
    local = timezone.localtime(moment)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day(moment: date | datetime) -> str:
    """Like 5 March 2027; of a moment, the day it is in London."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%B %Y}"


def day_and_clock(moment: datetime) -> str:
    """Like 3:42pm on 5 March 2027."""
    return f"{clock(moment)} on {day(moment)}"


def how_long(time: timedelta) -> str:
    """Like "less than a minute", "1 minute", "2 hours and 5 minutes", "3 days"."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    days, hours = minutes // 1440, minutes // 60
    if days:
        return _so_many(days, "day")
    parts = [(hours, "hour"), (minutes % 60, "minute")]
    return " and ".join(_so_many(number, word) for number, word in parts if number)


def _so_many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
