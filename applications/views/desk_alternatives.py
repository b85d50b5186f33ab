"""The desk offers a school something else than it asked for, having seen whether it is eligible there (R8)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.deciding import alternative_choices, preparing, releasing
from applications.deciding.alternative_forms import ELSEWHERE, AlternativeForm
from applications.deciding.models import Decision
from applications.placement import ONLY_LEAD
from applications.views import one
from applications.views.desk import hub_of, rail
from applications.views.review import address
from hubs.access import rights_at
from journal.moves import Refused, Stale


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """Choose an alternative and write to the school; prepare that with other decisions, or offer it now."""
    place = hub_of(request, hub)
    found = one.find(request, place, reference)
    if request.method != "POST":
        return _page(request, place, found, _form(found))
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, place, found, form, status=422)
    try:
        said = _offered(request, found, form)
    except Refused as refusal:
        found = one.anew(request, place, found)
        return _page(request, place, found, _form(found, typed=form.typed()), refusal=refusal, status=409)
    messages.success(request, said)
    return redirect(one.address_of(request, place, found))


def _form(found, data=None, typed: dict | None = None) -> AlternativeForm:
    own, far = alternative_choices.own(found), alternative_choices.elsewhere(found)
    return AlternativeForm(data, application=found, own=own, elsewhere=far, typed=typed)


def _offered(request: HttpRequest, found, form: AlternativeForm) -> str:
    """What was done, as a sentence."""
    act = releasing.decide_now if request.POST.get("do") == "now" else preparing.prepare
    decision = act(found, by=request.user, seen=form.drawn_from(), **form.decided())
    if decision.status == Decision.Status.PREPARED:
        return f"Prepared: {decision.clause}. The school sees nothing until it is released."
    return f"{decision.in_words}. {found.school_name} gets an email now. What it asked for stays as it is."


def _page(request: HttpRequest, hub, found, form: AlternativeForm, *, refusal=None, status=200) -> HttpResponse:
    rights = rights_at(request.user, hub)
    context = {
        "hub": hub,
        "application": found,
        "form": form,
        "chosen": form["what"].value(),
        "elsewhere": ELSEWHERE,
        "why_not": preparing.why_not(found, request.user, rights),
        "only_lead": "" if rights.leads else ONLY_LEAD,
        "may_decide": rights.decides,
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "back": one.address_of(request, hub, found),
        "keep": address(request.GET),
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/alternative.html", context, status=status)
