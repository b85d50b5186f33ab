"""A person says that they act for a school: asks, enters the hub's code, takes it back; and “this is not right”.

What these pages show is the claim of who looks, and what the register publishes: nothing of its people or work.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.secret_pages import kept_secret
from applications import claiming
from applications.claim_forms import ClaimForm, CodeForm
from journal.moves import Refused
from schools import claims, disowning
from schools.access import school_ids_of
from schools.models import Claim, School


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, urn: int) -> HttpResponse:
    """Ask to act for the school; asked already, how it stands. Who acts for it goes to its people's page."""
    school = get_object_or_404(School, urn=urn)
    if school.pk in school_ids_of(request.user):
        return redirect("schools:people", urn)
    mine = _mine(request, school)
    if mine and mine.is_waiting:
        return _page(request, school, mine)
    form = ClaimForm(request.POST if request.method == "POST" else None, user=request.user)
    if not form.is_valid():
        return _page(request, school, mine, form=form, status=422 if form.errors else 200)
    try:
        made = claiming.claim(school=school, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, school, mine, form=form, refusal=refusal.reason, status=409)
    if made.is_waiting:
        return redirect("apply:claim", urn)
    messages.success(request, f"You act for {school} from now on.")
    return redirect("schools:people", urn)


def _mine(request: HttpRequest, school: School) -> Claim | None:
    """The latest claim of this person at this school."""
    return Claim.objects.filter(user=request.user, school=school).select_related("school", "decided_by").first()


def _page(request: HttpRequest, school: School, mine: Claim | None, *, status: int = 200, **tried) -> HttpResponse:
    context = {
        "school": school,
        "claim": mine,
        "hubs": claiming.hubs_of(mine) if mine and mine.is_waiting else [],
        "form": tried.get("form"),
        "code_form": tried.get("code_form") or CodeForm(),
        "refusal": tried.get("refusal", "") or ("" if mine and mine.is_waiting else _why_not(school, request.user)),
    }
    context["may_ask"] = not (mine and mine.is_waiting) and (not context["refusal"] or status == 409)
    return render(request, "applications/apply/claim.html", context, status=status)


def _why_not(school: School, user) -> str:
    try:
        claims.check_claim(school, user)
    except Refused as refusal:
        return refusal.reason
    return ""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, urn: int) -> HttpResponse:
    """Enter the code that the hub was sent and gave the school."""
    school = get_object_or_404(School, urn=urn)
    mine = _mine(request, school)
    if request.method != "POST" or not (mine and mine.is_waiting):
        return redirect("apply:claim", urn)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, school, mine, form=form, code_form=form, status=422)
    try:
        claims.use_code(mine, code=form.cleaned_data["code"], by=request.user)
    except Refused as refusal:
        form.add_error("code", refusal.reason)
        return _page(request, school, mine, form=form, code_form=form, status=409)
    messages.success(request, f"You act for {school} from now on.")
    return redirect("schools:people", urn)


@login_required
@require_POST
def take_back(request: HttpRequest, urn: int) -> HttpResponse:
    """Ask no more."""
    mine = _mine(request, get_object_or_404(School, urn=urn))
    try:
        if mine:
            claims.take_back(mine, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("apply:claim", urn)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disown(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is about, and a button that says it is not right. Looking changes nothing: scanners look too."""
    link = disowning.found_by(token)
    why_not = disowning.why_not(link) if link else ""
    done, status = False, 200
    if request.method == "POST" and link:
        try:
            disowning.disown(link)
            done = True
        except Refused as refusal:
            why_not, status = refusal.reason, 409
    context = {"link": link, "done": done, "why_not": why_not, "is_own": bool(link) and disowning.is_own(link)}
    response = render(request, "applications/apply/disown_claim.html", context, status=status)
    return kept_secret(response)
