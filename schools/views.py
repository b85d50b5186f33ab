"""The public page on which a school finds itself in the register, with and without JavaScript."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from schools.find import COUNTED, LONGEST_QUERY, find, find_page
from schools.models import School

PAGE = 25
SUGGESTED = 10
# Fewer letters fit half the country.
SHORTEST_SUGGESTED = 2
LAST_PAGE = COUNTED // PAGE
CARRIED = ("hub", "project")
CODE = re.compile(r"[A-Za-z0-9_-]{1,50}", re.ASCII)


@require_safe
def find_school(request: HttpRequest) -> HttpResponse:
    """Schools that fit `?q=`, 25 a page; with `?format=json` the first ten, for the autocomplete.

    Public: it shows what the register publishes, and nothing of the programme.
    """
    # Half letters and control characters are in no name, and do not go into a page or an address.
    query = "".join(c for c in request.GET.get("q", "")[:LONGEST_QUERY] if c.isprintable())
    if request.GET.get("format") == "json":
        return _suggestions(query)
    words = query.strip()
    carried = _carried(request)
    page = _page(request.GET.get("page", ""))
    found = find_page(words, page=page, size=PAGE) if words else None
    first = (page - 1) * PAGE + 1
    context = {
        "query": words,
        "found": found,
        "shown": f"{first:,} to {first - 1 + len(found.schools):,} of {found.total:,}" if found else "",
        "earlier": _link(words, page - 1, carried) if page > 1 else "",
        "later": _link(words, page + 1, carried) if found and page * PAGE < found.total else "",
        "carried": carried,
        "more": "?" + urlencode(carried) if carried else "",
        "longest": LONGEST_QUERY,
    }
    return render(request, "schools/find.html", context)


def _suggestions(query: str) -> JsonResponse:
    words = query.strip()
    schools = find(words, limit=SUGGESTED + 1) if len(words) >= SHORTEST_SUGGESTED else []
    answer = {"schools": [_hit(school) for school in schools[:SUGGESTED]], "more": len(schools) > SUGGESTED}
    response = JsonResponse(answer)
    # The same letters are typed again and again; the register changes once a day.
    patch_cache_control(response, public=True, max_age=300)
    return response


def _hit(school: School) -> dict:
    return {
        "urn": school.urn,
        "name": school.name,
        "place": school.place,
        "type": school.type_name,
        "status": "" if school.is_open else school.get_register_status_display(),
        "was": school.was,
        "url": reverse("apply:begin", args=[school.urn]),
    }


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), LAST_PAGE)


def _carried(request: HttpRequest) -> dict[str, str]:
    """The hub and the project whose page the visitor came from, to be chosen already on the school's page."""
    given = {name: request.GET.get(name, "") for name in CARRIED}
    return {name: value for name, value in given.items() if CODE.fullmatch(value)}


def _link(words: str, page: int, carried: dict[str, str]) -> str:
    return "?" + urlencode({"q": words, "page": page, **carried})
