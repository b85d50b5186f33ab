"""Bringing in forms that arrived beside the service: file, columns, schools, what will happen, undoing (U1)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import spec
from applications.arrivals import bring_in, desk, mapping, matching, plan, undo
from applications.arrivals.forms import ColumnsForm, FileForm, SchoolsForm
from applications.arrivals.models import Arrival, ArrivalRow
from applications.arrivals.values import typed_of
from applications.models import Outcome
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.moves import Refused

SECONDS = 5  # of work within one request; the rest goes on beside it
SHOWN, SCHOOLS_SHOWN = 50, 10
SAMPLES = 2
OPEN_MATCHES = (ArrivalRow.Match.DOUBTFUL, ArrivalRow.Match.NONE)
TAGS = {
    "new": "tag-good",
    "made": "tag-good",
    "incomplete": "tag-care",
    "to_confirm": "tag-care",
    "left_out": "tag-bad",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: HttpRequest, hub: str) -> HttpResponse:
    """The files brought in so far, and a form for the next one."""
    place = hub_of(request, hub)
    projects = desk.projects_for(place)
    form = FileForm(request.POST or None, request.FILES or None, projects=projects)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            taken = desk.take(
                hub=place,
                project=form.cleaned_data["project"],
                data=sent.read(),
                file_name=sent.name,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect("desk:arrival_columns", place.slug, taken.pk)
    own = Arrival.objects.reviewable_by(request.user).filter(hub=place).select_related("project", "by")
    page = Paginator(own, 25).get_page(request.GET.get("page"))
    context = {"form": form, "projects": projects, "page": page, "pages": _pages(page, {})}
    return _render(request, place, "arrivals", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """What each column of the file is."""
    place, found = _found(request, hub, key)
    if not found.is_open:
        return redirect("desk:arrival", place.slug, found.pk)
    known = mapping.targets(spec.form_for(found.project))
    form = ColumnsForm(request.POST or None, arrival=found, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            found = desk.set_columns(found, columns=form.columns(), by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            plan.look(found, seconds=SECONDS)
            return redirect("desk:arrival", place.slug, found.pk)
    first = list(found.rows.order_by("line").values_list("cells", flat=True)[:20])
    each = [
        (form[f"column_{number}"], _samples(first, number), means not in ("", mapping.OUT))
        for number, means in enumerate(found.columns)
    ]
    context = {"form": form, "arrival": found, "columns": each}
    return _render(request, place, "arrival_columns", context, status=422 if form.errors else 200)


def _samples(rows: list[list[str]], place: int) -> list[str]:
    words = [" ".join(cells[place].split()) for cells in rows if len(cells) > place and cells[place]]
    return [word if len(word) <= 60 else word[:59] + "…" for word in list(dict.fromkeys(words))[:SAMPLES]]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schools(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """Rows whose school is not certain, beside their candidates; or the one row of `?line=`."""
    place, found = _found(request, hub, key)
    if not found.is_open or not found.round:
        return redirect("desk:arrival", place.slug, found.pk)
    rows = _rows_to_confirm(found, request)
    form = SchoolsForm(request.POST or None, rows=rows)
    if request.method == "POST":
        whole = form.is_valid()
        if form.said():
            try:
                desk.confirm(found, choices=form.said(), by=request.user)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
                whole = False
        if whole:
            left = _open_rows(found).exists()
            return redirect("desk:arrival_schools" if left and form.said() else "desk:arrival", place.slug, found.pk)
    for row in rows:
        row.typed = typed_of(found.columns, row.cells)
        row.radios, row.words = form[f"row_{row.pk}"], form[f"other_{row.pk}"]
        row.said = row.radios.value() or _settled(row)
    context = {"form": form, "arrival": found, "rows": rows, "left": _open_rows(found).count()}
    return _render(request, place, "arrival_schools", context, status=422 if form.errors else 200)


def _open_rows(found: Arrival):
    """Rows that could be brought in as soon as somebody says which school they are."""
    return found.rows.filter(match__in=OPEN_MATCHES, looked_at=True, problem="").order_by("line")


def _rows_to_confirm(found: Arrival, request: HttpRequest) -> list[ArrivalRow]:
    """The rows of this page, each with `shown`, the schools to choose among; two queries."""
    rows = found.rows.filter(looked_at=True).select_related("school").order_by("line")
    line = request.GET.get("line", "")
    if line.isascii() and line.isdigit() and len(line) < 6:
        rows = rows.filter(line=int(line))
    else:
        drawn = [int(pk) for pk in request.POST.getlist("drawn")[:50] if pk.isascii() and pk.isdigit() and len(pk) < 19]
        rows = rows.filter(pk__in=drawn or _open_rows(found).values("pk"))
    rows = list(rows[:SCHOOLS_SHOWN])
    urns = [urn for row in rows for urn in row.candidates] + [row.school.urn for row in rows if row.school]
    known = {school.urn: school for school in matching.candidates_of(urns)}
    for row in rows:
        own = [row.school.urn] if row.school else []
        row.shown = [known[urn] for urn in dict.fromkeys([*own, *row.candidates]) if urn in known]
    return rows


def _settled(row: ArrivalRow) -> str:
    if row.match == ArrivalRow.Match.SKIPPED:
        return "skip"
    return str(row.school.urn) if row.school else ""


@login_required
@require_safe
def arrival(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """What will happen to each response, or what did."""
    place, found = _found(request, hub, key)
    if found.is_open and not found.round:
        return redirect("desk:arrival_columns", place.slug, found.pk)
    return _whole(request, place, found)


MOVES = {
    "bring_in": lambda found, request: _bring_in(found, request),
    "go_on": lambda found, request: _go_on(found),
    "put_away": lambda found, request: _put_away(found, request),
    "undo": lambda found, request: _undo(found, request),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, hub: str, key: int, move: str) -> HttpResponse:
    """Bring it in, go on with it, put it away, or undo it."""
    place, found = _found(request, hub, key)
    if move not in MOVES:
        raise Http404
    if request.method == "POST":
        try:
            said = MOVES[move](found, request)
        except Refused as refusal:
            found.refresh_from_db()
            return _whole(request, place, found, refusal=refusal.reason, status=409)
        if said:
            messages.success(request, said)
        if move == "put_away":
            return redirect("desk:arrivals", place.slug)
    return redirect("desk:arrival", place.slug, found.pk)


def _bring_in(found: Arrival, request: HttpRequest) -> str:
    tell = request.POST.get("tell_schools") == "on"
    begun = bring_in.begin(found, tell_schools=tell, by=request.user)
    return _said(begun) if bring_in.go_on(begun, seconds=SECONDS) else ""


def _said(found: Arrival) -> str:
    number = found.counts.get("made", 0)
    s = "" if number == 1 else "s"
    told = " The schools get their receipts now." if found.tell_schools else ""
    return f"{number:,} application{s} brought in: you find them in the queue.{told}"


def _go_on(found: Arrival) -> str:
    if found.status == Arrival.Status.APPLYING:
        return _said(found) if bring_in.go_on(found, seconds=SECONDS) else ""
    if found.is_open and found.round:
        plan.look(found, seconds=SECONDS)
    return ""


def _put_away(found: Arrival, request: HttpRequest) -> str:
    desk.put_away(found, by=request.user)
    return f"{found.file_name} is put away, and what stood in it is erased."


def _undo(found: Arrival, request: HttpRequest) -> str:
    went, stay = undo.undo(found, by=request.user)
    more = f" {stay:,} stay, because something has happened to them since." if stay else ""
    return f"{went:,} application{'' if went == 1 else 's'} taken back.{more}"


def _whole(request: HttpRequest, place: Hub, found: Arrival, *, refusal: str = "", status: int = 200) -> HttpResponse:
    fates = plan.fates(found)
    numbers = plan.count(fates)
    kind = request.GET.get("kind", "")
    chosen = [fate for fate in fates if fate.kind == kind] if kind in numbers else fates
    page = Paginator(chosen, SHOWN).get_page(request.GET.get("page"))
    goes, stays = undo.what_stays(found) if found.status == Arrival.Status.APPLIED else ([], [])
    verdicts = plan.verdicts(fates)
    context = {
        "arrival": found,
        "refusal": refusal,
        "tabs": [("", "All", len(fates)), *((each, plan.KINDS[each], numbers[each]) for each in numbers)],
        "kind": kind if kind in numbers else "",
        "rows": _shown(found, page.object_list),
        "page": page,
        "pages": _pages(page, {"kind": kind} if kind in numbers else {}),
        "verdicts": [(label, verdicts[value]) for value, label in Outcome.choices if verdicts[value]],
        "new": numbers.get("new", 0) + numbers.get("incomplete", 0),
        "numbers": numbers,
        "waiting": numbers.get("waiting", 0),
        "done": sum(fate.kind in ArrivalRow.Result.values or fate.kind == "skipped" for fate in fates),
        "total": len(fates),
        "goes": goes,
        "stays": stays,
        "erased_on": found.at + desk.KEPT,
    }
    return _render(request, place, "arrival", context, status=status)


def _shown(found: Arrival, fates: list[plan.Fate]) -> list[dict]:
    """The rows of one page in words; one query."""
    whole = ArrivalRow.objects.filter(pk__in=[fate.pk for fate in fates]).select_related("school", "application")
    rows = {row.pk: row for row in whole}
    outcomes = dict(Outcome.choices)
    return [
        {
            "row": rows[fate.pk],
            "typed": str(typed_of(found.columns, rows[fate.pk].cells)) if rows[fate.pk].cells else "",
            "kind": plan.KINDS[fate.kind],
            "tag": TAGS.get(fate.kind, ""),
            "verdict": outcomes.get(fate.outcome, "") if fate.kind in ("new", "incomplete", "made") else "",
            "to_confirm": fate.kind == "to_confirm",
            "application": getattr(rows[fate.pk], "application", None),
        }
        for fate in fates
        if fate.pk in rows
    ]


def _found(request: HttpRequest, hub: str, key: int) -> tuple[Hub, Arrival]:
    place = hub_of(request, hub)
    own = Arrival.objects.reviewable_by(request.user).filter(hub=place).select_related("hub", "project", "by")
    return place, get_object_or_404(own, pk=key)


def _pages(page, kept: dict) -> dict[str, str]:
    """The words and addresses of the pages around this one."""
    if page.paginator.num_pages < 2:
        return {}
    before = page.has_previous() and f"?{urlencode({**kept, 'page': page.number - 1})}"
    after = page.has_next() and f"?{urlencode({**kept, 'page': page.number + 1})}"
    words = f"{page.start_index():,} to {page.end_index():,} of {page.paginator.count:,}"
    return {"words": words, "before": before or "", "after": after or ""}


def _render(request: HttpRequest, hub: Hub, name: str, context: dict, *, status: int) -> HttpResponse:
    whole = {"hub": hub, "rail": rail(hub), "here": "arrivals", **context}
    return render(request, f"applications/desk/{name}.html", whole, status=status)
