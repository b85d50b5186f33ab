"""What will go out in the next 14 days, to whom and why: of a hub at its desk, of all for the administrators."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications.models import Application
from applications.reminder_forms import PostponeForm
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from hubs.reminders import holds
from hubs.reminders.outlook import DAYS_AHEAD, Planned, kinds, outlook
from journal.clock import day as written
from journal.moves import Refused
from workgroups.models import Signatory

PAGE_SIZE = 25


@dataclass(frozen=True)
class Row:
    """One reminder with the form that puts it off."""

    planned: Planned
    form: PostponeForm
    address: str
    is_new_day: bool
    application: str  # the reference of the one it is about, where the hub may read it


@dataclass(frozen=True)
class Place:
    """Whose page this is: one hub's, or with none that of all hubs."""

    hub: Hub | None

    def planned(self) -> list[Planned]:
        return outlook(hubs=None if self.hub is None else [self.hub.pk])

    @property
    def address(self) -> str:
        return reverse("desk:reminders", args=[self.hub.slug]) if self.hub else reverse("national:reminders")


@login_required
@require_safe
def desk(request: HttpRequest, hub: str) -> HttpResponse:
    return _page(request, Place(hub_of(request, hub)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_move(request: HttpRequest, hub: str, key: str, move: str) -> HttpResponse:
    return _move(request, Place(hub_of(request, hub)), key, move)


@login_required
@require_safe
def national(request: HttpRequest) -> HttpResponse:
    return _page(request, _of_all(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def national_move(request: HttpRequest, key: str, move: str) -> HttpResponse:
    return _move(request, _of_all(request), key, move)


def _of_all(request: HttpRequest) -> Place:
    if not request.user.is_administrator:
        raise Http404
    return Place(None)


def _move(request: HttpRequest, place: Place, key: str, move: str) -> HttpResponse:
    """Stop it, put it off, or let it go after all."""
    if move not in ("stop", "postpone", "let_go"):
        raise Http404
    if request.method != "POST":
        return redirect(place.address)
    planned = next((one for one in place.planned() if one.key == key), None)
    if planned is None:
        return _page(
            request, place, refusal="It is not among what goes out any more: it went out, or was done.", status=409
        )
    form = PostponeForm(request.POST, key=key) if move == "postpone" else None
    if form and not form.is_valid():
        return _page(request, place, tried=form, status=422)
    try:
        said = _done(planned, move, form, request.user)
    except Refused as refusal:
        return _page(request, place, refusal=refusal.reason, status=409)
    messages.success(request, said)
    return redirect(place.address)


def _done(planned: Planned, move: str, form: PostponeForm | None, by) -> str:
    if move == "stop":
        holds.stop(planned, by=by)
        return "This reminder is stopped. It does not go out unless you let it."
    if move == "let_go":
        holds.let_go(planned, by=by)
        return "This reminder goes out on its day."
    until = form.cleaned_data["until"]
    holds.postpone(planned, until=until, by=by)
    return f"This reminder does not go out before {written(until)}."


def _page(request, place: Place, *, tried: PostponeForm | None = None, refusal: str = "", status: int = 200):
    planned = place.planned()
    kind = next((one.code for one in kinds() if one.code == request.GET.get("kind")), "")
    shown = [one for one in planned if not kind or one.kind.code == kind]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page", "")[:9])
    context = {
        "hub": place.hub,
        "rows": _rows(place, page, tried),
        "page": page,
        "tabs": _tabs(planned, kind),
        "kind": kind,
        "days": DAYS_AHEAD,
        "today": timezone.localdate(),
        "form": tried,
        "refusal": refusal,
        "here": "reminders",
    }
    if place.hub:
        context["rail"] = rail(place.hub)
    template = "applications/desk/reminders.html" if place.hub else "applications/desk/reminders_of_all.html"
    return render(request, template, context, status=status)


def _rows(place: Place, page, tried: PostponeForm | None) -> list[Row]:
    rows, day = [], None
    for one in page:
        form = tried if tried and tried.key == one.key else PostponeForm(key=one.key)
        rows.append(Row(one, form, f"{place.address}{one.key}/", one.day != day, _reference(one)))
        day = one.day
    return rows


def _reference(planned: Planned) -> str:
    """Of the application it is about; "" of a draft, which is its school's alone, and of anything else."""
    subject = planned.wanted.subject
    if isinstance(subject, Signatory):
        return subject.pledge.reference
    return subject.reference if isinstance(subject, Application) and not subject.is_draft else ""


def _tabs(planned: list[Planned], chosen: str) -> list[dict]:
    """All, and each kind there is, with their numbers."""
    tabs = [{"code": "", "title": "All", "number": len(planned), "here": not chosen}]
    for kind in kinds():
        number = sum(one.kind.code == kind.code for one in planned)
        tabs.append({"code": kind.code, "title": kind.title, "number": number, "here": chosen == kind.code})
    return tabs
