"""The front page for everybody, and the door behind which each person is sent where they belong."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min, Q
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import spec
from applications.offers import dates_of
from hubs.access import desk_hubs
from hubs.areas import suggested_hubs
from schools.find import URN
from schools.lineage import predecessor_ids
from schools.models import School
from workgroups.editions import year_on_offer
from workgroups.models import Opening, Place, Project

# In the order of the journey (J1), the secondary way last.
JOURNEY = list(Project.Kind)


@require_safe
def front(request):
    """What the programme is, which phase is whose (J1 to J6), and what hubs take applications for now.

    One query for everybody: all editions, each with what is open of it.
    """
    now_open = Q(openings__in=Opening.objects.open_at())
    opened = Q(openings__opens__lte=timezone.now())
    editions = Project.objects.filter(kind__in=spec.DECLARATIONS).annotate(
        hubs=Count("openings", filter=now_open),
        first_closing=Min("openings__closes", filter=now_open),
        opened=Count("openings", filter=opened),
    )
    in_order = sorted(editions, key=lambda project: (project.year, JOURNEY.index(project.kind)))
    school = _school(request)
    year = max((project.year for project in in_order if project.opened), default=max(_years(in_order)))
    context = {
        "open_now": [project for project in in_order if project.hubs],
        **(_of_school(school) if school else {"year": year}),
    }
    context["editions"] = [project for project in in_order if project.year == context["year"]]
    return render(request, "front.html", context)


def _years(projects: list[Project]) -> list[int]:
    return [project.year for project in projects] or [0]


def _school(request) -> School | None:
    """The school chosen, by `?school=` and its URN; None for anything else that stands there."""
    urn = request.GET.get("school", "")
    return School.objects.filter(urn=int(urn)).first() if URN.fullmatch(urn) else None


def _of_school(school: School) -> dict:
    """The dates of the hubs that serve a school, in the year that it applies for, and where it is now."""
    hubs = list(suggested_hubs(school))
    year = year_on_offer(hubs)
    return {"school": school, "year": year, "dates": dates_of(hubs, year), "here": _now_in(school, year)}


def _now_in(school: School, year: int) -> str:
    """The kind of Work Group that the school, or one it carries on from, has a place in this year; "" for none."""
    places = Place.objects.filter(school__in=predecessor_ids(school), status__in=Place.TAKES_PART)
    return places.filter(project__year=year).values_list("project__kind", flat=True).first() or ""


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
    if user.trust_roles.current().exists():
        ways["groups"] = "apply:groups"
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
