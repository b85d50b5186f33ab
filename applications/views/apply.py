"""A school applies: the task list, one page at a time, check your answers, send, and how it stands afterwards."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import dossier, eligibility, facts, spec, workflow
from applications.forms import page_form
from applications.models import Application
from applications.standing import group_facts, standing
from journal.moves import Refused
from workgroups.models import Opening

WITH = ("project", "hub", "school__authority", "school__trust", "started_by")


def _one(request: HttpRequest, reference: str, *more: str, lean: bool = False) -> Application:
    """The application if the person sees it, else 404; with what its pages show, unless `lean`."""
    rows = Application.objects if lean else Application.objects.select_related(*WITH, *more)
    try:
        return rows.get_visible_to(request.user, reference)
    except Application.DoesNotExist:
        raise Http404 from None


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The applications of this person and their schools, each with the next thing to do."""
    seen = Application.objects.visible_to(request.user).select_related(*WITH, "place__group__lead__user")
    applications = list(seen.order_by("-saved", "-id")[:200])
    openings = _openings(applications)
    rows = [(one, standing(one, openings.get((one.hub_id, one.project_id)))) for one in applications]
    return render(request, "applications/apply/mine.html", {"rows": rows})


def _openings(applications: list[Application]) -> dict[tuple[int, int], Opening]:
    hubs, projects = {one.hub_id for one in applications}, {one.project_id for one in applications}
    found = Opening.objects.filter(hub__in=hubs, project__in=projects)
    return {(opening.hub_id, opening.project_id): opening for opening in found}


@never_cache
@login_required
@require_safe
def tasks(request: HttpRequest, reference: str) -> HttpResponse:
    """The sections of a draft: done, started or to do, and in words what is missing."""
    application = _one(request, reference)
    if not application.is_draft:
        return redirect("apply:status", reference)
    sections = spec.walk(spec.form_for(application.project), application.answers)
    context = {
        "application": application,
        "sections": sections,
        "done": sum(section.state == "done" for section in sections),
        "opening": workflow.opening_of(application),
    }
    return render(request, "applications/apply/tasks.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, reference: str, section: str, page: str) -> HttpResponse:
    """One page of the form. What is saved is this page's answers, and the next page follows."""
    if request.method == "POST":  # saved in as few queries as can be
        application = _one(request, reference, lean=True)
        form_spec = spec.recent_form(application.project_id)
    else:
        application = _one(request, reference)
        form_spec = spec.form_for(application.project)
    if not application.is_draft:
        return redirect("apply:status", reference)
    asked = form_spec.page(section, page)
    if asked is None:
        raise Http404
    bound = {"answers": application.answers, "school_id": application.school_id}
    problem = ""
    if request.method == "POST":
        go = request.POST.get("go", "")
        form = page_form(asked)(request.POST, whole=go not in ("later", "more"), **bound)
        if form.is_valid():
            try:
                workflow.save_page(application, answers=form.given, by=request.user)
                return _onward(request, application, form_spec, section, page, go)
            except Refused as refusal:
                problem = refusal.reason
    else:
        form = page_form(asked)(**bound)
    context = {
        "application": application,
        "section": form_spec.section(section),
        "page": asked,
        "form": form,
        "problem": problem,
        "back": _back(request, reference, form_spec.before(section, page)),
    }
    return render(request, "applications/apply/page.html", context, status=409 if problem else 200)


def _onward(request, application, form_spec, section: str, page: str, go: str) -> HttpResponse:
    """Where the reader goes after saving: the task list, this page again, the answers, or the next page."""
    reference = application.reference
    if go == "later":
        return redirect("apply:tasks", reference)
    if go == "more":
        again = redirect("apply:page", reference, section, page)
        again["Location"] += "?check" if "check" in request.GET else ""
        return again
    following = form_spec.after(section, page)
    if "check" in request.GET or following is None:
        return redirect("apply:check", reference)
    return redirect("apply:page", reference, *following)


def _back(request, reference: str, before: tuple[str, str] | None) -> str:
    """Where the back link leads: the answers if the reader came from there, else the page before, else the list."""
    if "check" in request.GET:
        return reverse("apply:check", args=[reference])
    return reverse("apply:page", args=[reference, *before]) if before else reverse("apply:tasks", args=[reference])


@never_cache
@login_required
@require_safe
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Every answer with a way to change it, what the rules say, and the button that sends it."""
    application = _one(request, reference)
    if not application.is_draft:
        return redirect("apply:status", reference)
    return _check_page(request, application)


def _check_page(request, application: Application, refusal: str = "") -> HttpResponse:
    sections = spec.walk(spec.form_for(application.project), application.answers)
    missing = [words for section in sections for words in section.missing]
    opening = workflow.opening_of(application)
    closed = ""
    try:
        workflow.check_open(opening, application.hub)
    except Refused as reason:
        closed = reason.reason
    context = {
        "application": application,
        "answers": [(state, _page_rows(state, application)) for state in sections],
        "missing": missing,
        "verdict": None if missing else eligibility.assess(facts.gather(application)),
        "opening": opening,
        "refusal": refusal or closed,
        "may_send": not missing and not closed,
    }
    return render(request, "applications/apply/check.html", context, status=409 if refusal else 200)


def _page_rows(state: spec.SectionState, application: Application) -> list[tuple]:
    return [(page.page, page, spec.answers_of(page.page, application.answers)) for page in state.pages]


@login_required
@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send it. Sent already, by another click or a colleague, it leads to the same receipt."""
    application = _one(request, reference)
    try:
        workflow.submit(application, by=request.user)
    except Refused as refusal:
        return _check_page(request, application, refusal.reason)
    return redirect("apply:status", reference)


@never_cache
@login_required
@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt, and from then on: where it stands, what to do, what comes next, whom to ask; then what was sent."""
    application = _one(request, reference, "place__group__lead__user")
    if application.is_draft:
        return redirect("apply:tasks", reference)
    opening = workflow.opening_of(application)
    context = {
        "application": application,
        "opening": opening,
        "standing": standing(application, opening),
        "group_facts": group_facts(application.place) if application.place else [],
        "sections": dossier.sections(application),
    }
    return render(request, "applications/apply/status.html", context)
