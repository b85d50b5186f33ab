"""The hub's queue."""

from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import queue as paging
from applications.filters import CHOICES_KEPT_SECONDS, SHOWN_AS, TABS, ApplicationFilter, choices_for
from applications.models import AWAITING, Application, Outcome, Status
from applications.views.desk import RAIL_GROUPS, RAIL_QUEUE, count_groups, count_waiting, hub_of
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import Project

LONGEST_KEPT = 100
COUNTED = [Status.SUBMITTED.value, Status.IN_REVIEW.value, Status.PLACED.value, Status.DECLINED.value]
STATUS_WORDS = dict(Status.choices)
OUTCOME_WORDS = {**dict(Outcome.choices), Outcome.JUDGE.value: "To judge"}  # shorter than on a page of its own
OUTCOME_TAGS = {Outcome.ELIGIBLE: " tag-good", Outcome.JUDGE: " tag-care", Outcome.NOT_ELIGIBLE: " tag-bad"}
# What a row shows, and no more: the answers, the checks and the frozen form stay in the database.
SHOWN = (
    "id",
    "reference",
    "school_name",
    "status",
    "outcome",
    "submitted",
    "owner",
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
    tally, rail = counted(place, found)
    context = {
        "hub": place,
        "found": found,
        "panel": panel(place, found),
        "form": found.form,
        "rows": shown(page.rows, place, address(request.GET)),
        "total": tally[found.tab],
        "tabs": [(name, label, tally[name], address(request.GET, status=name)) for name, label in TABS.items()],
        "chips": [(label, words, address(request.GET, **{name: None})) for name, label, words in found.chips()],
        "clear": address(QueryDict(), status=request.GET.get("status"), sort=request.GET.get("sort")),
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


def for_rows(queryset):
    return queryset.values(*SHOWN, in_group=KeyTextTransform("in_group", "answers"))


def shown(rows: list[dict], hub: Hub, keep: str) -> list[dict]:
    """The rows in the words their template puts down, each with its link, which keeps the filters."""
    path = reverse("desk:application", args=[hub.slug, "x"]).removesuffix("x/")
    today = timezone.localdate()
    return [{"link": f"{path}{row['reference']}/{keep}", **in_words(row, today)} for row in rows]


def in_words(row: dict, today: date) -> dict:
    sent = timezone.localdate(row["submitted"])
    under = [row["reference"], row["authority__name"], "With other schools" if row["in_group"] == "yes" else ""]
    state = STATUS_WORDS[row["status"]]
    if row["status"] in AWAITING:
        state += f", {waiting((today - sent).days)}"
    return {
        "school": row["school_name"],
        "under": " · ".join(filter(None, under)),
        "phase": phase(row["project__kind"], row["project__year"]),
        "outcome": OUTCOME_WORDS.get(row["outcome"], "Not judged"),
        "tag": OUTCOME_TAGS.get(row["outcome"], ""),
        "sent": f"{sent.day} {sent:%b %Y}",
        "state": state,
        "owner": f"{row['owner__first_name'] or ''} {row['owner__last_name'] or ''}".strip() or row["owner__email"],
    }


def waiting(days: int) -> str:
    return "sent today" if days < 1 else "waits 1 day" if days == 1 else f"waits {days} days"


@lru_cache(maxsize=256)
def phase(kind: str, year: int) -> str:
    """The label of a project: its phase and academic year. A handful of them stand on each page many times."""
    return render_to_string("applications/desk/part_phase.html", {"project": Project(kind=kind, year=year)})


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
    wanted = [count_groups(hub)]
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
    return tabs, {"groups": paging.total(numbers[RAIL_GROUPS]), "queue": waiting}


def address(data: QueryDict, **changes: str | None) -> str:
    """The filters of `data` as "?…" with these changed or, given None, left out; the cursor is dropped."""
    kept = {name: data[name] for name in ApplicationFilter.base_filters if 0 < len(data.get(name, "")) <= LONGEST_KEPT}
    kept |= changes
    return "?" + urlencode({name: value for name, value in kept.items() if value})
