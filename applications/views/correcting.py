"""A school corrects what it has sent: what will change is shown before it is sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications import corrections, paper, spec
from applications.models import Application, Status
from applications.views.door import find_whole, holder_of, with_a_key
from journal.moves import Refused


@never_cache
@with_a_key
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    application = find_whole(request, reference)
    if application.is_draft:
        return redirect("apply:tasks", reference)
    try:
        corrections.begin(application, by=holder_of(request), at=request.arrived)
    except Refused as refusal:
        return _refused(request, application, refusal.reason)
    return redirect("apply:correction", reference)


@never_cache
@with_a_key
@require_safe
def correction(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers being corrected, each with a way to change it, and what is different from what was sent."""
    application = find_whole(request, reference)
    if application.status == Status.MORE_ASKED:
        return redirect("apply:more", reference)
    return _page(request, application)


@never_cache
@with_a_key
@require_POST
def finish(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """Send the correction, or drop it."""
    if ending not in ("send", "discard"):
        raise Http404
    application = find_whole(request, reference)
    if application.is_draft:
        return redirect("apply:tasks", reference)
    try:
        if ending == "send":
            corrections.send(application, by=holder_of(request), at=request.arrived)
        else:
            corrections.discard(application, by=holder_of(request))
    except Refused as refusal:
        return _page(request, application, refusal.reason)
    return redirect("apply:status", reference)


def _page(request, application: Application, refusal: str = "") -> HttpResponse:
    sent = application.answers
    if application.is_draft or not paper.take_up(application):
        return _refused(request, application, refusal) if refusal else redirect("apply:status", application.reference)
    sections = spec.walk(spec.form_for(application.project), application.answers)
    missing = [words for section in sections for words in section.missing]
    changed = corrections.changes(application, sent, application.answers)
    try:
        corrections.check_correct(application, at=request.arrived)
        closed = ""
    except Refused as reason:
        closed = reason.reason
    context = {
        "application": application,
        "answers": [
            (state, [(page.page, page, spec.answers_of(page.page, application.answers)) for page in state.pages])
            for state in sections
        ],
        "missing": missing,
        "changes": changed,
        "refusal": refusal or closed,
        "may_send": changed and not missing and not closed,
    }
    return render(request, "applications/apply/correction.html", context, status=409 if refusal else 200)


def _refused(request, application: Application, reason: str) -> HttpResponse:
    context = {"application": application, "refusal": reason, "gone": True}
    return render(request, "applications/apply/correction.html", context, status=409)
