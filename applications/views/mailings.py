"""One message to the schools that a filter shows: written, previewed, held for ten minutes, and stopped if need be."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications.export.making import filtered, in_words
from applications.mailing import sending
from applications.mailing.forms import MailingForm
from applications.mailing.models import Mailing
from applications.views.desk import hub_of, rail
from applications.views.review import address
from hubs.access import may_decide
from journal.moves import Refused

PER_PAGE = 25


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, hub: str) -> HttpResponse:
    """The words first, then how many schools get them and what three of those read; then it is held."""
    place = hub_of(request, hub)
    query = address(request.GET).removeprefix("?")
    form = MailingForm(request.POST if request.method == "POST" else None)
    context = {"preview": None, "refusal": ""}
    if request.method == "POST" and form.is_valid():
        asked = {"hub": place, "query": query, **form.cleaned_data, "by": request.user}
        try:
            if request.POST.get("do") == "send":
                mailing = sending.ask(**asked, expected=_number(request.POST.get("count", "")))
                return redirect("desk:mailing", place.slug, mailing.pk)
            if request.POST.get("do") != "change":
                context["preview"] = sending.preview(**asked)
        except Refused as refusal:
            context["refusal"] = refusal.reason
    found = filtered(query, place, request.user)
    context |= {
        "hub": place,
        "form": form,
        "number": found.qs.count(),
        "words": in_words(found),
        "may": may_decide(request.user, place),
        "keep": address(request.GET),
        "rail": rail(place),
        "here": "application",
    }
    status = 409 if context["refusal"] else 422 if form.errors else 200
    return render(request, "applications/desk/mailing_write.html", context, status=status)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """What is held, going out or sent; a POST stops what is held."""
    place = hub_of(request, hub)
    found = get_object_or_404(Mailing.objects.select_related("by", "hub"), hub=place, pk=key)
    if request.method == "POST":
        try:
            sending.stop(found, by=request.user)
            messages.success(request, "It is stopped. Nobody gets it.")
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("desk:mailing", place.slug, found.pk)
    context = {
        "hub": place,
        "mailing": found,
        "done": found.recipients.exclude(done=None).count(),
        "may": may_decide(request.user, place),
        "rail": rail(place),
        "here": "letter",
    }
    return render(request, "applications/desk/mailing.html", context)


@never_cache
@login_required
@require_safe
def mailings(request: HttpRequest, hub: str) -> HttpResponse:
    """All that this hub has written to many schools, newest first."""
    place = hub_of(request, hub)
    written = Mailing.objects.filter(hub=place).select_related("by")
    page = Paginator(written, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "hub": place,
        "page": page,
        "shown": f"{page.start_index()} to {page.end_index()} of {page.paginator.count}",
        "earlier": page.has_previous() and f"?page={page.previous_page_number()}",
        "later": page.has_next() and f"?page={page.next_page_number()}",
        "rail": rail(place),
        "here": "letter",
    }
    return render(request, "applications/desk/mailings.html", context)
