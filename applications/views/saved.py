"""Saved views of a hub's queue: kept from the address, renamed, deleted, and the one that the queue opens with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications import saved_views
from applications.decisions import ViewForm, ViewNameForm
from applications.views.desk import hub_of, rail
from applications.views.review import filtered
from journal.moves import Refused


@login_required
@require_safe
def views(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    found = list(saved_views.views_for(place, request.user))
    context = {
        "hub": place,
        "own": [view for view in found if view.owner_id],
        "shared": [view for view in found if not view.owner_id],
        "rail": rail(place),
        "here": "application",
    }
    return render(request, "applications/desk/views.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str) -> HttpResponse:
    """Keep what the address asks for under a name."""
    place = hub_of(request, hub)
    found = filtered(request.GET, place, request.user)
    query = found.understood()
    form = ViewForm(request.POST or None)
    if form.is_valid():
        name, shared = form.cleaned_data["name"], form.cleaned_data["whose"] == "hub"
        try:
            view = saved_views.save(hub=place, name=name, query=query, shared=shared, by=request.user)
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"“{view.name}” is saved.")
            return redirect(f"{reverse('desk:queue', args=[place.slug])}?{query}")
    context = {
        "hub": place,
        "form": form,
        "query": query,
        "words": [f"{label}: {words}" for _, label, words in found.chips()],
        "found": found,
        "rail": rail(place),
        "here": "application",
    }
    return render(request, "applications/desk/view_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """Rename a view, delete it, or have the queue open with it, as the button says."""
    place = hub_of(request, hub)
    view = get_object_or_404(saved_views.views_for(place, request.user), pk=key)
    do = request.POST.get("do", "")
    form = ViewNameForm(request.POST if do == "rename" else None, initial={"name": view.name})
    if request.method == "POST":
        try:
            said = _do(do, view, form, request.user)
        except Refused as refusal:
            form.add_error("name", refusal.reason) if do == "rename" else messages.error(request, refusal.reason)
        else:
            if said:
                messages.success(request, said)
                return redirect("desk:views", place.slug)
    context = {"hub": place, "view": view, "form": form, "rail": rail(place), "here": "application"}
    return render(request, "applications/desk/view.html", context, status=422 if form.errors else 200)


def _do(do: str, view, form: ViewNameForm, by) -> str:
    """What was done, in words; empty where the form is wrong or nothing was asked."""
    name = view.name
    if do == "rename" and form.is_valid():
        return f"It is called “{saved_views.rename(view, name=form.cleaned_data['name'], by=by).name}” now."
    if do == "delete":
        saved_views.delete(view, by=by)
        return f"“{name}” is deleted."
    if do == "first":
        saved_views.open_with(view, by=by)
        return f"Your queue opens with “{name}” now."
    if do == "not_first":
        saved_views.open_without(view.hub, by=by)
        return "Your queue opens with everything that waits again."
    return ""
