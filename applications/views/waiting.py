"""The hub's waiting lists: their order with its reasons, moves in it, and free seats for the next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.deciding import waiting
from applications.deciding.forms import ReorderForm, SeatsForm
from applications.views.desk import hub_of, rail
from hubs.access import may_decide
from hubs.models import Hub
from journal.moves import Refused
from workgroups import openings
from workgroups.models import Opening, WorkGroup


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, hub: str) -> HttpResponse:
    """Every list of the hub; a POST moves one, offers a seat to the next, or says what happens to freed seats."""
    place = hub_of(request, hub)
    if request.method != "POST":
        return _page(request, place)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        return redirect("desk:waiting", place.slug)
    form = None
    try:
        form, said = act(request, place)
    except Refused as refusal:
        return _page(request, place, refusal=refusal.reason, status=409)
    if said:
        messages.success(request, said)
        return redirect("desk:waiting", place.slug)
    return _page(request, place, form=form, status=422)


def _reorder(request: HttpRequest, hub: Hub) -> tuple:
    entry = get_object_or_404(waiting.current(hub).select_related("application", "hub", "project"), pk=_key(request))
    form = ReorderForm(request.POST, key=entry.pk)
    if not form.is_valid():
        return form, ""
    waiting.reorder(entry, by=request.user, **form.cleaned_data)
    return form, f"{entry.application.school_name} is moved. The reason stays on record."


def _offer(request: HttpRequest, hub: Hub) -> tuple:
    group = get_object_or_404(WorkGroup.objects.filter(hub=hub).select_related("hub", "project"), pk=_key(request))
    offer = waiting.offer_next(group, by=request.user)
    return None, f"{offer.application.school_name} is offered the place in {group.name}. It gets an email now."


def _settle(request: HttpRequest, hub: Hub) -> tuple:
    if not may_decide(request.user, hub):
        raise Refused(waiting.ONLY_DECIDERS)
    opening = get_object_or_404(Opening.objects.filter(hub=hub), pk=_key(request))
    form = SeatsForm(request.POST, opening=opening)
    if not form.is_valid():
        return form, ""
    openings.change_opening(opening, by=request.user, **form.cleaned_data)
    return form, "What happens to freed seats is saved."


ACTS = {"reorder": _reorder, "offer": _offer, "settle": _settle}


def _key(request: HttpRequest) -> int:
    """The row it is about; 0, which none has, for what is no number."""
    key = request.POST.get("key", "")
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0


def _page(request: HttpRequest, hub: Hub, *, form=None, refusal: str = "", status: int = 200) -> HttpResponse:
    """Five queries, however many wait."""
    entries = waiting.current(hub).select_related("application", "project", "moved_by")
    found: dict[int, dict] = {}
    for entry in entries.order_by("project_id", "order"):
        each = found.setdefault(entry.project_id, {"project": entry.project, "rows": [], "groups": []})
        shown = form if isinstance(form, ReorderForm) and form.key == entry.pk else ReorderForm(key=entry.pk)
        each["rows"].append((entry, shown))
    for opening in Opening.objects.filter(hub=hub, project__in=found):
        same = isinstance(form, SeatsForm) and form.opening.pk == opening.pk
        found[opening.project_id] |= {"opening": opening, "seats": form if same else SeatsForm(opening=opening)}
    for group in WorkGroup.objects.filter(hub=hub, project__in=found).with_seats().order_by("name"):
        if group.seats_left:
            found[group.project_id]["groups"].append(group)
    context = {
        "hub": hub,
        "lists": list(found.values()),
        "form": form,
        "refusal": refusal,
        "may": may_decide(request.user, hub),
        "why_not": waiting.ONLY_DECIDERS,
        "rail": rail(hub),
        "here": "waiting",
    }
    return render(request, "applications/desk/waiting.html", context, status=status)
