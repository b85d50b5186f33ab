"""The hub's desk: schools that are late and ask to be let in."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import late as verbs
from applications import spec
from applications.afterwards import LetInForm, RefuseLateForm
from applications.models import LateEntry, Status
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.moves import Refused

PAGE_SIZE = 25


@dataclass(frozen=True)
class Row:
    """One school that asked: how complete its draft is, and the forms to answer with. Nothing of its answers."""

    entry: LateEntry
    done: int
    of: int
    let_in: LetInForm
    refuse: RefuseLateForm


@login_required
@require_safe
def late(request: HttpRequest, hub: str) -> HttpResponse:
    return _page(request, hub_of(request, hub))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, hub: str, key: int, answer: str) -> HttpResponse:
    """Let one in, or not."""
    place = hub_of(request, hub)
    entry = get_object_or_404(_of(place), pk=min(key, 2**63 - 1))
    if answer not in ("let_in", "refuse"):
        raise Http404
    if request.method != "POST":
        return redirect("desk:late", place.slug)
    form = (LetInForm if answer == "let_in" else RefuseLateForm)(request.POST, key=entry.pk)
    if not form.is_valid():
        return _page(request, place, tried={entry.pk: form}, status=422)
    school = entry.application.school.name
    try:
        if answer == "let_in":
            verbs.let_in(entry, by=request.user, **form.cleaned_data)
        else:
            verbs.refuse(entry, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, place, refusal=refusal.reason, words=form.cleaned_data["words"], status=409)
    said = "can send it late" if answer == "let_in" else "is told that it cannot send it"
    messages.success(request, f"{school} {said}. It gets an email now.")
    return redirect("desk:late", place.slug)


def _of(hub: Hub):
    """What this hub's schools asked: what waits for an answer, and what has one."""
    shown = Q(decided__isnull=False) | Q(application__status=Status.DRAFT)
    related = ("application__school", "application__project", "application__hub", "asked_by", "decided_by")
    return LateEntry.objects.filter(shown, application__hub=hub).select_related(*related)


def _page(request, hub: Hub, *, tried: dict | None = None, refusal: str = "", words: str = "", status: int = 200):
    found = Paginator(_of(hub).order_by(F("decided").desc(nulls_first=True), "-id"), PAGE_SIZE)
    page = found.get_page(request.GET.get("page", "")[:9])
    forms: dict = {}
    tried = tried or {}
    context = {
        "hub": hub,
        "page": page,
        "rows": [_row(entry, tried.get(entry.pk), forms) for entry in page],
        "why_not": _why_not(hub, request.user),
        "form": next(iter(tried.values()), None),
        "refusal": refusal,
        "words": words,
        "rail": rail(hub),
        "here": "late",
    }
    return render(request, "applications/desk/late.html", context, status=status)


def _row(entry: LateEntry, tried, forms: dict) -> Row:
    draft = entry.application
    if draft.project_id not in forms:  # a form is read once, however many schools fill it in
        forms[draft.project_id] = spec.form_for(draft.project)
    sections = spec.walk(forms[draft.project_id], draft.answers) if draft.status == Status.DRAFT else []
    return Row(
        entry,
        sum(section.state == "done" for section in sections),
        len(sections),
        tried if isinstance(tried, LetInForm) else LetInForm(key=entry.pk),
        tried if isinstance(tried, RefuseLateForm) else RefuseLateForm(key=entry.pk),
    )


def _why_not(hub: Hub, user) -> str:
    try:
        verbs.check_person(hub, user)
    except Refused as refusal:
        return refusal.reason
    return ""
