"""The hub's queue."""

from collections import Counter
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from applications import bulk
from applications import queue as paging
from applications.filters import CHOICES_KEPT_SECONDS, SHOWN_AS, TABS, ApplicationFilter, choices_for
from applications.models import AWAITING, Application, Status
from applications.saved_views import views_for
from applications.views import rows
from applications.views.desk import (
    RAIL_QUEUE,
    count_waiting,
    counts_of_rail,
    hub_of,
    rail_of,
)
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import WorkGroup

LONGEST_KEPT = 100
# The filters, and whether one goes on to the next after a decision.
KEPT = (*ApplicationFilter.base_filters, "then")
NOTHING_ASKED = "status=waiting"
COUNTED = [status.value for status in Status if status != Status.DRAFT]


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The one hub's queue, or a choice of hubs."""
    hubs = list(desk_hubs(request.user))
    if not hubs:
        raise Http404
    if len(hubs) == 1:
        return redirect("desk:queue", hubs[0].slug)
    lacking = Counter(WorkGroup.objects.filter(hub__in=hubs).lacking().values_list("hub", flat=True))
    for each in hubs:
        each.lacking = lacking[each.pk]
    return render(request, "applications/desk/home.html", {"hubs": hubs})


@login_required
@require_safe
def queue(request: HttpRequest, hub: str) -> HttpResponse:
    """25 of the hub's applications, narrowed and sorted as the address says; where it is silent, by one's own view."""
    place = hub_of(request, hub)
    views = list(views_for(place, request.user))
    if not request.META.get("QUERY_STRING"):
        first = next((view for view in views if view.is_first and view.query), None)
        if first:
            return redirect(f"{request.path}?{first.query}")
    found = filtered(request.GET, place, request.user)
    page = paging.page(
        rows.for_rows(found.qs),
        paging.ORDERS[found.order],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    tally, rail = counted(place, found)
    context = {
        "hub": place,
        "found": found,
        "panel": panel(place, found),
        "form": found.form,
        "views": views,
        "understood": found.understood(),
        "rows": rows.shown(page.rows, found, place, address(request.GET)),
        "most": bulk.MOST,
        "total": tally[found.tab],
        "tabs": [(name, label, tally[name], address(request.GET, status=name)) for name, label in TABS.items()],
        "chips": [(label, words, address(request.GET, **{name: None})) for name, label, words in found.chips()],
        "clear": address(QueryDict(), status=request.GET.get("status"), sort=request.GET.get("sort")),
        "keep": address(request.GET),
        "rail": rail,
        "here": "queue",
        **neighbours(request.GET, page),
    }
    return render(request, "applications/desk/queue.html", context)


def neighbours(data: QueryDict, page: paging.Page) -> dict[str, str]:
    """Where the pages around this one are; empty where there is none."""
    return {
        "first": address(data),
        "before": page.before and address(data, before=page.before),
        "after": page.after and address(data, after=page.after),
        "last": page.after and address(data, before="end"),
    }


def filtered(data: QueryDict, hub: Hub, user) -> ApplicationFilter:
    """The hub's applications as this address narrows them. `hub` is one whose desk `user` works at."""
    return ApplicationFilter(data, Application.objects.sent_to(hub), choices=choices_for(hub), user=user)


def panel(hub: Hub, found: ApplicationFilter) -> str:
    """The filter panel. As long as nothing is filtered it is the same for everybody, and kept for a minute."""
    in_use = bool(found.chosen or found.form.errors)
    # What was typed and means nothing (blanks) stands in its box, so that panel is this reader's alone.
    same_for_all = not in_use and not any(found.data.get(name) for name in SHOWN_AS if name != "sort")
    key = f"queue-panel-{hub.pk}-{found.tab}-{found.order}"
    kept = caches["near"].get(key) if same_for_all else None
    if kept is None:
        context = {"hub": hub, "found": found, "boxes": found.boxes(), "in_use": in_use}
        kept = render_to_string("applications/desk/queue_filters.html", context)
        if same_for_all:
            caches["near"].set(key, kept, CHOICES_KEPT_SECONDS)
    return kept


def counted(hub: Hub, found: ApplicationFilter) -> tuple[dict, dict]:
    """Counts by tab within the filters, and those of the rail; one query.

    Without a filter each status is counted to its own end, straight from an index. A filter has to be
    walked: once for all statuses, and where that walk stops early every number is a lower bound.
    """
    wanted = counts_of_rail(hub)
    if found.chosen:
        wanted += [
            paging.Counting.grouped(found.without_status().order_by("-submitted", "-id"), "status"),
            count_waiting(hub),
        ]
    else:
        wanted += paging.Counting.of_each(found.without_status(), "status", COUNTED)
    numbers = paging.counts(wanted)
    parts = {status: numbers.get(status, 0) for status in COUNTED}
    stopped = bool(found.chosen) and sum(parts.values()) > paging.MOST_COUNTED
    tabs = {status: paging.total(number, stopped=stopped) for status, number in parts.items()}
    tabs["waiting"] = paging.total(*(parts[status.value] for status in AWAITING), stopped=stopped)
    tabs["all"] = paging.total(*parts.values(), stopped=stopped)
    waiting = paging.total(numbers[RAIL_QUEUE]) if found.chosen else tabs["waiting"]
    return tabs, rail_of(numbers, waiting)


def address(data: QueryDict, **changes: str | None) -> str:
    """The filters of `data` as "?…" with these changed or, given None, left out; the cursor is dropped."""
    kept = {name: data[name] for name in KEPT if 0 < len(data.get(name, "")) <= LONGEST_KEPT}
    kept |= changes
    # Even an address that asks for nothing says so, or it would open the reader's own first view.
    return "?" + (urlencode({name: value for name, value in kept.items() if value}) or NOTHING_ASKED)
