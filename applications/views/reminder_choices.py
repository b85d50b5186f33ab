"""Which reminders somebody gets: by the link in each of them, without signing in, or from their account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from applications.reminder_forms import ChooseForm
from hubs.reminders import choices
from hubs.reminders.models import ReminderReader

ONE_CLICK = "One-Click"


# A mail program has no session and no form of ours (RFC 8058). What keeps others out is the token: whoever could make
# a browser send this has it, and then needs no browser of anybody else's.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: programs that look through mail open links too.

    A mail program that was told to unsubscribe posts ONE_CLICK, and gets an answer without a page.
    """
    reader = choices.reader_of(token)
    if reader is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") == ONE_CLICK:
        choices.choose(reader, together=reader.together, wanted=set())
        return HttpResponse("You get no reminders that you can do without.\n", content_type="text/plain; charset=utf-8")
    return _page(request, reader, "reminders/choose.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request, choices.reader_at(request.user.email), "reminders/mine.html")


def _page(request: HttpRequest, reader: ReminderReader, template: str) -> HttpResponse:
    kinds = choices.kinds_for(reader)
    form = ChooseForm(request.POST or None, reader=reader, offered=[kind for kind in kinds if not kind.necessary])
    if "none" in request.POST:
        return _kept(request, reader, together=reader.together, wanted=set())
    if form.is_valid():
        wanted = set(form.cleaned_data.get("kinds", ()))
        return _kept(request, reader, together=form.cleaned_data["how"] == "together", wanted=wanted)
    context = {"form": form, "reader": reader, "necessary": [kind for kind in kinds if kind.necessary]}
    return render(request, template, context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, reader: ReminderReader, *, together: bool, wanted: set[str]) -> HttpResponse:
    by = request.user if request.user.is_authenticated else None
    choices.choose(reader, together=together, wanted=wanted, by=by)
    messages.success(request, "Your choice is saved." if wanted else "You get no reminders that you can do without.")
    return redirect(request.path)
