"""The page of one application: everything the hub reads about it, and the moves and judgements open to the reader."""

from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from applications import (
    apart,
    correspondence,
    dossier,
    history,
    judging,
    more,
    placement,
    reviewing,
    side_by_side,
    signatures,
)
from applications import queue as paging
from applications.deciding import ending, passing, position, trace
from applications.decisions import JudgeForm, MoveForm
from applications.models import Application, Outcome, Status
from applications.senders import sender_of
from applications.trail import trail
from applications.views.desk import rail
from applications.views.moves import MOVES
from applications.views.review import address, filtered
from hubs.access import Rights, rights_at
from hubs.models import Hub
from journal.moves import Refused, Stale
from schools.lineage import school_of_today

# What needs an eye comes before what is in order.
FIRST = {"fail": 0, "judge": 1}


@dataclass(frozen=True)
class Tried:
    """What somebody tried and did not get done: its form with errors, or the refusal and what they had typed.

    `move` is one of `MOVES`, or "judge-" and the code of a check.
    """

    move: str = ""
    form: forms.Form | None = None
    refusal: Refused | None = None
    typed: dict = field(default_factory=dict)


@dataclass(frozen=True)
class CheckLine:
    """A check and, where the reader may judge it, the form for that; else why not, if that is not said elsewhere."""

    check: dossier.CheckRow
    form: JudgeForm | None = None
    why_not: str = ""
    is_open: bool = False


def applications_of(request: HttpRequest, hub: Hub):
    """The hub's applications that the reader may review, with what their page needs."""
    related = (
        "school__authority",
        "school__trust",
        "project",
        "hub",
        "owner",
        "started_by",
        "place__group",
        "place__overridden_by",
        "pledge",
        "arrival_row__arrival",
        "carried_from__hub",
    )
    rows = Application.objects.reviewable_by(request.user).filter(hub=hub)
    return rows.select_related(*related).prefetch_related(
        "judgements__by",
        "decisions__place__group",
        "decisions__place__overridden_by",
        "decisions__opening__hub",
        "decisions__opening__project",
        "decisions__by",
        "decisions__release",
    )


def find(request: HttpRequest, hub: Hub, reference: str) -> Application:
    return get_object_or_404(applications_of(request, hub), reference=reference)


def anew(request: HttpRequest, hub: Hub, found: Application) -> Application:
    """As it is now, after something was refused."""
    return get_object_or_404(applications_of(request, hub), pk=found.pk)


def address_of(request: HttpRequest, hub: Hub, found: Application) -> str:
    """The page's own address, with the filters one came with."""
    return reverse("desk:application", args=[hub.slug, found.reference]) + address(request.GET)


def groups_for(found: Application) -> list:
    """Groups with a seat left first."""
    return sorted(placement.groups_for(found), key=lambda group: group.seats_left == 0)


def goes_on(request: HttpRequest) -> bool:
    """Whether the reader goes on to the next in the list after a decision; the address remembers if not."""
    return request.GET.get("then") != "stay"


def page(
    request: HttpRequest, hub: Hub, found: Application, tried: Tried | None = None, *, status: int = 200
) -> HttpResponse:
    """The page as it is now; `tried` is what did not happen."""
    tried = tried or Tried()
    rights = rights_at(request.user, hub)
    queue = filtered(request.GET, hub, request.user)
    panels = _panels(found, rights, request.user, tried)
    checks = _checks(found, panels, rights, tried)
    ask = more.option(found, request.user, rights)
    context = {
        "hub": hub,
        "application": found,
        "checks": checks,
        "panels": panels,
        "ask": ask,
        "closed": _closed(panels, ask),
        "note_form": _form("note", found, tried),
        "keep_form": _form("keep", found, tried) if found.status == Status.PASSING_ON else None,
        "form": tried.form,
        "refusal": tried.refusal,
        "faster": isinstance(tried.refusal, Stale),
        "orphan": _orphan(panels, checks, tried),
        "next": paging.following(queue.qs, paging.ORDERS[queue.order], found),
        "keep": address(request.GET),
        "goes_on": goes_on(request),
        "other_way": address(request.GET, then="stay" if goes_on(request) else None),
        "rail": rail(hub),
        "here": "application",
        **_known(found),
    }
    return render(request, "applications/desk/application.html", context, status=status)


def _known(found: Application) -> dict:
    """What there is to read about it."""
    today = school_of_today(found.school)
    return {
        "rules_said": judging.rules_outcome(found),
        "gaps": dossier.gaps(found),
        "facts": dossier.facts(found),
        "sections": dossier.sections(found),
        "register_day": dossier.register_day(found),
        "school_today": today,
        "since": history.register_since(found),
        "programme": history.programme(found, today),
        "others": dossier.others_here(found),
        "friends": history.friends(found),
        "tied": side_by_side.is_tied(found),
        "apart": apart.of(found),
        "prepared": ending.prepared(found),
        "offer": ending.open_offer(found),
        "alternative": ending.open_alternative(found),
        "instead_of": found.carried_from,
        "made_of_it": _taken_instead(found),
        "position": position.of(found) if found.status == Status.WAITING_LIST else None,
        "pass_on": passing.open_of(found),
        "went_to": trace.went_to(found),
        "came_by": trace.came_by(found),
        "shown": signatures.shown(found),
        "sender": sender_of(found),
        "notes": found.notes.select_related("by"),
        "more_asked": found.more_asked.select_related("by", "answered_by", "revision").prefetch_related("items"),
        "revisions": found.revisions.select_related("by"),
        "letters": correspondence.of(found),
        "trail": trail(found),
    }


def _taken_instead(found: Application) -> list[Application]:
    """What the school has here instead, of an application whose alternative it took."""
    if found.status != Status.TOOK_ALTERNATIVE:
        return []
    return list(found.carried_to.filter(hub=found.hub_id).exclude(status=Status.DRAFT))


def _checks(found: Application, panels: list[dict], rights: Rights, tried: Tried) -> list[CheckLine]:
    """Each check with the form that judges it, for who may decline now: they are the same people; or why not they."""
    may_judge = any(panel["is_open"] and panel["move"] == "decline" for panel in panels)
    checks = sorted(dossier.checks(found), key=lambda check: FIRST.get(check.outcome, 2))
    if not may_judge:
        return [CheckLine(check) for check in checks]
    return [_line(found, check, judging.why_only_lead(check.rules, rights), tried) for check in checks]


def _line(found: Application, check: dossier.CheckRow, why_not: str, tried: Tried) -> CheckLine:
    if why_not:
        return CheckLine(check, why_not=why_not)
    was_tried = tried.move == f"judge-{check.code}"
    if was_tried and tried.form:
        return CheckLine(check, tried.form, is_open=True)
    typed = tried.typed if was_tried else None
    return CheckLine(check, JudgeForm(application=found, check=check, typed=typed), is_open=bool(typed))


def _panels(found: Application, rights: Rights, user, tried: Tried) -> list[dict]:
    """Each move of the desk with its form; after the open ones the closed ones, with their reason."""
    panels = []
    for option in reviewing.options(found, user, rights):
        panel = {"move": option.move, "label": option.label, "is_open": option.is_open, "why": option.why}
        if option.is_open and option.move == "place":
            panel["groups"] = groups_for(found)
            if found.outcome == Outcome.NOT_ELIGIBLE and not rights.leads:
                panel |= {"is_open": False, "why": placement.ONLY_LEAD}
        if panel["is_open"]:
            panel["form"] = _form(option.move, found, tried, panel.get("groups", ()), leads=rights.leads)
        panels.append(panel)
    return sorted(panels, key=lambda panel: not panel["is_open"])


def _closed(panels: list[dict], ask: reviewing.Option) -> list[dict]:
    """What cannot be done now, those with the same reason together."""
    closed = [panel for panel in panels if not panel["is_open"]]
    if not ask.is_open:
        closed.append({"label": ask.label, "why": ask.why})
    return sorted(closed, key=lambda panel: [other["why"] for other in closed].index(panel["why"]))


def _form(move: str, found: Application, tried: Tried, groups=(), *, leads=False) -> MoveForm:
    """The move's form: as it was sent when it holds errors, else drawn from the application as it is now."""
    was_tried = move == tried.move
    if was_tried and tried.form:
        return tried.form
    about = {"application": found, "move": move, "groups": groups, "leads": leads}
    return MOVES[move].form(**about, typed=tried.typed if was_tried else None)


def _orphan(panels: list[dict], checks: list[CheckLine], tried: Tried) -> str:
    """What somebody wrote for a move that is closed now, so that it is not lost."""
    still_open = any(panel["is_open"] and panel["move"] == tried.move for panel in panels)
    if still_open or tried.move in ("note", "keep") or any(line.is_open for line in checks):
        return ""
    return tried.typed.get("reason", "")
