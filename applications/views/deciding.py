"""The desk decides in private: one decision prepared, all of them looked at, and released together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.deciding import ending, letters, preparing, releasing, summary
from applications.deciding.forms import DecideForm, ReleaseForm
from applications.deciding.models import Decision, Release
from applications.models import Outcome
from applications.placement import ONLY_LEAD
from applications.views import one
from applications.views.desk import hub_of, rail
from applications.views.review import address
from hubs.access import is_lead, may_decide, rights_at
from hubs.models import Hub
from journal.moves import Refused, Stale
from workgroups.models import Project

PAST_SHOWN = 10
ALL = "all"  # in place of a project's key


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """Prepare a decision about one application, or make it at once."""
    place = hub_of(request, hub)
    found = one.find(request, place, reference)
    about = {"application": found, "groups": one.groups_for(found), "leads": is_lead(request.user, place)}
    if request.method != "POST":
        return _decide_page(request, place, found, DecideForm(**about))
    form = DecideForm(request.POST, **about)
    if not form.is_valid():
        return _decide_page(request, place, found, form, status=422)
    try:
        said = _decided(request, found, form)
    except Refused as refusal:
        found = one.anew(request, place, found)
        about |= {"application": found, "groups": one.groups_for(found)}
        fresh = DecideForm(**about, typed=form.typed())
        return _decide_page(request, place, found, fresh, refusal=refusal, status=409)
    messages.success(request, said)
    return redirect(one.address_of(request, place, found))


def _decided(request: HttpRequest, found, form: DecideForm) -> str:
    """What was done, as a sentence."""
    act = releasing.decide_now if request.POST.get("do") == "now" else preparing.prepare
    decision = act(found, by=request.user, seen=form.drawn_from(), **form.decided())
    if decision.status == Decision.Status.PREPARED:
        return f"Prepared: {decision.clause}. The school sees nothing until it is released."
    return f"{decision.in_words}: the school gets an email now."


def _decide_page(request, hub: Hub, found, form: DecideForm, *, refusal=None, status=200) -> HttpResponse:
    rights = rights_at(request.user, hub)
    context = {
        "hub": hub,
        "application": found,
        "form": form,
        "groups": form.groups,
        "why_not": preparing.why_not(found, request.user, rights),
        "only_lead": ONLY_LEAD if found.outcome == Outcome.NOT_ELIGIBLE and not rights.leads else "",
        "may_decide": rights.decides,
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "back": one.address_of(request, hub, found),
        "keep": address(request.GET),
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/decide.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: HttpRequest, hub: str) -> HttpResponse:
    """Everything prepared, by project, with what a release would do; a POST releases one project's, or all."""
    place = hub_of(request, hub)
    found, tried, refusal, status = summary.of(place), None, "", 200
    if request.method == "POST":
        key = request.POST.get("project", "")
        tried = (key, ReleaseForm(request.POST, key=key[:9]))
        status = 422
        if tried[1].is_valid():
            try:
                return _release(request, place, key, tried[1])
            except Refused as reason:
                refusal, status, found = reason.reason, 409, summary.of(place)
    everything = [decision for each in found for decision in each.decisions]
    context = {
        "hub": place,
        "projects": [(each, _form(str(each.project.pk), each.decisions, tried, status)) for each in found],
        "everything": everything,
        "all_form": _form(ALL, everything, tried, status),
        "form": tried[1] if tried and status == 422 else None,
        "refusal": refusal,
        "may": may_decide(request.user, place),
        "why_not": releasing.ONLY_DECIDERS,
        "releases": Release.objects.filter(hub=place).select_related("by", "project")[:PAST_SHOWN],
        "rail": rail(place),
        "here": "decisions",
    }
    return render(request, "applications/desk/decisions.html", context, status=status)


def _form(key: str, decisions: list[Decision], tried, status: int) -> ReleaseForm:
    """The form as it was sent where it holds errors; after a refusal the moment is kept, for what is there now."""
    if tried and tried[0] == key and status == 422:
        return tried[1]
    form = ReleaseForm(key=key, seen=releasing.fingerprint(decisions))
    if tried and tried[0] == key:
        form.initial |= {name: tried[1].data.get(name, "") for name in ("when", "on", "at")}
    return form


def _release(request: HttpRequest, hub: Hub, key: str, form: ReleaseForm) -> HttpResponse:
    project = None if key == ALL else _project(key)
    asked = {"hub": hub, "project": project, "by": request.user}
    release = releasing.ask(**asked, seen=form.cleaned_data["seen"], due=form.due())
    return redirect("desk:release", hub.slug, release.pk)


def _project(key: str) -> Project:
    is_key = key.isascii() and key.isdigit() and len(key) < 10
    project = Project.objects.filter(pk=int(key)).first() if is_key else None
    if project is None:
        raise Refused("Choose what to release.")
    return project


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """One prepared decision and the email it becomes; a POST drops it."""
    place = hub_of(request, hub)
    related = (
        "application__school",
        "application__project",
        "application__hub",
        *ending.WITH_DECISION,
        "by",
        "release",
    )
    found = get_object_or_404(Decision.objects.filter(application__hub=place).select_related(*related), pk=key)
    if request.method == "POST":
        try:
            preparing.drop(found, by=request.user)
            messages.success(
                request, f"The decision about {found.application.school_name} is dropped. Nobody was told."
            )
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("desk:application", place.slug, found.application.reference)
    context = {
        "hub": place,
        "decision": found,
        "application": found.application,
        "letter": letters.preview(found),
        "next": releasing.after(found),
        "rail": rail(place),
        "here": "decision",
    }
    return render(request, "applications/desk/decision.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """One release: what waits, goes out or went out; a POST stops one that waits."""
    place = hub_of(request, hub)
    found = get_object_or_404(Release.objects.select_related("by", "hub", "project"), hub=place, pk=key)
    if request.method == "POST":
        try:
            releasing.stop(found, by=request.user)
            messages.success(request, "It is stopped. Nobody is told, and the decisions stay prepared.")
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("desk:release", place.slug, found.pk)
    related = ("application", "place__group", "place__overridden_by", "opening__hub")
    rows = found.decisions.select_related(*related).order_by("application__school_name")
    context = {
        "hub": place,
        "release": found,
        "decisions": rows,
        "done": sum(row.status == Decision.Status.RELEASED for row in rows),
        "may": may_decide(request.user, place),
        "rail": rail(place),
        "here": "decision",
    }
    return render(request, "applications/desk/release.html", context)
