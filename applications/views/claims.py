"""The hub's desk: who says that they act for a school of the hub's area, and is not verified."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications import claiming
from applications.claim_forms import RefuseClaimForm
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.moves import Refused
from schools.models import Claim

PAGE_SIZE = 25
LONGEST = 100


@dataclass(frozen=True)
class Row:
    claim: Claim
    may_confirm: bool
    may_refuse: bool
    refuse: RefuseClaimForm


@never_cache
@login_required
@require_safe
def claims(request: HttpRequest, hub: str) -> HttpResponse:
    return _page(request, hub_of(request, hub))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, hub: str, key: int, answer: str) -> HttpResponse:
    """Confirm one, or not."""
    place = hub_of(request, hub)
    claim = get_object_or_404(_of(place), pk=min(key, 2**63 - 1))
    if answer not in ("confirm", "refuse"):
        raise Http404
    if request.method != "POST":
        return redirect("desk:claims", place.slug)
    form = RefuseClaimForm(request.POST, key=claim.pk)
    if answer == "refuse" and not form.is_valid():
        return _page(request, place, tried={claim.pk: form}, status=422)
    try:
        if answer == "confirm":
            claiming.confirm(claim, hub=place, by=request.user)
        else:
            claiming.refuse(claim, reason=form.cleaned_data["reason"], hub=place, by=request.user)
    except Refused as refusal:
        words = form.cleaned_data["reason"] if answer == "refuse" else ""
        return _page(request, place, refusal=refusal.reason, words=words, status=409)
    said = "acts for" if answer == "confirm" else "does not act for"
    messages.success(request, f"{claim.name} {said} {claim.school} from now on, and gets an email.")
    return redirect("desk:claims", place.slug)


def _of(hub: Hub):
    return claiming.claims_of(hub).select_related("school__authority", "user", "decided_by")


def _page(request, hub: Hub, *, tried: dict | None = None, refusal: str = "", words: str = "", status: int = 200):
    query = "".join(c for c in request.GET.get("q", "")[:LONGEST] if c.isprintable()).strip()
    found = _of(hub).filter(_with_words(query)) if query else _of(hub)
    ordered = found.order_by(F("decided").desc(nulls_first=True), "-id")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page", "")[:9])
    tried = tried or {}
    context = {
        "hub": hub,
        "page": page,
        "rows": [_row(claim, tried.get(claim.pk), request.user) for claim in page],
        "query": query,
        "keep": urlencode({"q": query}) if query else "",
        "form": next(iter(tried.values()), None),
        "refusal": refusal,
        "words": words,
        "rail": rail(hub),
        "here": "claims",
    }
    return render(request, "applications/desk/claims.html", context, status=status)


def _with_words(query: str) -> Q:
    names = Q(name__icontains=query) | Q(email__icontains=query) | Q(school__name__icontains=query)
    return names | Q(school__urn=int(query)) if query.isascii() and query.isdigit() and len(query) < 9 else names


def _row(claim: Claim, tried: RefuseClaimForm | None, user) -> Row:
    mine = claim.user_id == user.pk
    return Row(
        claim,
        claim.is_waiting and not mine,
        claiming.is_for_hub(claim) and not mine,
        tried or RefuseClaimForm(key=claim.pk),
    )
