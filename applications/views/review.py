"""The hub's queue."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import queue as paging
from applications.filters import TABS, ApplicationFilter, choices_for
from applications.models import AWAITING, Application, Outcome, Status
from applications.views.desk import hub_of, rail
from hubs.access import desk_hubs
from hubs.models import Hub

LONGEST_KEPT = 100
COUNTED = (Status.SUBMITTED, Status.IN_REVIEW, Status.PLACED, Status.DECLINED)
STATUS_WORDS, OUTCOME_WORDS = dict(Status.choices), dict(Outcome.choices)
OUTCOME_TAGS = {Outcome.ELIGIBLE: " tag-good", Outcome.JUDGE: " tag-care", Outcome.NOT_ELIGIBLE: " tag-bad"}
# What a row shows. The answers, the checks and the frozen form stay in the database.
SHOWN = (
    "reference",
    "school_name",
    "status",
    "outcome",
    "submitted",
    "decided",
    "owner__first_name",
    "owner__last_name",
    "owner__email",
    "project__kind",
    "project__year",
    "authority__name",
)


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The one hub's queue, or a choice of hubs."""
    hubs = list(desk_hubs(request.user))
    if not hubs:
        raise Http404
    if len(hubs) == 1:
        return redirect("desk:queue", hubs[0].slug)
    return render(request, "applications/desk/home.html", {"hubs": hubs})


@login_required
@require_safe
def queue(request: HttpRequest, hub: str) -> HttpResponse:
    """25 of the hub's applications, narrowed and sorted as the address says."""
    place = hub_of(request, hub)
    found = filtered(request.GET, place, request.user)
    page = paging.page(
        for_rows(found.qs),
        paging.ORDERS[found.order],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    numbers = rail(place, **{status.value: found.without_status().filter(status=status) for status in COUNTED})
    tally, today = tallied(numbers), timezone.localdate()
    context = {
        "hub": place,
        "found": found,
        "boxes": found.boxes(),
        "form": found.form,
        "rows": [as_shown(row, today) for row in page.rows],
        "total": tally[found.tab],
        "tabs": [(name, label, tally[name], address(request.GET, status=name)) for name, label in TABS.items()],
        "chips": [(label, words, address(request.GET, **{name: None})) for name, label, words in found.chips()],
        "clear": address(QueryDict(), status=request.GET.get("status"), sort=request.GET.get("sort")),
        "before": page.before and address(request.GET, before=page.before),
        "after": page.after and address(request.GET, after=page.after),
        "first": address(request.GET),
        "last": page.after and address(request.GET, before="end"),
        "applications_path": reverse("desk:application", args=[place.slug, "x"]).removesuffix("x/"),
        "keep": address(request.GET),
        "rail": numbers,
        "here": "queue",
    }
    return render(request, "applications/desk/queue.html", context)


def filtered(data: QueryDict, hub: Hub, user) -> ApplicationFilter:
    """The hub's applications as this address narrows them."""
    sent = Application.objects.reviewable_by(user).filter(hub=hub)
    return ApplicationFilter(data, sent, choices=choices_for(hub), user=user)


def for_rows(queryset):
    in_group = KeyTextTransform("in_group", "answers")
    return queryset.select_related("owner", "project", "authority").only(*SHOWN).annotate(in_group=in_group)


def as_shown(row: Application, today: date) -> Application:
    """The row with what its template would otherwise work out: how long it waits, and whether with others."""
    row.wishes_company = row.in_group == "yes"
    row.status_words = STATUS_WORDS[row.status]
    row.outcome_words = OUTCOME_WORDS.get(row.outcome, "Not judged")
    row.outcome_tag = OUTCOME_TAGS.get(row.outcome, "")
    row.waits = ""
    if row.status in AWAITING:
        days = (today - timezone.localdate(row.submitted)).days
        row.waits = "Today" if days < 1 else "Waits 1 day" if days == 1 else f"Waits {days} days"
    return row


def tallied(numbers: dict) -> dict:
    """Counts by tab. The sum of counts that ended early reads as one that did."""
    by_tab = {status.value: numbers[status.value] for status in COUNTED}
    by_tab["waiting"] = paging.Count(sum(numbers[status.value] for status in AWAITING))
    by_tab["all"] = paging.Count(sum(by_tab[status.value] for status in COUNTED))
    return by_tab


def address(data: QueryDict, **changes: str | None) -> str:
    """The filters of `data` as "?…" with these changed or, given None, left out; the cursor is dropped."""
    kept = {name: data[name] for name in ApplicationFilter.base_filters if 0 < len(data.get(name, "")) <= LONGEST_KEPT}
    kept |= changes
    return "?" + urlencode({name: value for name, value in kept.items() if value})
