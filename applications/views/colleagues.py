"""Asking colleagues to fill in a part of a draft, and taking their links back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications import colleagues, spec
from applications.entrance import ColleagueForm
from applications.models import Application
from applications.views.door import find, holder_of, may_send_to, with_a_key
from journal.moves import Refused

LARGEST_KEY = 2**63 - 1


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was asked for which part and how far it is; and the form that asks one more."""
    application = _theirs(request, reference)
    if not application.is_draft:
        return redirect("apply:status", reference)
    form_spec = spec.form_for(application.project)
    form = ColleagueForm(request.POST if request.method == "POST" else None, sections=form_spec.sections)
    refusal = ""
    if form.is_valid():
        try:
            _invite(request, application, form)
            return redirect("apply:colleagues", reference)
        except Refused as reason:
            refusal = reason.reason
    context = {
        "application": application,
        "form": form,
        "helpers": colleagues.helpers(application, spec.walk(form_spec, application.answers)),
        "refusal": refusal,
    }
    return render(request, "applications/apply/colleagues.html", context, status=409 if refusal else 200)


def _invite(request: HttpRequest, application: Application, form: ColleagueForm) -> None:
    words = form.cleaned_data
    if not may_send_to(request, words["email"]):
        raise Refused("This address was sent several links just now. Wait a few minutes, then try again.")
    colleagues.invite(application, email=words["email"], sections=words["sections"], by=holder_of(request))


@never_cache
@with_a_key
@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    application = _theirs(request, reference)
    key = request.POST.get("key", "")
    if application.is_draft and key.isascii() and key.isdigit() and len(key) < 19 and int(key) < LARGEST_KEY:
        colleagues.take_back(application, key=int(key), by=holder_of(request))
    return redirect("apply:colleagues", reference)


def _theirs(request: HttpRequest, reference: str) -> Application:
    """The application, for who may ask colleagues to help with it; for a colleague who was asked it is a 404."""
    application = find(request, reference)
    if not colleagues.may_invite(application, holder_of(request)):
        raise Http404
    return application
