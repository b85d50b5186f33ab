"""Moments as people here write them: 3:30pm, 5 March 2027, London time. (Django's own formats say "3:30 p.m.".)"""

from datetime import date, datetime

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
