"""What every page of a hub's desk starts from."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.models import AWAITING, Application
from applications.queue import counts
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import WorkGroup


def hub_of(request: HttpRequest, slug: str) -> Hub:
    """The hub with this slug if the person works at its desk; 404 otherwise."""
    return get_object_or_404(desk_hubs(request.user), slug=slug)


def rail(hub: Hub, **more: QuerySet) -> dict:
    """Counts of the left rail, and of whatever else the page counts, in one query."""
    waiting = Application.objects.filter(hub=hub, status__in=AWAITING)
    return counts(
        Hub.objects.filter(pk=hub.pk), rail_queue=waiting, rail_groups=WorkGroup.objects.filter(hub=hub), **more
    )
