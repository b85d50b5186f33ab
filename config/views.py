"""The front page for everybody, and the door behind which each person is sent where they belong."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from applications import spec
from hubs.access import desk_hubs
from workgroups.models import Opening, Project

# In the order of the journey (J1), the secondary way last.
JOURNEY = list(Project.Kind)


@require_safe
def front(request):
    """What the programme is, which phase is whose (J1 to J6), and what hubs take applications for now."""
    now_open = Opening.objects.open_at().filter(project__kind__in=spec.DECLARATIONS)
    projects = Project.objects.filter(openings__in=now_open)
    projects = projects.annotate(hubs=Count("openings"), first_closing=Min("openings__closes"))
    in_order = sorted(projects, key=lambda project: (project.year, JOURNEY.index(project.kind)))
    return render(request, "front.html", {"open_now": in_order})


@require_safe
def favicon(request):
    """The mark, for pages that name none and for browsers that ask anyway."""
    return redirect(static("img/mark.svg"), permanent=True)


def ways_of(user) -> dict[str, str]:
    """Where this person may go, best first: the name of the way, and of its address."""
    ways = {}
    if desk_hubs(user).exists():
        ways["desk"] = "desk:home"
    if user.is_administrator:
        ways["admin"] = "admin:index"
    if user.is_national:
        ways["national"] = "national:glance"
    if not ways or user.school_roles.current().exists():
        ways["mine"] = "apply:mine"
    return ways


@require_safe
@login_required
def start(request):
    """Send a signed-in person where they belong.

    The ways are kept in the session for the header's links, so that no page asks for them again. They
    open nothing: every page behind them asks for the role itself.
    """
    ways = ways_of(request.user)
    request.session["ways"] = list(ways)
    return redirect(next(iter(ways.values())))
