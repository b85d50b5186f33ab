"""Where on its waiting list a school stands: of one application, and in a query over many."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from applications.deciding.models import WaitingEntry
from applications.deciding.waiting import current
from applications.models import Application
from journal.words import ordinal


@dataclass(frozen=True)
class Position:
    """Where a school stands: `place` of `number`, 1 is the next."""

    place: int
    number: int

    def __str__(self):
        return f"{ordinal(self.place)} of {self.number}"


def of(application: Application) -> Position | None:
    """None for one that is not on the list; two queries."""
    entry = application.waiting_entries.filter(left=None).first()
    if entry is None:
        return None
    rows = current(application.hub, application.project)
    return Position(rows.filter(order__lt=entry.order).count() + 1, rows.count())


def place_on_the_list() -> Subquery:
    """The same place, in a query over applications."""
    here = WaitingEntry.objects.filter(left=None, application__pk=OuterRef("pk"))
    ahead = WaitingEntry.objects.filter(left=None, hub=OuterRef("hub"), project=OuterRef("project"))
    ahead = ahead.filter(order__lte=OuterRef("order")).order_by().values("hub").annotate(n=Count("pk")).values("n")
    return Subquery(here.order_by().annotate(place=Subquery(ahead)).values("place")[:1])
