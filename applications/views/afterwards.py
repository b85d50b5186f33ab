"""A school after it has written: asking to be let in late, withdrawing, beginning the next year's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications import again as anew
from applications import late, withdrawal
from applications.afterwards import AskLateForm, WithdrawForm
from applications.views.door import find_whole, holder_of, with_a_key
from applications.workflow import opening_of
from journal.moves import Refused


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what withdrawing does, ask why, and do it."""
    application = find_whole(request, reference)
    if application.is_draft:
        return redirect("apply:tasks", reference)
    form = WithdrawForm(request.POST or None)
    refusal, status = _why_not_withdraw(application), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                withdrawal.withdraw(application, reason=form.cleaned_data["reason"], by=holder_of(request))
            except Refused as reason:
                refusal, status = reason.reason, 409
            else:
                return redirect("apply:status", reference)
    context = {"application": application, "form": form, "refusal": refusal}
    return render(request, "applications/apply/withdraw.html", context, status=status)


def _why_not_withdraw(application) -> str:
    try:
        withdrawal.check_withdraw(application)
    except Refused as refusal:
        return refusal.reason
    return ""


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def ask_late(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the hub to let a late draft in, with a reason."""
    application = find_whole(request, reference)
    if not application.is_draft:
        return redirect("apply:status", reference)
    found = late.lateness(application, opening_of(application))
    if found is None:
        return redirect("apply:check", reference)
    form = AskLateForm(request.POST or None)
    refusal, status = found.why_not_ask, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                late.ask(application, reason=form.cleaned_data["reason"], by=holder_of(request))
            except Refused as reason:
                refusal, status = reason.reason, 409
            else:
                messages.success(request, f"{application.hub} has your question.")
                return redirect("apply:check", reference)
    answer_to = late.address_of(application, holder_of(request))
    context = {"application": application, "late": found, "form": form, "refusal": refusal, "answer_to": answer_to}
    return render(request, "applications/apply/late.html", context, status=status)


@login_required
@require_POST
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin this year's application from the answers of this earlier one."""
    application = find_whole(request, reference)
    try:
        draft = anew.start(application, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("apply:tasks" if application.is_draft else "apply:status", reference)
    messages.success(
        request,
        f"Your answers of {application.project.academic_year} are in it. Check each page: what you agree to, and what "
        "you tick, is ticked anew.",
    )
    return redirect("apply:tasks", draft.reference)
