"""One move made to many: chosen in the queue, confirmed with its consequence, then watched until it is done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications import bulk
from applications.decisions import BulkForm
from applications.desk_models import BulkAction
from applications.models import Application
from applications.views.desk import hub_of, rail
from applications.views.review import address, filtered
from hubs.models import Hub
from journal import hints
from journal.moves import Refused

MOST_LISTED = 200


@login_required
@require_POST
def choose(request: HttpRequest, hub: str) -> HttpResponse:
    """What was ticked, or with `all` everything that the address's filter finds; nothing is done to it yet."""
    place = hub_of(request, hub)
    back = address(request.GET)
    what = request.POST.get("what", "")
    try:
        if what not in bulk.OF_THE_QUEUE:
            raise Refused("Choose what to do with them.")
        chosen = _chosen(request, place).values_list("pk", "status", "owner", "version")[: bulk.MOST + 1]
        action = bulk.choose(hub=place, what=what, applications=chosen, back=back, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(reverse("desk:queue", args=[place.slug]) + back)
    return redirect("desk:bulk", place.slug, action.pk)


def _chosen(request: HttpRequest, hub: Hub):
    if request.POST.get("all"):
        return filtered(request.GET, hub, request.user).qs.order_by("-submitted", "-id")
    # A reference is twelve characters; what is none of ours finds nothing.
    picked = [reference for reference in request.POST.getlist("pick") if reference.isascii() and "\0" not in reference]
    return Application.objects.sent_to(hub).filter(reference__in=picked[: bulk.MOST + 1]).order_by("-submitted", "-id")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """Before: what will happen to whom. After: what happened, and how far it is."""
    place = hub_of(request, hub)
    own = BulkAction.objects.filter(hub=place, by=request.user).select_related("hub", "by", "plan__project")
    action = get_object_or_404(own, pk=key)
    form = BulkForm(request.POST if request.method == "POST" else None, what=action.what)
    if request.method == "POST" and (action.confirmed or form.is_valid()):
        try:
            return _go_on(request, place, action, form)
        except Refused as refusal:
            messages.error(request, refusal.reason)
    if action.confirmed:
        return _result_page(request, place, action)
    found = bulk.preview(action)
    context = {
        "hub": place,
        "action": action,
        "form": form,
        "ready": found.ready[:MOST_LISTED],
        "number": len(found.ready),
        "more": len(found.ready) - MOST_LISTED,
        "refused": found.refused[:MOST_LISTED],
        "refused_number": len(found.refused),
        "rail": rail(place),
        "here": "application",
    }
    return render(request, "applications/desk/bulk.html", context, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, hub: Hub, action: BulkAction, form: BulkForm) -> HttpResponse:
    """Confirm it if that is still to be done, do the first of it here, and leave the rest to a worker."""
    if not action.confirmed:
        bulk.confirm(action, reason=form.cleaned_data.get("reason", ""), by=request.user)
    bulk.work_off(action, bulk.AT_ONCE)
    hints.ring(bulk.TASK)
    return redirect("desk:bulk", hub.slug, action.pk)


def _result_page(request: HttpRequest, hub: Hub, action: BulkAction) -> HttpResponse:
    items = action.items.select_related("application").only(
        "action", "done", "refusal", "application__reference", "application__school_name"
    )
    total, left = action.items.count(), action.items.filter(done=None).count()
    refused = list(items.exclude(refusal="")[:MOST_LISTED])
    context = {
        "hub": hub,
        "action": action,
        "total": total,
        "left": left,
        "finished": total - left,
        "succeeded": total - left - action.items.exclude(refusal="").count(),
        "refused": refused,
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/bulk_result.html", context)
