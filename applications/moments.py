"""Days and times in forms, taken as people write them."""

import re
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.spec.days import day_of

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class DayField(forms.DateField):
    """A day typed in a box, in the ways people write one."""

    default_error_messages = {"invalid": "Enter a day like 5/3/2027 or 5 March 2027."}

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        day = day_of(value)
        if day is None:
            if not str(value).strip():
                return None
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not date(2000, 1, 1) <= day <= date(2100, 12, 31):
            raise ValidationError("Enter a day between 2000 and 2100.")
        return day


class ClockField(forms.CharField):
    """A time of day: 3:30pm, 5 pm, 15:30, noon. What could be morning or evening is asked again."""

    default_error_messages = {
        "invalid": "Enter a time like 9am or 3:30pm.",
        "which": "Say am or pm: write it like 9:30am or 3:30pm.",
    }

    def to_python(self, value):
        text = " ".join(str(value or "").casefold().split())
        if not text:
            return None
        if text in NAMED:
            return NAMED[text]
        match = CLOCK.fullmatch(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
        if (not half and match[2] is None) or (not half and len(match[1]) == 1):
            raise ValidationError(self.error_messages["which"], code="which")
        if minute > 59 or (half and not 1 <= hour <= 12) or hour > 23:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def moment_of(day: date, clock: time, was: datetime | None = None) -> datetime:
    """That time of that day in London; the very moment it `was` where its day and minute are the same."""
    moment = timezone.make_aware(datetime.combine(day, clock))
    if was is not None and timezone.localtime(was).replace(second=0, microsecond=0) == moment:
        return was
    return moment
