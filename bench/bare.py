"""The bare equivalents: the least that Django needs for the same kind of answer, with no rule and no person."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from applications.models import Application
from schools.models import School

COLUMNS = ("reference", "status", "submitted", "school__name", "project__title", "owner__email")


def listing(request: HttpRequest) -> HttpResponse:
    """25 joined rows in order of their key, and a count over the whole table: what a list view starts as."""
    rows = Application.objects.select_related("school", "project", "owner").only(*COLUMNS).order_by("-pk")
    return render(request, "bare/list.html", {"page": Paginator(rows, 25).page(1)})


def school(request: HttpRequest, pk: int) -> HttpResponse:
    """One school by its key."""
    found = School.objects.get(pk=pk)
    return JsonResponse({"urn": found.urn, "name": found.name, "town": found.town, "postcode": found.postcode})
