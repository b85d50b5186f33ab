"""My applications: papers that wait for this person's signature, then everything of theirs and their schools'."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.going_on.models import Continuation
from applications.mine import MineFilter, my_schools
from applications.models import Alternative, Application
from applications.standing import standing
from applications.views.door import WITH
from journal.moves import Refused
from workgroups import pledges
from workgroups.models import Opening, Signatory

A_PAGE = 25
MOST_PAPERS = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The applications of this person and their schools, 25 a page: what there is to do comes first.

    A POST asks for another link to one of the papers.
    """
    papers = Signatory.objects.sent_to(request.user).select_related("pledge__school", "pledge__project", "pledge__hub")
    if request.method == "POST":
        _send_link(request, papers)
        return redirect("apply:mine")
    found = MineFilter(request.GET, Application.objects.visible_to(request.user))
    seen = found.qs.select_related(*WITH, "place__group__lead__user")
    alternatives = Alternative.objects.filter(application=OuterRef("pk"), status="open").order_by()
    seen = seen.annotate(alternative_until=Subquery(alternatives.values("answer_by")[:1]))
    carried = Application.objects.only("carried_from", "hub", "project", "reference")
    passed_on = ("pass_ons__opening__hub", Prefetch("carried_to", carried))
    seen = seen.prefetch_related("late_entries", "more_asked", "offers__place__group", *passed_on)
    page = Paginator(seen.to_do_first(), A_PAGE).get_page(request.GET.get("page", "")[:9])
    applications = list(page)
    openings = _openings(applications)
    context = {
        "papers": papers.order_by("link_sent", "pk")[:MOST_PAPERS],
        "rows": [(one, standing(one, openings.get((one.hub_id, one.project_id)))) for one in applications],
        "continuing": _continuing(request.user),
        "schools": my_schools(request.user, applications),
        "page": page,
        "found": found,
        "may_narrow": found.in_use or page.has_other_pages(),
        "keep": urlencode({name: request.GET[name][:20] for name in found.filters if request.GET.get(name)}),
    }
    return render(request, "applications/apply/mine.html", context)


def _send_link(request: HttpRequest, papers) -> None:
    """A new link to the address that the paper was sent to before; asked too often, it says the same."""
    key = request.POST.get("paper", "")
    known = key.isascii() and key.isdigit() and len(key) < 19
    paper = papers.filter(pk=key).first() if known else None
    if paper is None:
        messages.error(request, "That paper waits for you no longer.")
        return
    try:
        if ratelimit.consume(request, action="draft_link", key=f"sign-{paper.pk}"):
            pledges.reissue(paper, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"A new link is on its way to {paper.email}. The one before opens nothing now.")


def _continuing(user) -> list[Continuation]:
    """Places in next year's groups that wait for this person's schools."""
    waiting = Continuation.objects.of_school_people(user).unanswered()
    return list(waiting.select_related("group__hub", "group__project", "school")[:MOST_PAPERS])


def _openings(applications: list[Application]) -> dict[tuple[int, int], Opening]:
    hubs, projects = {one.hub_id for one in applications}, {one.project_id for one in applications}
    found = Opening.objects.filter(hub__in=hubs, project__in=projects).select_related("project")
    return {(opening.hub_id, opening.project_id): opening for opening in found}
