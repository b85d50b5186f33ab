"""What was sent to schools: the list of what did not arrive, and each message in full on its application's trail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications import correspondence
from applications.models import Application
from applications.views.desk import hub_of, rail
from journal.models import Email
from journal.moves import Refused

DEEDS = {
    "again": (correspondence.send_again, "It is sent again."),
    "settle": (correspondence.settle, "It is off the list."),
}


@never_cache
@login_required
@require_safe
def lost(request: HttpRequest, hub: str) -> HttpResponse:
    """What did not arrive, or may not have, until somebody has dealt with it."""
    place = hub_of(request, hub)
    context = {"hub": place, "letters": correspondence.in_trouble(place), "rail": rail(place), "here": "letters"}
    return render(request, "applications/desk/letters.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, hub: str, reference: str, key: int) -> HttpResponse:
    """One message in full; a POST sends it again, or says that somebody has dealt with it."""
    place = hub_of(request, hub)
    sent = Application.objects.reviewable_by(request.user).filter(hub=place).select_related("hub")
    application = get_object_or_404(sent, reference=reference)
    email = get_object_or_404(Email.objects.about(application), pk=key)
    found = correspondence.Letter(email, application)
    if request.method == "POST" and request.POST.get("do") in DEEDS:
        verb, said = DEEDS[request.POST["do"]]
        try:
            verb(found, by=request.user)
            messages.success(request, said)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("desk:letter", place.slug, application.reference, email.pk)
    context = {"hub": place, "letter": found, "rail": rail(place), "here": "application"}
    return render(request, "applications/desk/letter.html", context)
