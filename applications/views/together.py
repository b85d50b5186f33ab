"""Schools that want to be placed together: as they see it themselves, as their trust does, and as the hub does."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import clusters, keys, side_by_side, trusts
from applications.models import Application
from applications.views.desk import hub_of, rail
from applications.views.door import holder_of
from schools.access import trusts_of
from workgroups.models import Criterion

GROUPS_A_PAGE = 10
LATEST = 50
GROUP = "group"  # the section of every form that asks with whom a school applies


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The groups of this person's applications, and the schools of the trusts they look after."""
    holder = holder_of(request)
    seen = Application.objects.visible_to(request.user).select_related("school", "project", "hub")
    applications = list(seen.defer("checks", "frozen").order_by("-saved", "-id")[:LATEST])
    # Whoever was asked for a part reads that part, and whom the school names is another.
    parts = keys.parts_of(applications, holder)
    applications = [one for one in applications if GROUP in parts.get(one.pk, {GROUP})]
    wishes = clusters.wishes_seen_by(request.user, applications)
    own_trusts = list(trusts_of(request.user))
    schools = trusts.schools_of(own_trusts) if own_trusts else []
    context = {
        "applications": [(one, wishes[one.pk]) for one in applications if wishes[one.pk]],
        "trusts": own_trusts,
        "schools": schools,
        "rounds": trusts.rounds(schools),
    }
    return render(request, "applications/apply/groups.html", context)


@login_required
@require_safe
def desk(request: HttpRequest, hub: str) -> HttpResponse:
    """The groups of one project side by side, ten a page; the project comes from `?project=`, else the newest."""
    place = hub_of(request, hub)
    projects = side_by_side.projects_with_groups(place)
    asked = request.GET.get("project", "")
    project = next((each for each in projects if each.code == asked), projects[0] if projects else None)
    ties = side_by_side.ties_of(place, project) if project else None
    page = Paginator(ties.groups() if ties else [], GROUPS_A_PAGE).get_page(_number(request.GET.get("page", "")))
    found = side_by_side.clusters(place, project, ties, list(page)) if ties and len(page) else []
    context = {
        "hub": place,
        "project": project,
        "projects": projects,
        "clusters": found,
        "criteria": _criteria(found),
        "page": page,
        "earlier": _link(project, page.number - 1) if page.has_previous() else "",
        "later": _link(project, page.number + 1) if page.has_next() else "",
        "rail": rail(place),
        "here": "clusters",
    }
    return render(request, "applications/desk/clusters.html", context)


def _criteria(found: list[side_by_side.Cluster]) -> list[Criterion]:
    """Those that the page names by their short names, in their order."""
    named = {criterion for cluster in found for member in cluster.members for criterion in member.criteria}
    return sorted(named, key=lambda criterion: (criterion.order, criterion.pk))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _link(project, page: int) -> str:
    return "?" + urlencode({"project": project.code, "page": page})
