"""The hub's specialists: seen with what they lead, added, changed, and, by the hub lead, ended."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.specialist_forms import EndForm, SpecialistForm
from applications.views.desk import hub_of
from applications.views.hub_settings import form_page, saved, settings_page, tried
from hubs import specialists as verbs
from hubs.models import Hub, Specialist
from journal.clock import day
from journal.moves import Refused
from workgroups.editions import year_on_offer
from workgroups.specialist_rows import rows

LIST = "applications/desk/settings/specialists.html"
FORM = "applications/desk/settings/specialist.html"


@login_required
@require_safe
def listed(request: HttpRequest, hub: str) -> HttpResponse:
    """All of them, with what they lead in the year that schools apply for."""
    place = hub_of(request, hub)
    year = year_on_offer([place])
    context = {"rows": rows(place, year), "year": f"{year}/{(year + 1) % 100:02d}"}
    return settings_page(request, place, LIST, context, here="specialists")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    form = SpecialistForm(request.POST or None, hub=place)
    if form.is_valid():
        person = tried(form, lambda: verbs.add_specialist(hub=place, by=request.user, **form.changes()), None)
        if person:
            return saved(request, place, f"{person} is one of your specialists.", to="desk:specialists")
    return form_page(request, place, form, template=FORM, title="New specialist", leave_to="desk:specialists")


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
            return saved(request, place, f"{person} is changed.", to="desk:specialists")
    return _page(request, place, person, form, EndForm())


@login_required
@require_POST
def end(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place, person = _own(request, hub, key)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            ended = verbs.end_specialist(person, by=request.user, on=form.cleaned_data["on"])
        except Refused as refusal:
            form.add_error("on", refusal.reason)
        else:
            words = f"{person} leads no new groups from {day(ended.ended_on)}."
            return saved(request, place, words, to="desk:specialists")
    return _page(request, place, person, SpecialistForm(hub=place, row=person), form)


def _page(request: HttpRequest, hub: Hub, person: Specialist, form: SpecialistForm, end_form: EndForm) -> HttpResponse:
    more = {
        "specialist": person,
        "groups": person.work_groups.select_related("project").order_by("-project__year", "name"),
        "why_not_end": verbs.why_not_end(person, request.user),
        "end_form": end_form,
        "leave_to": "desk:specialists",
    }
    if end_form.errors:
        return settings_page(request, hub, FORM, {"form": form, "title": f"Change {person}", **more}, status=409)
    return form_page(request, hub, form, template=FORM, title=f"Change {person}", **more)


def _own(request: HttpRequest, hub: str, key: int) -> tuple[Hub, Specialist]:
    place = hub_of(request, hub)
    people = place.specialists.select_related("user", "hub", "home_school").prefetch_related("travel_areas")
    return place, get_object_or_404(people, pk=key)
