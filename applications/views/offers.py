"""A school answers an offer: signed in, with the key of its application, or by the link that came with the offer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.secret_pages import kept_secret
from applications.deciding import answering, offering
from applications.deciding.forms import TurnDownForm
from applications.deciding.models import Offer
from applications.views.door import find_whole, holder_of, with_a_key
from journal.moves import Refused


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, reference: str) -> HttpResponse:
    """The offer, for the people of the school's application."""
    application = find_whole(request, reference)
    offer = offering.of(application)
    if offer is None:
        return redirect("apply:tasks" if application.is_draft else "apply:status", reference)
    offer.application = application
    done = reverse("apply:status", args=[reference])
    return _page_or_answer(request, offer, by=holder_of(request), done=done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The offer, for whoever has its link. It opens nothing else; nothing is used up by looking: scanners look too."""
    offer = offering.found_by(token)
    if offer is None:
        response = render(request, "applications/apply/offer_unknown.html", status=404)
    else:
        response = _page_or_answer(request, offer, by=None, done=request.path)
    return kept_secret(response)


def _page_or_answer(request: HttpRequest, offer: Offer, *, by, done: str) -> HttpResponse:
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    form = TurnDownForm(request.POST if answer == "turn_down" else None)
    try:
        if answer == "accept":
            offering.accept(offer, by=by, at=request.arrived)
            return redirect(done)
        if answer == "turn_down" and form.is_valid():
            offering.turn_down(offer, reason=form.cleaned_data["reason"], by=by, at=request.arrived)
            return redirect(done)
    except Refused as refusal:
        again = Offer.objects.select_related("place__group__lead__user").get(pk=offer.pk)
        again.application = offer.application
        return _page(request, again, form, by=by, refusal=refusal.reason, status=409)
    return _page(request, offer, form, by=by, status=422 if form.errors else 200)


def _page(request, offer: Offer, form: TurnDownForm, *, by, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "offer": offer,
        "application": offer.application,
        "group": offer.place.group,
        "form": form,
        "closed": answering.why_closed(offer),
        "refusal": refusal,
        "with_link": by is None,
    }
    return render(request, "applications/apply/offer.html", context, status=status)
