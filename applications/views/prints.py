"""Paper: one application, and the pack of a decision meeting (all that a filter shows)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import dossier
from applications.models import Application
from applications.queue import ORDERS
from applications.views.desk import hub_of
from applications.views.review import address, filtered

MOST = 300
WITH = ("school__authority", "school__trust", "project", "owner", "place__group", "place__overridden_by")


@never_cache
@login_required
@require_safe
def application(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """One application on paper: what was judged, what the school says, what the hub noted."""
    place = hub_of(request, hub)
    rows = Application.objects.reviewable_by(request.user).filter(hub=place)
    rows = rows.select_related(*WITH).prefetch_related("notes__by", "judgements__by")
    found = get_object_or_404(rows, reference=reference)
    context = {"hub": place, "sheets": [_sheet(found)], "keep": address(request.GET)}
    return render(request, "applications/desk/print.html", context)


@never_cache
@login_required
@require_safe
def pack(request: HttpRequest, hub: str) -> HttpResponse:
    """All that the filter shows, a table of them first; each begins on a page of its own."""
    place = hub_of(request, hub)
    found = filtered(request.GET, place, request.user)
    order = ORDERS[found.order]
    sign = "-" if order.descending else ""
    rows = found.qs.select_related(*WITH).prefetch_related("notes__by", "judgements__by", "criterion_claims__criterion")
    rows = list(rows.order_by(f"{sign}{order.column}", f"{sign}id")[: MOST + 1])
    context = {
        "hub": place,
        "found": found,
        "chips": found.chips(),
        "sheets": [] if len(rows) > MOST else [_sheet(row) for row in rows],
        "too_many": len(rows) > MOST,
        "most": MOST,
        "keep": address(request.GET),
    }
    return render(request, "applications/desk/pack.html", context)


def _sheet(row: Application) -> dict:
    checks = dossier.checks(row)
    return {
        "application": row,
        "checks": [check for check in checks if check.outcome != "pass" or check.judged],
        "passed": [check.title for check in checks if check.outcome == "pass" and not check.judged],
        "facts": dossier.facts(row),
        "sections": dossier.sections(row, trns=False),
    }
