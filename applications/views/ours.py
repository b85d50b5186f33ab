"""What somebody unknown began or sent for one's school: take it over, or set it aside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import taking_over
from applications.claim_forms import SetAsideForm
from applications.views.door import find
from journal.moves import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ours(request: HttpRequest, reference: str) -> HttpResponse:
    application = find(request, reference)
    what = request.POST.get("what") if request.method == "POST" else None
    form = SetAsideForm(request.POST if what == "set_aside" else None)
    refusal, status = "", 200
    if what == "set_aside" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            return _do(request, application, what, form)
        except Refused as reason:
            refusal, status = reason.reason, 409
    option = taking_over.option(application, request.user)
    if option is None and not refusal:
        raise Http404
    context = {"application": application, "option": option, "form": form, "refusal": refusal}
    return render(request, "applications/apply/ours.html", context, status=status)


def _do(request: HttpRequest, application, what: str | None, form: SetAsideForm) -> HttpResponse:
    if what == "take_over":
        taking_over.take_over(application, by=request.user)
        messages.success(request, "It is yours now. Check what it says.")
        return redirect("apply:tasks", application.reference)
    if what == "set_aside":
        taking_over.set_aside(application, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{application.reference} is set aside. You can send your school’s own now.")
        return redirect("apply:begin", application.school.urn)
    raise Refused("Choose what is to be done with it.")
