"""What every page of a hub's desk starts from."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications import claiming, correspondence
from applications.models import AWAITING, Application, Decision, LateEntry, Status, WaitingEntry
from applications.queue import Count, Counting, counts, total
from hubs.access import desk_hubs
from hubs.models import Hub
from workgroups.models import WorkGroup


def hub_of(request: HttpRequest, slug: str) -> Hub:
    """The hub with this slug if the person works at its desk; 404 otherwise."""
    return get_object_or_404(desk_hubs(request.user), slug=slug)


RAIL_GROUPS, RAIL_QUEUE, RAIL_LATE, RAIL_LETTERS = "rail_groups", "rail_queue", "rail_late", "rail_letters"
RAIL_CLAIMS = "rail_claims"
RAIL_LACKING = "rail_lacking"
RAIL_DECISIONS, RAIL_WAITING = "rail_decisions", "rail_waiting"


def count_groups(hub: Hub) -> Counting:
    return Counting.of(RAIL_GROUPS, WorkGroup.objects.filter(hub=hub))


def count_lacking(hub: Hub) -> Counting:
    """Groups that lack a lead, dates, a venue, schools, or the right place to begin in."""
    return Counting.of(RAIL_LACKING, WorkGroup.objects.filter(hub=hub).lacking())


def count_waiting(hub: Hub) -> Counting:
    return Counting.of(RAIL_QUEUE, Application.objects.filter(hub=hub, status__in=AWAITING))


def count_late(hub: Hub) -> Counting:
    """Schools that ask to be let in late and wait for an answer."""
    asking = LateEntry.objects.filter(application__hub=hub, decided=None, application__status=Status.DRAFT)
    return Counting.of(RAIL_LATE, asking)


def count_letters(hub: Hub) -> Counting:
    """Emails about its applications that did not arrive, or may not have, and nobody has dealt with."""
    return Counting.of(RAIL_LETTERS, correspondence.applications_in_trouble(hub))


def count_claims(hub: Hub) -> Counting:
    """People who say that they act for a school of the hub's, and are not verified."""
    return Counting.of(RAIL_CLAIMS, claiming.claims_of(hub).waiting())


def count_decisions(hub: Hub) -> Counting:
    """Decisions that are prepared and not released."""
    prepared = Decision.objects.filter(application__hub=hub, status=Decision.Status.PREPARED)
    return Counting.of(RAIL_DECISIONS, prepared)


def count_on_lists(hub: Hub) -> Counting:
    """Schools on the hub's waiting lists."""
    return Counting.of(RAIL_WAITING, WaitingEntry.objects.filter(hub=hub, left=None))


def counts_of_rail(hub: Hub) -> list[Counting]:
    """What the rail counts but for what waits, which the queue counts anyway."""
    return [
        count_groups(hub),
        count_lacking(hub),
        count_late(hub),
        count_letters(hub),
        count_claims(hub),
        count_decisions(hub),
        count_on_lists(hub),
    ]


def rail_of(numbers: dict, queue: Count) -> dict[str, Count]:
    return {
        "groups": total(numbers[RAIL_GROUPS]),
        "lacking": total(numbers[RAIL_LACKING]),
        "queue": queue,
        "late": total(numbers[RAIL_LATE]),
        "letters": total(numbers[RAIL_LETTERS]),
        "claims": total(numbers[RAIL_CLAIMS]),
        "decisions": total(numbers[RAIL_DECISIONS]),
        "waiting": total(numbers[RAIL_WAITING]),
    }


def rail(hub: Hub) -> dict[str, Count]:
    """The numbers of the left rail, in one query; a page that counts more itself asks for all together."""
    numbers = counts([*counts_of_rail(hub), count_waiting(hub)])
    return rail_of(numbers, total(numbers[RAIL_QUEUE]))
