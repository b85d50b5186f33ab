"""Passing an application on to another hub: the desk asks the school, and the school says yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.secret_pages import kept_secret
from applications.deciding import answering, destinations, passing, preparing, releasing
from applications.deciding.models import Decision, PassOn
from applications.deciding.pass_on_forms import KeepForm, PassOnForm
from applications.views import one
from applications.views.desk import hub_of, rail
from applications.views.door import find_whole, holder_of, with_a_key
from applications.views.review import address
from hubs.access import rights_at
from journal.moves import Refused, Stale


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """Choose a hub and write to the school; prepare that with other decisions, or ask the school now."""
    place = hub_of(request, hub)
    found = one.find(request, place, reference)
    everywhere = destinations.of(found)
    if request.method != "POST":
        return _ask_page(request, place, found, PassOnForm(application=found, destinations=everywhere))
    form = PassOnForm(request.POST, application=found, destinations=everywhere)
    if request.POST.get("do") == "find":
        # Only looked for: what was typed stays, and is not judged yet.
        return _ask_page(request, place, found, _afresh(form, found))
    if not form.is_valid():
        return _ask_page(request, place, found, form, status=422)
    try:
        said = _asked(request, found, form)
    except Refused as refusal:
        found = one.anew(request, place, found)
        return _ask_page(request, place, found, _afresh(form, found), refusal=refusal, status=409)
    messages.success(request, said)
    return redirect(one.address_of(request, place, found))


def _afresh(form: PassOnForm, found) -> PassOnForm:
    """The same page without errors, with what was typed."""
    return PassOnForm(application=found, destinations=form.destinations.values(), typed=form.typed())


def _asked(request: HttpRequest, found, form: PassOnForm) -> str:
    """What was done, as a sentence."""
    act = releasing.decide_now if request.POST.get("do") == "now" else preparing.prepare
    decision = act(found, by=request.user, seen=form.drawn_from(), **form.decided())
    if decision.status == Decision.Status.PREPARED:
        return f"Prepared: {decision.clause}. The school sees nothing until it is released."
    return f"{found.school_name} gets an email now and says yes or no. Until then the application stays with you."


def _ask_page(request: HttpRequest, hub, found, form: PassOnForm, *, refusal=None, status=200) -> HttpResponse:
    rights = rights_at(request.user, hub)
    everywhere = list(form.destinations.values())
    looked_for = form["find"].value() or ""
    matching, note = destinations.found(everywhere, looked_for) if looked_for.strip() else ([], "")
    named = [each for each in everywhere if each.near or each in matching]
    context = {
        "hub": hub,
        "application": found,
        "form": form,
        "groups": [
            ("Suggested: the register has the school in their area", [each for each in everywhere if each.near]),
            (f"Found for “{looked_for[:60]}”", [each for each in matching if not each.near]),
        ],
        "others": [each for each in everywhere if each not in named and not each.why_not],
        "closed": [each for each in everywhere if each not in named and each.why_not],
        "note": note,
        "why_not": _why_not(found, request.user, rights),
        "may_decide": rights.decides,
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "back": one.address_of(request, hub, found),
        "keep": address(request.GET),
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/pass_on.html", context, status=status)


def _why_not(found, user, rights) -> str:
    try:
        preparing.check_prepare(found, user, rights)
        destinations.check_once(found)
    except Refused as refusal:
        return refusal.reason
    return ""


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, reference: str) -> HttpResponse:
    """What the hub asks, for the people of the school's application."""
    application = find_whole(request, reference)
    asked = passing.of(application)
    if asked is None:
        return redirect("apply:tasks" if application.is_draft else "apply:status", reference)
    asked.application = application
    return _page_or_answer(request, asked, by=holder_of(request), done=reverse("apply:status", args=[reference]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has its link. It opens nothing else; nothing is used up by looking: scanners look too."""
    asked = passing.found_by(token)
    if asked is None:
        response = render(request, "applications/apply/offer_unknown.html", status=404)
    else:
        response = _page_or_answer(request, asked, by=None, done=request.path)
    return kept_secret(response)


def _page_or_answer(request: HttpRequest, asked: PassOn, *, by, done: str) -> HttpResponse:
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    form = KeepForm(request.POST if answer == "no" else None)
    try:
        if answer == "yes":
            passing.agree(asked, by=by, at=request.arrived)
            return redirect(done)
        if answer == "no" and form.is_valid():
            passing.refuse(asked, reason=form.cleaned_data["reason"], by=by, at=request.arrived)
            return redirect(done)
    except Refused as refusal:
        again = PassOn.objects.select_related(*PassOn.RELATED).get(pk=asked.pk)
        again.application = asked.application
        return _page(request, again, form, by=by, refusal=refusal.reason, status=409)
    return _page(request, asked, form, by=by, status=422 if form.errors else 200)


def _page(request: HttpRequest, asked: PassOn, form: KeepForm, *, by, refusal="", status=200) -> HttpResponse:
    context = {
        "asked": asked,
        "application": asked.application,
        "to_hub": asked.to_hub,
        "form": form,
        "closed": answering.why_closed(asked),
        "refusal": refusal,
        "with_link": by is None,
    }
    return render(request, "applications/apply/pass_on.html", context, status=status)
