"""Before an application: the school's facts, the hub that serves it, and the projects open there."""

from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import spec, workflow
from applications.forms import BeginForm
from applications.models import Application
from hubs.areas import suggested_hubs
from hubs.models import Hub
from journal.moves import Refused
from schools.lineage import school_of_today
from schools.models import School
from workgroups.models import Opening


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, urn: int) -> HttpResponse:
    """Anybody may look; starting asks to sign in first, and comes back here with the choice still made."""
    school = get_object_or_404(School.objects.select_related("authority"), urn=urn)
    openings = list(
        Opening.objects.open_at()
        .filter(project__kind__in=spec.DECLARATIONS)
        .select_related("hub", "project")
        .order_by("hub__name", "closes")
    )
    suggested = list(suggested_hubs(school))
    hub = _chosen_hub(request, openings, suggested)
    here = [opening for opening in openings if opening.hub == hub]
    form = BeginForm(request.POST or None, openings=here, chosen=request.GET.get("project", ""))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        opening = form.cleaned_data["opening"]
        if not request.user.is_authenticated:
            return _sign_in_first(request, opening)
        try:
            application = workflow.start(school=school, project=opening.project, hub=opening.hub, by=request.user)
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
        "earlier": Application.objects.visible_to(request.user)
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


def _not_for(school: School, openings: list[Opening]) -> str:
    """The phase that everything open here is for, where the register says that the school has no such pupils."""
    has = {"primary": school.is_primary, "secondary": school.is_secondary}
    phases = {"primary" if opening.project.step else "secondary" for opening in openings}
    lacking = [phase for phase in phases if has[phase] is False]
    return lacking[0] if lacking and len(lacking) == len(phases) else ""


def _hubs_to_choose(openings: list[Opening], suggested: list[Hub]) -> list[Hub]:
    """Suggested hubs first, then the others that have something open, by name."""
    others = {opening.hub_id: opening.hub for opening in openings}
    return suggested + [hub for pk, hub in others.items() if pk not in {hub.pk for hub in suggested}]


def _sign_in_first(request: HttpRequest, opening: Opening) -> HttpResponse:
    choice = urlencode({"hub": opening.hub.slug, "project": opening.project.code})
    return redirect_to_login(f"{request.path}?{choice}")
