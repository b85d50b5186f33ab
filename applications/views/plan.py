"""The board of a plan: schools in the columns of groups, moved by hand or worked out; nothing of it is offered."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import apart, bulk
from applications.apart_forms import ApartForm
from applications.deciding.forms import USUAL_TIME
from applications.models import Application
from applications.moments import DayField
from applications.planning import solving
from applications.planning.problem import kilometres
from applications.plans import moving, proposing, to_decisions
from applications.plans.board import board, stamp
from applications.plans.gathering import PLANNED, gather, to_plan
from applications.plans.models import Plan, PlanSeat
from applications.plans.plot import plot
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal import hints
from journal.clock import day
from journal.moves import Refused
from workgroups.models import Project, first_year_not_over


@login_required
@require_safe
def plans(request: HttpRequest, hub: str) -> HttpResponse:
    """The board of the newest project that has something to plan; else what will be here."""
    place = hub_of(request, hub)
    projects = _projects(place)
    if projects:
        return redirect("desk:plan", place.slug, projects[0].code)
    return render(request, "applications/desk/plan_none.html", {"hub": place, "rail": rail(place), "here": "plan"})


def _projects(hub: Hub) -> list[Project]:
    """Those with applications that wait, or with groups of a year that runs; newest first."""
    waiting = Application.objects.sent_to(hub).filter(status__in=PLANNED)
    running = Q(work_groups__hub=hub, year__gte=first_year_not_over())
    return list(Project.objects.filter(Q(pk__in=waiting.order_by().values("project")) | running).distinct())


def _plan(hub: Hub, code: str) -> tuple[Plan, list[Project]]:
    """The plan, not yet written where nobody has begun it. The code is compared here: it may be any text."""
    projects = _projects(hub)
    project = next((each for each in projects if each.code == code), None)
    if project is None:
        raise Http404
    plan = Plan.objects.filter(hub=hub, project=project).first() or Plan(hub=hub, project=project)
    plan.hub, plan.project = hub, project
    return plan, projects


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, hub: str, code: str) -> HttpResponse:
    """The board, and what is done to the plan as a whole. `since` asks whether it has changed: 204 where not."""
    place = hub_of(request, hub)
    found, projects = _plan(place, code)
    if request.method == "POST" and request.POST.get("do") != "apart":
        try:
            _act(request, found)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("desk:plan", place.slug, code)
    if request.GET.get("since") == stamp(found):
        return HttpResponse(status=204)
    shown = board(found)
    form = ApartForm(request.POST or None, applications=shown.gathered.applications.values())
    refusal = _kept_apart(request, found, form) if form.is_valid() else ""
    if form.is_valid() and not refusal:
        return redirect("desk:plan", place.slug, code)
    context = {
        "hub": place,
        "projects": projects,
        "project": found.project,
        "plan": found,
        "board": shown,
        "plot": plot(shown),
        "is_installed": solving.is_installed(),
        "why_not_installed": proposing.NOT_INSTALLED,
        "pairs": apart.pairs(place, found.project),
        "apart": form,
        "form": form,
        "refusal": refusal,
        "rail": rail(place),
        "here": "plan",
    }
    return render(
        request, "applications/desk/plan.html", context, status=422 if form.errors else 409 if refusal else 200
    )


def _kept_apart(request: HttpRequest, plan: Plan, form: ApartForm) -> str:
    """Why it was refused; empty where it is recorded."""
    moving.begin(hub=plan.hub, project=plan.project, by=request.user)
    try:
        apart.keep(*form.pair(), reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return refusal.reason
    return ""


def _act(request: HttpRequest, plan: Plan) -> None:
    plan = moving.begin(hub=plan.hub, project=plan.project, by=request.user)
    match request.POST.get("do"):
        case "propose":
            proposing.propose(plan, by=request.user)
            hints.ring(proposing.TASK)
        case "clear":
            number = moving.clear(plan, seen=_number(request.POST.get("version", "")), by=request.user)
            messages.success(request, f"{number} taken out. What is pinned stays.")
        case "mix":
            moving.mix(plan, mixed=request.POST.get("mixed") == "yes", by=request.user)
        case "together":
            pair = apart.pairs(plan.hub, plan.project).filter(pk=_number(request.POST.get("pair", ""))).first()
            if pair:
                apart.let_together(pair, by=request.user)
        case _:
            raise Refused("Choose what to do with the plan.")


class AnswerByForm(forms.Form):
    """By when the schools answer, and the plan that the page showed."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    answer_by = DayField(
        label="Answer by the end of which day?",
        help_text="Like 5 March 2027. Of every school; you can change one on the page of its decision.",
        error_messages={"required": "Enter the day by which the schools answer, like 5 March 2027."},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, hub: str, code: str) -> HttpResponse:
    """The plan turned into prepared offers: first who would get which and why, then worked off."""
    place = hub_of(request, hub)
    found, _ = _plan(place, code)
    usual = {"version": found.version, "answer_by": day(timezone.localdate() + USUAL_TIME)}
    form, refusal = AnswerByForm(request.POST if request.method == "POST" else None, initial=usual), ""
    if form.is_valid():
        try:
            return _prepared(request, found, form.cleaned_data)
        except Refused as refused:
            refusal = refused.reason
            form = AnswerByForm(initial={**usual, "answer_by": form["answer_by"].value()})
    context = {"hub": place, "project": found.project, "board": board(found), "form": form, "refusal": refusal}
    context |= {"rail": rail(place), "here": "plan"}
    status = 422 if form.errors else 409 if refusal else 200
    return render(request, "applications/desk/plan_offer.html", context, status=status)


def _prepared(request: HttpRequest, plan: Plan, given: dict) -> HttpResponse:
    """The first of them here, the rest by a worker."""
    action = to_decisions.ask(plan, seen=given["version"], answer_by=given["answer_by"], by=request.user)
    bulk.work_off(action, bulk.AT_ONCE)
    hints.ring(bulk.TASK)
    return redirect("desk:bulk", plan.hub.slug, action.pk)


def _application(plan: Plan, reference: str) -> Application | None:
    # Compared here: what was typed may be any text.
    return next((one for one in to_plan(plan.hub, plan.project) if one.reference == reference), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, hub: str, code: str, reference: str) -> HttpResponse:
    """One school of the plan: where it could go and how far that is, its pin, and its priority."""
    place = hub_of(request, hub)
    found, _ = _plan(place, code)
    application = _application(found, reference)
    if application is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            return _settle(request, place, found, application)
        except Refused as refused:
            refusal = refused.reason
    return _card_page(request, found, application, refusal)


def _settle(request: HttpRequest, hub: Hub, plan: Plan, application: Application) -> HttpResponse:
    plan = moving.begin(hub=plan.hub, project=plan.project, by=request.user)
    about = {"seen": _number(request.POST.get("version", "")), "by": request.user}
    match request.POST.get("do"):
        case "move":
            moving.move(plan, application, group=_group(plan, request.POST.get("group", "")), **about)
        case "pin":
            moving.pin(plan, application, pinned=request.POST.get("pinned") == "yes", **about)
        case "prefer":
            moving.prefer(plan, application, priority=_number(request.POST.get("priority", "")), **about)
        case _:
            raise Refused("Choose what to do with this school.")
    address = reverse("desk:plan", args=[hub.slug, plan.project.code])
    return redirect(f"{address}#card-{application.reference}")


def _group(plan: Plan, key: str):
    """None for no place."""
    if key == "none":
        return None
    group = next((g for g in plan.hub.work_groups.filter(project=plan.project) if str(g.pk) == key), None)
    if group is None:
        raise Refused("Choose a group, or no place.")
    return group


def _card_page(request: HttpRequest, plan: Plan, application: Application, refusal: str) -> HttpResponse:
    gathered = gather(plan)
    school, row = gathered.problem.school[application.pk], gathered.rows.get(application.pk)
    seats = list(gathered.seats.values())
    wanted = request.POST.get("group") if refusal else None
    choices = [
        {
            "key": str(group.key),
            "name": group.name,
            "km": kilometres(school, group),
            "online": group.online,
            "left": group.room - seats.count(group.key),
            "chosen": str(group.key) == (wanted or str(school.group)),
        }
        for group in sorted(gathered.problem.groups, key=lambda each: (kilometres(school, each) or 0, each.name))
    ]
    context = {
        "hub": plan.hub,
        "project": plan.project,
        "application": application,
        "row": row,
        "version": row.version if row else 0,
        "choices": choices,
        "nowhere": wanted == "none" or not any(choice["chosen"] for choice in choices),
        "priorities": PlanSeat.Priority.choices,
        "priority": row.priority if row else PlanSeat.Priority.ORDINARY,
        "ties": gathered.ties.get(application.pk, []),
        "refusal": refusal,
        "rail": rail(plan.hub),
        "here": "plan",
    }
    return render(request, "applications/desk/plan_card.html", context, status=409 if refusal else 200)


def _number(text: str) -> int:
    """0 for what is no number that a key or version can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
