"""The front page for everybody, and the door behind which each person is sent where they belong."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min
from django.shortcuts import redirect, render

from hubs.access import desk_hubs
from workgroups.models import Opening, Project

# In the order of the journey (J1), the secondary way last.
JOURNEY = list(Project.Kind)


def front(request):
    """What the programme is, which phase is whose (J1 to J6), and what hubs take applications for now."""
    open_now = (
        Opening.objects.open_at()
        .values("project__code", "project__title", "project__kind", "project__year", "project__summary")
        .annotate(hubs=Count("hub"), first_closing=Min("closes"))
        .order_by()
    )
    open_now = sorted(open_now, key=lambda row: (row["project__year"], JOURNEY.index(row["project__kind"])))
    return render(request, "front.html", {"open_now": open_now})


def ways_of(user) -> dict[str, str]:
    """Where this person may go, best first: the name of the way, and of its address."""
    ways = {}
    if desk_hubs(user).exists():
        ways["desk"] = "desk:home"
    if user.is_administrator:
        ways["admin"] = "admin:index"
    if not ways or user.school_roles.current().exists():
        ways["mine"] = "apply:mine"
    return ways


@login_required
def start(request):
    """Send a signed-in person where they belong.

    The ways are kept in the session for the header's links, so that no page asks for them again. They
    open nothing: every page behind them asks for the role itself.
    """
    ways = ways_of(request.user)
    request.session["ways"] = list(ways)
    return redirect(next(iter(ways.values())))
