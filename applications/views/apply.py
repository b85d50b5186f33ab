"""A school applies: the task list, one page at a time, check your answers, send, and how it stands afterwards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications import (
    again,
    clusters,
    colleagues,
    corrections,
    dossier,
    eligibility,
    facts,
    keys,
    late,
    signatures,
    spec,
    taking_over,
    workflow,
)
from applications.deciding import alternatives, ending, offering, passing, position, trace
from applications.deciding.forms import TurnDownForm
from applications.deciding.pass_on_forms import KeepForm
from applications.going_on import answering, ticks
from applications.going_on.models import waits_for
from applications.holders import Holder
from applications.models import WITHDRAWABLE, Application, Status
from applications.standing import group_facts, standing
from applications.views.door import find, find_whole, holder_of, with_a_key
from journal.moves import Refused


@never_cache
@with_a_key
@require_safe
def tasks(request: HttpRequest, reference: str) -> HttpResponse:
    """The sections of a draft: done, started or to do, and in words what is missing."""
    application = find(request, reference)
    if not application.is_draft:
        return _after_sending(application)
    holder = holder_of(request)
    part, sections = _sections(application, holder)
    may_invite = part is None and colleagues.may_invite(application, holder)
    opening = workflow.opening_of(application)
    context = {
        "application": application,
        "sections": sections,
        "part": part,
        "may_invite": may_invite,
        "helpers": colleagues.helpers(application, sections) if may_invite else [],
        "done": sum(section.state == "done" for section in sections),
        "opening": opening,
        "late": late.lateness(application, opening),
        "strange": taking_over.option(application, request.user) if part is None else None,
        "going_on": waits_for(application),
        "completing": alternatives.completed_by(application),
    }
    return render(request, "applications/apply/tasks.html", context)


def _sections(application: Application, holder: Holder) -> tuple[frozenset | None, list[spec.SectionState]]:
    """The part this person was asked for, None for all of it; and the sections they see."""
    part = keys.part_of(application, holder)
    return part, spec.walk(spec.form_for(application.project).within(part), application.answers)


@never_cache
@with_a_key
@require_safe
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Every answer with a way to change it, what the rules say, and the button that sends it."""
    application = find(request, reference)
    if not application.is_draft:
        return _after_sending(application)
    return _check_page(request, application)


def _after_sending(application: Application) -> HttpResponse:
    """To the correction that is being written, else to where it stands."""
    if application.status == Status.MORE_ASKED:
        return redirect("apply:more", application.reference)
    is_corrected = corrections.open_of(application) is not None
    return redirect("apply:correction" if is_corrected else "apply:status", application.reference)


def _check_page(request, application: Application, refusal: str = "", form=None) -> HttpResponse:
    part, sections = _sections(application, holder_of(request))
    missing = [words for section in sections for words in section.missing]
    opening = workflow.opening_of(application)
    closed = ""
    try:
        workflow.check_may_send(application, opening, at=request.arrived)
    except Refused as reason:
        closed = reason.reason
    going_on = waits_for(application) if part is None else None
    if going_on:
        closed, form = "", form or ticks.ticks_form(application)
    told = None if missing or part is not None else facts.as_told(application, request.user)
    lateness = late.lateness(application, opening, at=request.arrived) if part is None else None
    context = {
        "application": application,
        "answers": _answers(application, sections, started=form is not None),
        "missing": missing,
        "part": part,
        "verdict": eligibility.assess(told) if told else None,
        "wishes": clusters.seen_by(request.user, application) if part is None else [],
        "opening": opening,
        "refusal": refusal or ("" if lateness else closed),  # how late it is says more
        "may_send": not missing and not closed and part is None and not going_on,
        "late": lateness,
        "going_on": going_on,
        "form": form,
        "stays": answering.stays(application.answers),
    }
    status = 409 if refusal else 422 if form and form.errors else 200
    return render(request, "applications/apply/check.html", context, status=status)


def _answers(application: Application, sections: list[spec.SectionState], *, started: bool) -> list[tuple]:
    """Each section with its pages; with `started`, those alone on which something is answered."""
    found = [(state, _page_rows(state, application)) for state in sections]
    if started:
        found = [(state, [row for row in rows if row[1].started]) for state, rows in found]
    return [(state, rows) for state, rows in found if rows]


def _page_rows(state: spec.SectionState, application: Application) -> list[tuple]:
    return [(page.page, page, spec.answers_of(page.page, application.answers)) for page in state.pages]


@with_a_key
@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send it, or confirm it where a place is kept. Sent already, by another click or a colleague: the same receipt."""
    application = find_whole(request, reference)
    if waits_for(application):
        return _confirm(request, application)
    try:
        workflow.submit(application, by=holder_of(request), at=request.arrived)
    except Refused as refusal:
        return _check_page(request, application, refusal.reason)
    return redirect("apply:status", reference)


def _confirm(request: HttpRequest, application: Application) -> HttpResponse:
    """What is ticked on the page of answers is kept; then the place is the school's."""
    holder, form = holder_of(request), ticks.ticks_form(application, request.POST)
    if form is None or not form.is_valid():
        return _check_page(request, application, form=form)
    try:
        ticked = ticks.given(spec.form_for(application.project), application.answers, form.given)
        if ticked:
            workflow.save_page(application, answers=ticked, by=holder)
        answering.confirm(application, by=holder, at=request.arrived)
    except Refused as refusal:
        return _check_page(request, application, refusal.reason)
    return redirect("apply:status", application.reference)


@never_cache
@with_a_key
@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt, and from then on: where it stands, what to do, what comes next, whom to ask; then what was sent."""
    application = find(request, reference, "place__group__lead__user", "pledge", "carried_from__hub")
    if application.is_draft:
        return redirect("apply:tasks", reference)
    opening = workflow.opening_of(application)
    context = {
        "application": application,
        "opening": opening,
        "strange": taking_over.option(application, request.user),
        "next_opening": again.next_opening(application) if request.user.is_authenticated else None,
        "standing": standing(application, opening),
        "shown": signatures.shown(application),
        "may_withdraw": application.status in WITHDRAWABLE,
        "correcting": corrections.open_of(application),
        "may_correct": _may_correct(request, application),
        "revisions": application.revisions.select_related("by"),
        "asked": application.more_asked.prefetch_related("items"),
        **_of_offer(application),
        "alternative": ending.open_alternative(application),
        "made_of_it": application.carried_to.select_related("project", "hub"),
        "position": position.of(application) if application.status == Status.WAITING_LIST else None,
        "pass_on": passing.open_of(application),
        "keep_form": KeepForm(),
        "went_to": trace.went_to(application),
        "wishes": clusters.seen_by(request.user, application),
        "sections": dossier.sections(application),
        "judged": [check for check in dossier.checks(application) if check.judged],
    }
    return render(request, "applications/apply/status.html", context)


def _of_offer(application: Application) -> dict:
    """The place the school has, or is offered, and the form that answers the offer."""
    offer = offering.of(application) if application.status == Status.OFFERED else None
    place = offer.place if offer else application.place
    return {
        "offer": offer,
        "turn_down_form": TurnDownForm() if offer else None,
        "group_facts": group_facts(place) if place else [],
    }


def _may_correct(request, application: Application) -> bool:
    try:
        corrections.check_correct(application, at=request.arrived)
    except Refused:
        return False
    return True
