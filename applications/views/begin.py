"""Before an application: the school's facts, the hub that serves it, and the projects open there."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import keys, spec, workflow
from applications.entrance import BeginForm, BeginWithoutAccountForm
from applications.models import Application
from applications.views.door import holder_of, may_send_to, take_in
from applications.views.guide import carried_in, pairs_of, said_in
from hubs.areas import suggested_hubs
from hubs.models import Hub
from journal.moves import Refused
from schools.access import school_ids_of
from schools.lineage import school_of_today
from schools.models import School
from workgroups.models import Opening, Project


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, urn: int) -> HttpResponse:
    """Anybody may look and start: who is not signed in gives an address, and goes on at once in this browser."""
    school = get_object_or_404(School.objects.select_related("authority"), urn=urn)
    openings = list(
        Opening.objects.open_at()
        .filter(project__kind__in=spec.DECLARATIONS)
        .select_related("hub", "project")
        .order_by("hub__name", "closes")
    )
    suggested = list(suggested_hubs(school))
    hub = _chosen_hub(request, openings, suggested)
    here = _offered(school, [opening for opening in openings if opening.hub == hub])
    form_class = BeginForm if request.user.is_authenticated else BeginWithoutAccountForm
    form = form_class(request.POST or None, openings=here, chosen=request.GET.get("project", ""))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            application = _start(request, school, form)
        except Refused as reason:
            refusal = reason.reason
        else:
            return redirect("apply:tasks", application.reference)
    context = {
        "school": school,
        "today": school if school.is_open else school_of_today(school),
        "suggested": suggested,
        "not_for": _not_for(school, here),
        "hub": hub,
        "hubs": _hubs_to_choose(openings, suggested),
        "openings": here,
        "form": form,
        "refusal": refusal,
        "sign_in_query": _back_here(request, hub, form),
        "said": _said(request),
        "acts_for_it": school.pk in school_ids_of(request.user),
        "earlier": Application.objects.visible_to(holder_of(request))
        .filter(school=school)
        .select_related("project", "hub")[:20],
    }
    return render(request, "applications/apply/begin.html", context, status=409 if refusal else 200)


def _chosen_hub(request: HttpRequest, openings: list[Opening], suggested: list[Hub]) -> Hub | None:
    """The hub asked for, else the first suggested one (one that is open before one that is not)."""
    asked = request.POST.get("hub") or request.GET.get("hub")
    known = {opening.hub.slug: opening.hub for opening in openings} | {hub.slug: hub for hub in suggested}
    if asked in known:
        return known[asked]
    open_hubs = {opening.hub_id for opening in openings}
    return next((hub for hub in suggested if hub.pk in open_hubs), suggested[0] if suggested else None)


def _offered(school: School, openings: list[Opening]) -> list[Opening]:
    """In the journey's order, without what is for pupils that the register says the school has none of.

    All of it where nothing else would be left: then `_not_for` says so.
    """
    in_order = sorted(openings, key=lambda opening: list(Project.Kind).index(opening.project.kind))
    return [opening for opening in in_order if _has_pupils_for(school, opening) is not False] or in_order


def _has_pupils_for(school: School, opening: Opening) -> bool | None:
    return school.is_primary if opening.project.step else school.is_secondary


def _not_for(school: School, openings: list[Opening]) -> str:
    """The phase that everything open here is for, where the register says that the school has no such pupils."""
    if not openings or any(_has_pupils_for(school, opening) is not False for opening in openings):
        return ""
    return "primary" if openings[0].project.step else "secondary"


def _hubs_to_choose(openings: list[Opening], suggested: list[Hub]) -> list[Hub]:
    """Suggested hubs first, then the others that have something open, by name."""
    others = {opening.hub_id: opening.hub for opening in openings}
    return suggested + [hub for pk, hub in others.items() if pk not in {hub.pk for hub in suggested}]


def _back_here(request: HttpRequest, hub: Hub | None, form: BeginForm) -> str:
    """For the sign-in page: the way back, with the choice still made."""
    choice = [("hub", hub.slug if hub else ""), ("project", form["project"].value() or "")]
    return urlencode({"next": f"{request.path}?{urlencode(choice + _said(request))}"})


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    """What the guide's button carries along, to be carried on."""
    return pairs_of(said_in(request.POST or request.GET))


def _start(request: HttpRequest, school: School, form: BeginForm) -> Application:
    """The draft; of somebody without an account, opened in this browser. Raises Refused."""
    opening = form.cleaned_data["opening"]
    what = {"school": school, "project": opening.project, "hub": opening.hub}
    answers = carried_in(request.POST)
    if request.user.is_authenticated:
        return workflow.start(**what, by=request.user, answers=answers)
    email = form.cleaned_data["email"]
    if begun := _begun_here(request, what, email):
        return begun
    if not may_send_to(request, email):
        raise Refused("Too many tries in a short time. Wait a few minutes, then try again.")
    key = keys.start(**what, email=email, once=form.once, answers=answers)
    take_in(request, key)
    return key.application


def _begun_here(request: HttpRequest, what: dict, email: str) -> Application | None:
    """The draft that this browser has open already for the same school, project, hub and address."""
    holder = holder_of(request)
    drafts = Application.objects.editable_by(holder).filter(**what, started_email=email)
    return drafts.first() if holder.keys else None
