"""Who works for the hub: roles in force and invitations, on one page. Only the lead changes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import InviteForm
from applications.views.desk import hub_of
from applications.views.hub_settings import settings_page
from hubs import people as verbs
from hubs.models import Hub, HubRole
from journal.moves import Refused

PAGE = "applications/desk/settings/people.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    form = InviteForm(request.POST if request.method == "POST" else None, roles=HubRole.Kind.choices)
    if form.is_valid():
        try:
            sent = verbs.invite(hub=place, by=request.user, **form.changes())
            messages.success(request, f"An invitation is on its way to {sent.email}.")
            return redirect("desk:people", place.slug)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    roles = HubRole.objects.current().filter(hub=place).select_related("user")
    context = {
        "title": "People",
        "form": form,
        "roles": roles.order_by("kind", "user__last_name", "pk"),
        "invitations": verbs.invited_to(place).select_related("by"),
        "why_not": verbs.why_not_change(place, request.user),
    }
    return settings_page(request, place, PAGE, context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place = hub_of(request, hub)
    roles = HubRole.objects.current().filter(hub=place).select_related("hub", "user")
    role = get_object_or_404(roles, pk=key)
    return _done(request, place, lambda: verbs.end(role, by=request.user), f"{role.user} no longer has this role.")


@login_required
@require_POST
def revoke(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place = hub_of(request, hub)
    invitation = get_object_or_404(verbs.invited_to(place), pk=key)
    take_back = lambda: verbs.revoke(invitation, hub=place, by=request.user)  # noqa: E731
    return _done(request, place, take_back, f"The invitation of {invitation.email} is taken back.")


def _done(request: HttpRequest, place: Hub, verb, words: str) -> HttpResponse:
    back = reverse("desk:people", args=[place.slug])
    try:
        verb()
    except Refused as refusal:
        return render(request, "refused.html", {"reason": refusal.reason, "back_url": back}, status=409)
    messages.success(request, words)
    return redirect(back)
