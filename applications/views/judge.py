"""The hub judges one check of an application otherwise, and takes that back; both on the application's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from applications import dossier, judging
from applications.decisions import JudgeForm, JudgementForm
from applications.models import Application
from applications.views import one
from applications.views.desk import hub_of
from hubs.models import Hub
from journal.moves import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, hub: str, reference: str, code: str) -> HttpResponse:
    """Judge one check; where that cannot be, the application's page with this check open and everything typed."""
    place = hub_of(request, hub)
    found, check = _found(request, place, reference, code)
    if request.method != "POST":  # back from signing in, or a reloaded address
        return redirect(f"{one.address_of(request, place, found)}#check-{code}")
    form = JudgeForm(request.POST, application=found, check=check)
    if not form.is_valid():
        return one.page(request, place, found, one.Tried(f"judge-{code}", form), status=422)
    words = form.cleaned_data
    said = {"outcome": words["outcome"], "reason": words["reason"], "seen_judgement": words["seen_judgement"]}
    try:
        judging.judge(found, code=code, by=request.user, seen=form.drawn_from(), **said)
    except Refused as refusal:
        tried = one.Tried(f"judge-{code}", refusal=refusal, typed=form.typed())
        return one.page(request, place, one.anew(request, place, found), tried, status=409)
    messages.success(request, f"“{check.title}” counts as you judge it.")
    return redirect(one.address_of(request, place, found))


@login_required
@require_POST
def take_back(request: HttpRequest, hub: str, reference: str, code: str) -> HttpResponse:
    place = hub_of(request, hub)
    found, check = _found(request, place, reference, code)
    form = JudgementForm(request.POST, application=found, move="take-back")
    if not form.is_valid():
        return one.page(request, place, found, one.Tried(form=form), status=422)
    seen = form.cleaned_data["seen_judgement"]
    try:
        judging.take_back(found, code=code, by=request.user, seen=form.drawn_from(), seen_judgement=seen)
    except Refused as refusal:
        return one.page(request, place, one.anew(request, place, found), one.Tried(refusal=refusal), status=409)
    messages.success(request, f"“{check.title}” counts as the rules judged it.")
    return redirect(one.address_of(request, place, found))


def _found(request: HttpRequest, hub: Hub, reference: str, code: str) -> tuple[Application, dossier.CheckRow]:
    found = one.find(request, hub, reference)
    check = next((check for check in dossier.checks(found) if check.code == code), None)
    if check is None:
        raise Http404
    return found, check
