"""What every page of a hub's desk starts from."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.models import AWAITING, Application
from applications.queue import Count, Counting, counts
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import WorkGroup


def hub_of(request: HttpRequest, slug: str) -> Hub:
    """The hub with this slug if the person works at its desk; 404 otherwise."""
    return get_object_or_404(desk_hubs(request.user), slug=slug)


def rail_counts(hub: Hub) -> dict[str, Counting]:
    """What the left rail counts; a page adds what it counts itself and asks for all in one query."""
    return {
        "rail_queue": Counting.of(Application.objects.filter(hub=hub, status__in=AWAITING)),
        "rail_groups": Counting.of(WorkGroup.objects.filter(hub=hub)),
    }


def rail(hub: Hub) -> dict[str, Count]:
    return counts(rail_counts(hub))
