"""Asking the school for more, on both sides: the hub's questions at its desk, the school's answer in its own form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications import corrections, more, paper, spec
from applications.asking import AskForm, ExtendForm, ReplyForm
from applications.models import Application, Status
from applications.views.desk import hub_of, rail
from applications.views.door import find_whole, holder_of, with_a_key
from applications.views.review import address
from hubs.models import Hub
from journal.clock import day
from journal.moves import Refused, Stale

# --- The hub's desk ---------------------------------------------------------------------------------


def _found(request: HttpRequest, hub: Hub, reference: str) -> Application:
    rows = Application.objects.reviewable_by(request.user).filter(hub=hub).select_related("project", "hub", "owner")
    return get_object_or_404(rows.prefetch_related("more_asked__items", "more_asked__by"), reference=reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """Questions on the answers of the form, one on anything else, and the day; while asked, what can be changed."""
    place = hub_of(request, hub)
    found = _found(request, place, reference)
    if request.method != "POST":
        return _desk_page(request, place, found)
    form = AskForm(request.POST, application=found)
    if not form.is_valid():
        return _desk_page(request, place, found, form=form, status=422)
    words = form.cleaned_data
    said = {"questions": form.questions, "general": words["general"], "due": words["due"]}
    try:
        more.ask(found, by=request.user, seen=form.drawn_from(), **said)
    except Refused as refusal:
        return _desk_page(request, place, _found(request, place, reference), form, refusal=refusal, status=409)
    messages.success(request, f"{found.school_name} is asked, and gets an email now.")
    return redirect(_back(request, place, found))


@login_required
@require_POST
def change(request: HttpRequest, hub: str, reference: str, change: str) -> HttpResponse:
    """Give the school more time, or ask no more."""
    place = hub_of(request, hub)
    found = _found(request, place, reference)
    if change not in ("extend", "stop"):
        raise Http404
    asked, form = found.asked_now, ExtendForm(request.POST)
    if asked is None:
        return _desk_page(request, place, found, refusal=Stale(more.NOT_ASKED), status=409)
    if change == "extend" and not form.is_valid():
        return _desk_page(request, place, found, extend=form, status=422)
    try:
        if change == "extend":
            more.extend(asked, due=form.cleaned_data["due"], by=request.user)
            said = f"{found.school_name} has until {day(asked.due)}, and gets an email now."
        else:
            more.stop(asked, by=request.user)
            said = f"{found.school_name} need not answer, and gets an email now."
    except Refused as refusal:
        return _desk_page(request, place, _found(request, place, reference), refusal=refusal, status=409)
    messages.success(request, said)
    return redirect(_back(request, place, found))


def _desk_page(request, hub: Hub, found: Application, form=None, *, extend=None, refusal=None, status=200):
    option = more.option(found, request.user)
    context = {
        "hub": hub,
        "application": found,
        "asked": found.asked_now,
        "why_not": option.why,
        "form": extend or form or AskForm(application=found),
        "extend": extend or ExtendForm(),
        "typed": _typed(form) if refusal and not option.is_open else [],
        "refusal": refusal,
        "faster": isinstance(refusal, Stale),
        "back": _back(request, hub, found),
        "keep": address(request.GET),
        "rail": rail(hub),
        "here": "application",
    }
    return render(request, "applications/desk/more.html", context, status=status)


def _typed(form: AskForm | None) -> list[str]:
    """What was written on a page that cannot be sent any more, to copy it."""
    return [*form.questions.values(), form.cleaned_data["general"]] if form else []


def _back(request: HttpRequest, hub: Hub, found: Application) -> str:
    return reverse("desk:application", args=[hub.slug, found.reference]) + address(request.GET)


# --- The school -------------------------------------------------------------------------------------


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The hub's questions with the answers as they stand; a button leads to each page of the form, and one sends."""
    application = find_whole(request, reference)
    if application.status != Status.MORE_ASKED:
        return redirect("apply:tasks" if application.is_draft else "apply:status", reference)
    asked = application.asked_now
    if request.method != "POST":
        return _answer_page(request, application, ReplyForm(asked=asked))
    form = ReplyForm(request.POST, asked=asked)
    if not form.is_valid():
        return _answer_page(request, application, form, status=422)
    reply, go = form.cleaned_data["reply"], request.POST.get("go", "send")
    try:
        if go != "send":
            return _to_the_form(request, application, reply, go)
        more.answer(application, reply=reply, by=holder_of(request), at=request.arrived)
    except more.ReplyNeeded as needed:
        form.add_error("reply", needed.reason)
        return _answer_page(request, _again(request, reference), form, status=422)
    except Refused as refusal:
        return _answer_page(request, _again(request, reference), form, refusal=refusal.reason, status=409)
    return redirect("apply:status", reference)


def _again(request: HttpRequest, reference: str) -> Application:
    return find_whole(request, reference)


def _to_the_form(request: HttpRequest, application: Application, reply: str, go: str) -> HttpResponse:
    """Keep the reply so far, and on to the page that is to be changed."""
    more.keep_reply(application.asked_now, reply=reply)
    section, _, page = go.partition("/")
    if spec.form_for(application.project).page(section, page) is None:
        return redirect("apply:more", application.reference)
    corrections.begin(application, by=holder_of(request), at=request.arrived)
    return redirect(reverse("apply:page", args=[application.reference, section, page]) + "?check")


def _answer_page(request, application: Application, form: ReplyForm, *, refusal: str = "", status: int = 200):
    asked, sent = application.asked_now, application.answers
    if asked is None:
        context = {"application": application, "refusal": refusal, "form": form}
        return render(request, "applications/apply/more.html", context, status=status)
    paper.take_up(application)
    pages = spec.form_for(application.project).pages()
    context = {
        "application": application,
        "asked": asked,
        "questions": [(item, *_where(item.name, pages, application.answers)) for item in asked.items.all()],
        "changes": corrections.changes(application, sent, application.answers),
        "missing": spec.missing(application),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "applications/apply/more.html", context, status=status)


def _where(name: str, pages, answers) -> tuple[str, str]:
    """The page of a field as "section/page", and its answer in words; both empty where the form no longer asks it."""
    for section, page in pages:
        for row in spec.answers_of(page, answers):
            if row["name"] == name:
                return f"{section.slug}/{page.slug}", row["value"]
    return next((f"{s.slug}/{p.slug}" for s, p in pages if name in {field.name for field in p.fields}), ""), ""
