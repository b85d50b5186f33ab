"""The hub's specialists: added, changed, and, by the hub lead, ended."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.specialist_forms import SpecialistForm
from applications.views.desk import hub_of
from applications.views.hub_settings import form_page, saved, tried
from hubs import specialists as verbs
from hubs.models import Specialist
from journal.moves import Refused

FORM = "applications/desk/settings/specialist.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    form = SpecialistForm(request.POST or None, hub=place)
    if form.is_valid():
        person = tried(form, lambda: verbs.add_specialist(hub=place, by=request.user, **form.changes()), None)
        if person:
            return saved(request, place, f"{person} is one of your specialists.")
    return form_page(request, place, form, template=FORM, title="New specialist")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place, person = _own(request, hub, key)
    form = SpecialistForm(request.POST or None, hub=place, row=person)
    if form.is_valid():
        done = tried(
            form,
            lambda: verbs.change_specialist(person, by=request.user, seen=form.seen, **form.changes()),
            lambda: Specialist.objects.select_related("home_school").get(pk=person.pk),
        )
        if done:
            return saved(request, place, f"{person} is changed.")
    groups = person.work_groups.select_related("project").order_by("-project__year", "name")
    more = {"specialist": person, "groups": groups, "why_not_end": verbs.why_not_end(person, request.user)}
    return form_page(request, place, form, template=FORM, title=f"Change {person}", **more)


@login_required
@require_POST
def end(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place, person = _own(request, hub, key)
    try:
        verbs.end_specialist(person, by=request.user)
    except Refused as refusal:
        back = reverse("desk:specialist", args=[place.slug, person.pk])
        return render(request, "refused.html", {"reason": refusal.reason, "back_url": back}, status=409)
    return saved(request, place, f"{person} leads no new groups from today.")


def _own(request: HttpRequest, hub: str, key: int):
    place = hub_of(request, hub)
    return place, get_object_or_404(place.specialists.select_related("user", "hub", "home_school"), pk=key)
