"""The moves that the people of a hub make on the page of one application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications import queue as paging
from applications.models import Application
from applications.views import one
from applications.views.desk import hub_of
from applications.views.moves import MOVES
from applications.views.review import address, filtered
from hubs.access import is_lead
from hubs.models import Hub
from journal.moves import Refused

DECISIONS = {"place", "decline"}


@login_required
@require_safe
def application(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    place = hub_of(request, hub)
    return one.page(request, place, one.find(request, place, reference))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, hub: str, reference: str, move: str) -> HttpResponse:
    """Make one move; a page with the reason, and everything typed, where it cannot be made."""
    place = hub_of(request, hub)
    found = one.find(request, place, reference)
    if move not in MOVES:
        raise Http404
    back = one.address_of(request, place, found)
    if request.method != "POST":  # back from signing in, or a reloaded address
        return redirect(back)
    groups = one.groups_for(found) if move == "place" else ()
    leads = move == "place" and is_lead(request.user, place)
    form = MOVES[move].form(request.POST, application=found, move=move, groups=groups, leads=leads)
    if not form.is_valid():
        return one.page(request, place, found, one.Tried(move, form), status=422)
    try:
        done = MOVES[move].act(form, request.user)
    except Refused as refusal:
        tried = one.Tried(move, refusal=refusal, typed=form.typed())
        return one.page(request, place, one.anew(request, place, found), tried, status=409)
    group = done.place.group.name if done.place else ""
    messages.success(request, MOVES[move].said.format(school=done.school_name, group=group))
    return redirect(_onward(request, place, found) if move in DECISIONS and one.goes_on(request) else back)


def _onward(request: HttpRequest, hub: Hub, decided: Application) -> str:
    """The next one of the list that `decided` was opened from; the list itself when that was the last."""
    queue = filtered(request.GET, hub, request.user)
    following = paging.following(queue.qs, paging.ORDERS[queue.order], decided)
    if following is None:
        return reverse("desk:queue", args=[hub.slug]) + address(request.GET)
    return one.address_of(request, hub, following)
