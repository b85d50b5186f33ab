"""All hubs at a glance: numbers only, no school and no person."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.models import UNDECIDED, Application, Status
from hubs.models import Hub
from workgroups.models import Project

KEPT_SECONDS = 60
BAR_WIDTH = 300
# The parts of a bar, from left to right: each application is in one of them, where it is now; what was passed on is
# counted at the other hub alone.
KINDS = ("waiting", "listed", "offered", "placed", "declined", "unused", "elsewhere", "withdrawn")


@dataclass
class HubRow:
    """How one hub's applications stand."""

    name: str
    by_status: dict = field(default_factory=dict)
    widest: int = 1

    @property
    def waiting(self) -> int:
        return sum(self.by_status.get(status.value, 0) for status in (*UNDECIDED, Status.PASSING_ON))

    @property
    def listed(self) -> int:
        """On a waiting list."""
        return self.by_status.get(Status.WAITING_LIST.value, 0)

    @property
    def offered(self) -> int:
        """A place, or an alternative."""
        return sum(self.by_status.get(status.value, 0) for status in (Status.OFFERED, Status.ALTERNATIVE_OFFERED))

    @property
    def placed(self) -> int:
        return self.by_status.get(Status.PLACED.value, 0)

    @property
    def declined(self) -> int:
        return self.by_status.get(Status.DECLINED.value, 0)

    @property
    def unused(self) -> int:
        """Offered a place, and it was turned down or not answered."""
        return sum(self.by_status.get(status.value, 0) for status in (Status.TURNED_DOWN, Status.LAPSED))

    @property
    def elsewhere(self) -> int:
        """The school has taken something else: that application is counted for itself."""
        return self.by_status.get(Status.TOOK_ALTERNATIVE.value, 0)

    @property
    def withdrawn(self) -> int:
        return self.by_status.get(Status.WITHDRAWN.value, 0)

    @property
    def total(self) -> int:
        return sum(getattr(self, kind) for kind in KINDS)

    @property
    def bars(self) -> list[dict]:
        """The parts of the hub's bar from left to right, to the scale of the hub with most."""
        bars, x = [], 0.0
        for kind in KINDS:
            width = getattr(self, kind) * BAR_WIDTH / self.widest
            bars.append({"kind": kind, "x": round(x, 1), "width": round(width, 1)})
            x += width
        return bars


@login_required
@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """Counts per hub and status of one academic year, for people with a national role."""
    if not request.user.is_national:
        raise Http404
    years = sorted(set(Project.objects.values_list("year", flat=True)), reverse=True)
    year = _year(request.GET.get("year", ""), years)
    rows = _rows(year)
    whole = HubRow("All hubs")
    for status in Status:
        whole.by_status[status.value] = sum(row.by_status.get(status.value, 0) for row in rows)
    context = {
        "rows": [row for row in rows if row.total],
        "without": [row.name for row in rows if not row.total],
        "whole": whole,
        "bar_width": BAR_WIDTH,
        "finding": finding(rows, whole),
        "years": [(each, Project(year=each).academic_year) for each in years],
        "year": year,
        "year_words": Project(year=year).academic_year if year else "",
    }
    return render(request, "applications/desk/national.html", context)


def _year(asked: str, years: list[int]) -> int | None:
    """The year asked for where there is one of it, else the newest."""
    return next((year for year in years if str(year) == asked), years[0] if years else None)


def _rows(year: int | None) -> list[HubRow]:
    """Every hub in order of name; one walk over the year's applications, kept for a minute."""
    near, key = caches["near"], f"national-{year}"
    counted = near.get(key)
    if counted is None:
        sent = Application.objects.filter(project__year=year).exclude(status=Status.DRAFT).order_by()
        counted = list(sent.values_list("hub", "status").annotate(number=Count("pk")))
        near.set(key, counted, KEPT_SECONDS)
    rows = {hub.pk: HubRow(hub.name) for hub in Hub.objects.only("name")}
    for hub, status, number in counted:
        if hub in rows:
            rows[hub].by_status[status] = number
    widest = max((row.total for row in rows.values()), default=0) or 1
    for row in rows.values():
        row.widest = widest
    return list(rows.values())


def finding(rows: list[HubRow], whole: HubRow) -> str:
    """The one sentence that the picture and the table bear out."""
    if not whole.total:
        return "No school has applied yet this year. Numbers appear here as soon as the first application is sent."
    sent = f"Schools have sent {whole.total:,} application{'s' if whole.total > 1 else ''}"
    if not whole.waiting:
        ended = f"{whole.placed:,} placed, {whole.declined:,} declined"
        if whole.withdrawn:
            return f"{sent}, and none of them waits: {ended}, {whole.withdrawn:,} withdrawn."
        return f"{sent}, and every one of them is decided: {ended}."
    most = max(rows, key=lambda row: row.waiting)
    share = round(100 * whole.waiting / whole.total)
    return f"{sent}; {whole.waiting:,} of them ({share}%) wait for a decision, most at {most.name} ({most.waiting:,})."
