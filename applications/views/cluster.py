"""One group of schools: placed together in one step, or two of them kept apart with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import apart, placement, placing_together, side_by_side
from applications.apart_forms import ApartForm
from applications.apart_models import KeptApart
from applications.models import Application
from applications.together_forms import TogetherForm
from applications.views.desk import hub_of, rail
from hubs.access import Rights, rights_at
from hubs.models import Hub
from journal.moves import Refused, Stale

ALONE = "No school is tied to this one: it names none, and none names it."


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cluster(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """The group this application belongs to; a POST places or offers to all ticked, or keeps two apart."""
    place = hub_of(request, hub)
    rows = Application.objects.reviewable_by(request.user).filter(hub=place)
    found = get_object_or_404(rows.select_related("school", "project", "hub"), reference=reference)
    shown = side_by_side.cluster_of(found)
    if shown is None:
        messages.info(request, ALONE)
        return redirect("desk:application", place.slug, found.reference)
    rights, act = rights_at(request.user, place), request.POST.get("do", "")
    forms = _forms(request, found, shown, rights, act)
    form = forms["apart" if act == "apart" else "together"]
    refusal = None
    if request.method == "POST" and (act == "let" or form.is_valid()):
        try:
            return _act(request, found, form, act)
        except Refused as reason:
            refusal = reason
            shown = side_by_side.cluster_of(found) or shown
    return _page(request, found, shown, forms, form, rights, refusal)


def _forms(request: HttpRequest, found: Application, shown: side_by_side.Cluster, rights: Rights, act: str) -> dict:
    """Both forms of the page; the one that was sent holds what was typed."""
    sent = request.POST if request.method == "POST" and act != "let" else None
    applied = [member.application for member in shown.members if member.application]
    groups = sorted(placement.groups_for(found), key=lambda group: -group.seats_left)
    about = {"cluster": shown, "groups": groups, "leads": rights.leads, "pairs": _pairs(found, shown)}
    return {
        "together": TogetherForm(None if act == "apart" else sent, **about),
        "apart": ApartForm(sent if act == "apart" else None, applications=applied),
    }


def _pairs(found: Application, shown: side_by_side.Cluster) -> list[KeptApart]:
    """Of this group of schools."""
    keys = {member.application.pk for member in shown.members if member.application}
    return list(apart.pairs(found.hub, found.project).filter(one__in=keys, other__in=keys))


def _act(request: HttpRequest, found: Application, form, act: str) -> HttpResponse:
    by, onward = request.user, redirect("desk:cluster", found.hub.slug, found.reference)
    if act == "let":
        key = request.POST.get("pair", "")
        pair = apart.pairs(found.hub, found.project).filter(pk=int(key) if _is_key(key) else 0).first()
        if pair:
            apart.let_together(pair, by=by)
            messages.success(request, "They may be together again. That they were kept apart stays in the trail.")
    elif act == "apart":
        one, other = form.pair()
        apart.keep(one, other, reason=form.cleaned_data["reason"], by=by)
        messages.success(request, f"{one.school_name} and {other.school_name} are kept apart. The reason is on record.")
    elif act == "place":
        done = placing_together.place_all(form.picked(), by=by, **form.decided())
        messages.success(request, f"{_schools(done)} placed in {form.decided()['group']}. Each gets an email now.")
    elif act == "prepare":
        offer = form.decided() | {"answer_by": form.cleaned_data["answer_by"]}
        done = placing_together.prepare_all(form.picked(), by=by, **offer)
        messages.success(request, f"Offers prepared for {_schools(done)}. They see nothing until a release.")
        onward = redirect("desk:decisions", found.hub.slug)
    else:
        raise Refused("Choose what to do with these schools.")
    return onward


def _schools(done: list) -> str:
    return "1 school" if len(done) == 1 else f"{len(done)} schools"


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _page(request, found: Application, shown, forms: dict, form, rights: Rights, refusal) -> HttpResponse:
    hub: Hub = found.hub
    context = {
        "hub": hub,
        "project": found.project,
        "application": found,
        "cluster": shown,
        "pairs": _pairs(found, shown),
        "together": forms["together"],
        "apart": forms["apart"],
        "form": form,
        "groups": forms["together"].groups,
        "only_lead": placement.ONLY_LEAD,
        "leads": rights.leads,
        "may_decide": rights.decides,
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "rail": rail(hub),
        "here": "clusters",
    }
    status = 422 if form.errors else 409 if refusal else 200
    return render(request, "applications/desk/together.html", context, status=status)
