"""The hub opens a project, changes its dates and words, and closes it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.models import Application, Status
from applications.settings_forms import OpeningForm
from applications.views.desk import hub_of
from applications.views.hub_settings import form_page, saved, settings_page, tried
from hubs.models import Hub
from journal.clock import clock, day, day_and_clock
from journal.moves import Refused
from workgroups import openings as verbs
from workgroups.models import Opening

FORM = "applications/desk/settings/opening.html"
CLOSE = "applications/desk/settings/close.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str, code: str) -> HttpResponse:
    place = hub_of(request, hub)
    # Compared here: a code may be any text, and the database refuses some of it.
    project = next((edition for edition in verbs.to_be_opened(place) if edition.code == code), None)
    if project is None:
        mine = next((row for row in place.openings.select_related("project") if row.project.code == code), None)
        if mine is None:
            raise Http404
        return redirect("desk:opening", place.slug, mine.pk)
    form = OpeningForm(request.POST or None, project=project, initial=_usual(project))
    if form.is_valid():
        opening = tried(
            form, lambda: verbs.open_project(hub=place, project=project, by=request.user, **form.changes()), project
        )
        if opening:
            return saved(request, place, f"{project.title} is open to schools. {_until(opening)}")
    return form_page(request, place, form, template=FORM, project=project, title=f"Open {project.title}")


def _usual(project) -> dict:
    """What a new opening begins with: the edition's closing moment, where there is one."""
    closing = project.default_closing
    dates = {"how": "day", "closes_day": day(closing), "closes_time": clock(closing)} if closing else {}
    return {"groups_planned": 1, **dates}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place, opening = _own(request, hub, key)
    form = OpeningForm(request.POST or None, project=opening.project, row=opening)
    numbers = _numbers(opening)
    if form.is_valid():
        done = tried(
            form,
            lambda: verbs.change_opening(opening, by=request.user, seen=form.seen, **form.changes()),
            lambda: Opening.objects.select_related("project").get(pk=opening.pk),
        )
        if done:
            until = f" {_until(done, numbers['drafts'])}" if done.closes != opening.closes else ""
            return saved(request, place, f"{opening.project.title} is changed.{until}")
    context = {"project": opening.project, "opening": opening, "title": f"Change {opening.project.title}", **numbers}
    return form_page(request, place, form, template=FORM, **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """Says first what closing means, and for how many."""
    place, opening = _own(request, hub, key)
    if request.method == "POST":
        try:
            verbs.close_now(opening, by=request.user)
        except Refused as refusal:
            back = reverse("desk:settings", args=[place.slug])
            return render(request, "refused.html", {"reason": refusal.reason, "back_url": back}, status=409)
        return saved(request, place, f"{opening.project.title} is closed. Schools read so on its page.")
    context = {"opening": opening, "project": opening.project, **_numbers(opening)}
    return settings_page(request, place, CLOSE, context)


def _own(request: HttpRequest, hub: str, key: int) -> tuple[Hub, Opening]:
    place = hub_of(request, hub)
    return place, get_object_or_404(place.openings.select_related("hub", "project"), pk=key)


def _numbers(opening: Opening) -> dict[str, int]:
    """How many drafts have until it closes, and how many were sent. A number is all that a hub sees of drafts."""
    rows = Application.objects.filter(hub=opening.hub_id, project=opening.project_id)
    drafts = rows.filter(status=Status.DRAFT).count()
    return {"drafts": drafts, "sent": rows.exclude(status=Status.DRAFT).count()}


def _until(opening: Opening, drafts: int = 0) -> str:
    if opening.closes is None and opening.is_open():
        return "It has no closing date: close it here when its places are filled."
    until = day_and_clock(opening.ends)
    if drafts:
        return f"{drafts} draft{'' if drafts == 1 else 's'} {'has' if drafts == 1 else 'have'} until {until}."
    return f"It closes at {until}."
