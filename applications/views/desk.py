"""What every page of a hub's desk starts from."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.models import AWAITING, Application
from applications.queue import Count, Counting, counts, total
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import WorkGroup


def hub_of(request: HttpRequest, slug: str) -> Hub:
    """The hub with this slug if the person works at its desk; 404 otherwise."""
    return get_object_or_404(desk_hubs(request.user), slug=slug)


RAIL_GROUPS, RAIL_QUEUE = "rail_groups", "rail_queue"


def count_groups(hub: Hub) -> Counting:
    return Counting.of(RAIL_GROUPS, WorkGroup.objects.filter(hub=hub))


def count_waiting(hub: Hub) -> Counting:
    return Counting.of(RAIL_QUEUE, Application.objects.filter(hub=hub, status__in=AWAITING))


def rail(hub: Hub) -> dict[str, Count]:
    """The numbers of the left rail, in one query; a page that counts more itself asks for all together."""
    numbers = counts([count_groups(hub), count_waiting(hub)])
    return {"groups": total(numbers[RAIL_GROUPS]), "queue": total(numbers[RAIL_QUEUE])}
