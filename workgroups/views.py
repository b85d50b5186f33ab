"""Pages that everybody may read: the directory of hubs, a hub, a project that it has opened; robots and sitemap."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hubs.directory import Areas, look_up
from hubs.models import Hub, HubPiece
from schools.find import LONGEST_QUERY
from workgroups import public
from workgroups.models import Opening
from workgroups.sitemap import SITEMAPS, robots_lines


@require_safe
def hubs(request: HttpRequest) -> HttpResponse:
    """All hubs with their areas, and with `?q=` those that fit a school, postcode, authority or name."""
    # Half letters and control characters are in no name.
    query = "".join(c for c in request.GET.get("q", "")[:LONGEST_QUERY] if c.isprintable()).strip()
    areas = Areas()
    names = areas.by_hub()
    context = {
        "query": query,
        "found": look_up(query, areas) if query else None,
        "hubs": [(hub, names.get(hub.pk, [])) for hub in Hub.objects.order_by(Lower("name"))],
        "longest": LONGEST_QUERY,
        "about": "Find the Maths Hub that serves your school: by school, postcode or local authority. It is free.",
        "noindex": bool(query),
    }
    return _page(request, "hubs", context)


@require_safe
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """One hub: its area, whom to ask, what it has open, and its own stories and links."""
    place = get_object_or_404(Hub.objects.select_related("lead_school"), slug=slug)
    pieces = list(place.pieces.all())
    areas = place.areas.current().select_related("authority")
    names = sorted({str(area) for area in areas})
    served = f" It serves {', '.join(names)}." if names else ""
    context = {
        "hub": place,
        "areas": names,
        "openings": public.announced(place),
        "stories": [piece for piece in pieces if piece.kind == HubPiece.Kind.STORY],
        "links": [piece for piece in pieces if piece.kind == HubPiece.Kind.LINK],
        "about": public.in_one_line(f"{place}: what is open to schools now, and whom to ask.{served}"),
    }
    return _page(request, "hub", context)


@require_safe
def project(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A project that a hub has opened, from the edition and the hub's own words (Y8, S5)."""
    place = get_object_or_404(Hub, slug=slug)
    opening = public.opening_at(place, code)
    if opening is None:
        raise Http404
    edition = opening.project
    if edition.code != code:
        return redirect("public:project", place.slug, edition.code, permanent=True)
    groups = public.groups_of(opening)
    context = {
        "hub": place,
        "opening": opening,
        "state": opening.state(),
        "project": edition,
        "groups": groups,
        "leads": sorted({name for group in groups if group.lead and (name := group.lead.user.get_full_name())}),
        "led_by": public.who_leads(edition),
        "about": public.in_one_line(f"{place}, {edition.academic_year}. {edition.summary or edition.title}"),
        "noindex": not Opening.objects.announced().filter(pk=opening.pk).exists(),
    }
    return _page(request, "project", context)


def _page(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    """With the address that search engines and shared links should use, whatever host and query it was reached by."""
    context["canonical"] = settings.SITE_URL + request.path
    return render(request, f"workgroups/public/{name}.html", context)


@require_safe
def sitemap_file(request: HttpRequest) -> HttpResponse:
    return sitemap(request, sitemaps=SITEMAPS)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(robots_lines()) + "\n", content_type="text/plain; charset=utf-8")
