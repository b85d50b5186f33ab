"""One application on one page, and the moves that the people of its hub make there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications import dossier, placement, workflow
from applications import queue as paging
from applications.decisions import DeclineForm, MoveForm, NoteForm, PlaceForm, ReopenForm
from applications.models import Application, Outcome
from applications.trail import trail
from applications.views.desk import hub_of, rail
from applications.views.review import address, filtered
from hubs.access import is_lead
from hubs.models import Hub
from journal.moves import Refused, Stale
from schools.lineage import school_of_today


@dataclass(frozen=True)
class Move:
    """A move as the page offers it: its form, the verb it calls, and what is said when it is done."""

    form: type[MoveForm]
    act: Callable
    said: str


MOVES = {
    "take_on": Move(
        MoveForm,
        lambda form, by: workflow.take_on(form.application, by=by, seen=form.drawn_from()),
        "You have taken on {school}.",
    ),
    "place": Move(
        PlaceForm,
        lambda form, by: placement.place(
            form.application,
            group=form.chosen_group(),
            reason=form.cleaned_data.get("reason", ""),
            by=by,
            seen=form.drawn_from(),
        ),
        "{school} is placed in {group}. The school gets an email now.",
    ),
    "decline": Move(
        DeclineForm,
        lambda form, by: workflow.decline(
            form.application, reason=form.cleaned_data["reason"], by=by, seen=form.drawn_from()
        ),
        "{school} is declined. The school gets an email with your reason now.",
    ),
    "reopen": Move(
        ReopenForm,
        lambda form, by: workflow.reopen(
            form.application, reason=form.cleaned_data["reason"], by=by, seen=form.drawn_from()
        ),
        "{school} is open again and yours to decide. The school gets an email now.",
    ),
    "note": Move(
        NoteForm,
        lambda form, by: workflow.add_note(form.application, text=form.cleaned_data["text"], by=by).application,
        "Your note is saved.",
    ),
}


@login_required
@require_safe
def application(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    place = hub_of(request, hub)
    return _page(request, place, _found(request, place, reference))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, hub: str, reference: str, move: str) -> HttpResponse:
    """Make one move; a page with the reason, and everything typed, where it cannot be made."""
    place = hub_of(request, hub)
    found = _found(request, place, reference)
    if move not in MOVES:
        raise Http404
    back = reverse("desk:application", args=[place.slug, found.reference]) + address(request.GET)
    if request.method != "POST":  # back from signing in, or a reloaded address
        return redirect(back)
    groups = _groups(found) if move == "place" else ()
    form = MOVES[move].form(request.POST, application=found, move=move, groups=groups)
    if not form.is_valid():
        return _page(request, place, found, move=move, form=form, status=422)
    try:
        done = MOVES[move].act(form, request.user)
    except Refused as refusal:
        found.refresh_from_db(from_queryset=_sent(request, place))
        return _page(request, place, found, move=move, refusal=refusal, typed=form.typed(), status=409)
    group = done.place.group.name if done.place else ""
    messages.success(request, MOVES[move].said.format(school=done.school_name, group=group))
    return redirect(back)


def _sent(request: HttpRequest, hub: Hub):
    related = ("school__authority", "school__trust", "project", "hub", "owner", "started_by", "place__group")
    return Application.objects.reviewable_by(request.user).filter(hub=hub).select_related(*related)


def _found(request: HttpRequest, hub: Hub, reference: str) -> Application:
    return get_object_or_404(_sent(request, hub), reference=reference)


def _groups(found: Application) -> list:
    """Groups with a seat left first."""
    return sorted(placement.groups_for(found), key=lambda group: group.seats_left == 0)


def _page(request, hub: Hub, found: Application, *, status=200, **tried) -> HttpResponse:
    """The page as it is now; `tried` is the move that did not happen, with its form or its refusal."""
    others, places = dossier.others_here(found)
    queue = filtered(request.GET, hub, request.user)
    refusal = tried.get("refusal")
    panels = _panels(found, request.user, tried)
    context = {
        "hub": hub,
        "application": found,
        "checks": dossier.checks(found),
        "facts": dossier.facts(found),
        "sections": dossier.sections(found),
        "register_day": dossier.register_day(found),
        "school_today": school_of_today(found.school),
        "others": others,
        "places": places,
        "notes": found.notes.select_related("by"),
        "trail": trail(found),
        "panels": panels,
        "note_form": _form("note", found, tried),
        "form": tried.get("form"),
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "orphan": _orphan(panels, tried),
        "next": paging.following(queue.qs, paging.ORDERS[queue.order], found),
        "keep": address(request.GET),
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/application.html", context, status=status)


def _panels(found: Application, user, tried: dict) -> list[dict]:
    """Each move of the desk with its form; after the open ones the closed ones, with their reason."""
    panels = []
    for option in workflow.options(found, user):
        panel = {"move": option.move, "label": option.label, "is_open": option.is_open, "why": option.why}
        if option.is_open and option.move == "place":
            panel["groups"] = _groups(found)
            if found.outcome == Outcome.NOT_ELIGIBLE and not is_lead(user, found.hub):
                panel |= {"is_open": False, "why": placement.ONLY_LEAD}
        if panel["is_open"]:
            panel["form"] = _form(option.move, found, tried, panel.get("groups", ()))
        panels.append(panel)
    return sorted(panels, key=lambda panel: not panel["is_open"])


def _form(move: str, found: Application, tried: dict, groups=()) -> MoveForm:
    """The move's form: as it was sent when it holds errors, else drawn from the application as it is now."""
    was_tried = move == tried.get("move")
    if was_tried and tried.get("form"):
        return tried["form"]
    return MOVES[move].form(
        application=found, move=move, groups=groups, typed=tried.get("typed") if was_tried else None
    )


def _orphan(panels: list[dict], tried: dict) -> str:
    """What somebody wrote for a move that is closed now, so that it is not lost."""
    is_open = tried.get("move") == "note" or any(p["is_open"] and p["move"] == tried.get("move") for p in panels)
    return "" if is_open else tried.get("typed", {}).get("reason", "")
