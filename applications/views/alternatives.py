"""A school answers an alternative: signed in, with the key of its application, or by the link in the email (R8)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.secret_pages import kept_secret
from applications.deciding import alternatives, answering, comparing
from applications.deciding.alternative_forms import DeclineAlternativeForm
from applications.deciding.models import Alternative
from applications.views.door import find_whole, holder_of, open_here_too, with_a_key
from journal.moves import Refused


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, reference: str) -> HttpResponse:
    """The alternative, for the people of the school's application."""
    application = find_whole(request, reference)
    alternative = answering.latest(application.alternatives)
    if alternative is None:
        return redirect("apply:tasks" if application.is_draft else "apply:status", reference)
    alternative.application = application
    return _page_or_answer(request, alternative, by=holder_of(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The alternative, for whoever has its link. It opens nothing else, and looking uses nothing up."""
    alternative = answering.found_by(Alternative, token)
    if alternative is None:
        response = render(request, "applications/apply/offer_unknown.html", status=404)
    else:
        response = _page_or_answer(request, alternative, by=None)
    return kept_secret(response)


def _page_or_answer(request: HttpRequest, alternative: Alternative, *, by) -> HttpResponse:
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    form = DeclineAlternativeForm(request.POST if answer == "decline" else None)
    try:
        if answer == "accept":
            made = alternatives.accept(alternative, by=by, at=request.arrived)
            if by is None:
                return redirect(request.path)
            open_here_too(request, alternative.application, made)
            return redirect(_onward(made))
        if answer == "decline" and form.is_valid():
            alternatives.turn_down(alternative, reason=form.cleaned_data["reason"], by=by, at=request.arrived)
            return redirect(request.path)
    except Refused as refusal:
        again = Alternative.objects.select_related(*Alternative.RELATED).get(pk=alternative.pk)
        again.application = alternative.application
        return _page(request, again, form, by=by, refusal=refusal.reason, status=409)
    return _page(request, alternative, form, by=by, status=422 if form.errors else 200)


def _onward(made) -> str:
    """To what is still to be filled in, or to where it stands."""
    return reverse("apply:tasks" if made.is_draft else "apply:status", args=[made.reference])


def _page(request, alternative: Alternative, form, *, by, refusal: str = "", status: int = 200) -> HttpResponse:
    closed = answering.why_closed(alternative)
    asks = not (closed or alternative.became or alternative.is_same_project)
    context = {
        "alternative": alternative,
        "application": alternative.application,
        "made": alternative.became,
        "rows": comparing.beside(alternative),
        "over": comparing.carries_over(alternative.application, alternative.opening) if asks else None,
        "form": form,
        "closed": closed,
        "refusal": refusal,
        "with_link": by is None,
    }
    return render(request, "applications/apply/alternative.html", context, status=status)
