"""What a kind of reminder declares. A kind is one `Kind` and one function; the rest is the same for all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Model
from django.utils import timezone

from hubs.models import Hub
from schools.calendar import SchoolDays, is_working_day


@dataclass(frozen=True)
class Asked:
    """What a kind is asked for: everything that could go out from `first` to `last`, of these hubs (None: of all)."""

    first: date
    last: date
    days: SchoolDays
    hubs: frozenset[int] | None = None

    def of_hubs(self, queryset, name: str = "hub"):
        """Only rows of the hubs that are asked for."""
        return queryset if self.hubs is None else queryset.filter(**{f"{name}__in": self.hubs})


@dataclass(frozen=True)
class Wanted:
    """One reminder for one person: from which day it is due, and until when it still makes sense.

    `occasion` tells this time from other times for the same subject and person: it holds the date that it depends on,
    so a date that moves makes another reminder. `reason` and `whom` are for the hub's page, where the address or the
    school are not the hub's to see; empty: `why` and `to`.
    """

    hub: Hub
    subject: Model
    occasion: str
    to: str
    day: date
    until: datetime | None
    title: str
    why: str
    path: str
    button: str
    reason: str = ""
    whom: str = ""
    authority: int | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of reminder. `necessary` says why nobody can turn it off; "" where everybody can."""

    code: str
    title: str
    for_school: bool
    find: Callable[[Asked], Iterable[Wanted]]
    necessary: str = ""

    def key(self, wanted: Wanted) -> str:
        """One key for each person, subject and occasion. It says none of them: it stands in addresses."""
        label = wanted.subject._meta.label_lower
        parts = (self.code, label, str(wanted.subject.pk), wanted.occasion, wanted.to)
        return sha256("\n".join(parts).encode()).hexdigest()[:32]

    def may_go(self, wanted: Wanted, day: date, days: SchoolDays) -> bool:
        """On school days to schools, on working days to hubs."""
        return days.is_school_day(day, wanted.authority) if self.for_school else is_working_day(day)


def week_of(day: date) -> date:
    """The first working day of the week."""
    monday = day - timedelta(days=day.weekday())
    return next((d for d in (monday + timedelta(days=n) for n in range(5)) if is_working_day(d)), monday)


def local(moment: datetime) -> date:
    """The day it is in London."""
    return timezone.localdate(moment)
