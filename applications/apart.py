"""Schools knowingly kept apart, with a reason: recorded by the desk, kept to by whoever places and by the planner."""

from django.db import transaction
from django.db.models import F, Q, QuerySet

from applications.apart_models import KeptApart
from applications.clusters import NOT_WITH_THE_HUB
from applications.models import Application, Plan
from applications.workflow import locked_all
from hubs.access import rights_at
from hubs.models import Hub
from journal.clock import day
from journal.moves import Refused, record
from workgroups import places
from workgroups.models import Opening, Place, Project, WorkGroup

RELATED = ("one", "other", "by")


@transaction.atomic
def keep(one: Application, other: Application, *, reason: str, by) -> KeptApart:
    """These two are not placed in one group any more, nor proposed for one."""
    _check_desk(one.hub, by)
    reason = reason.strip()
    if one.pk == other.pk:
        raise Refused("Choose two different schools.")
    if (one.hub_id, one.project_id) != (other.hub_id, other.project_id):
        raise Refused("Choose two schools of this hub and this project.")
    if not reason:
        raise Refused("Write why they are kept apart: it stays on record.")
    first, second = _held([one, other])
    for each in (first, second):
        if each.status in NOT_WITH_THE_HUB:
            raise Refused(f"{each.school_name}’s application is not with the hub any more.")
    told = KeptApart.objects.filter(one=first, other=second).select_related("by").first()
    if told:
        raise Refused(f"{told.by} has said so already, {day(told.at)}: {told.reason}")
    pair = KeptApart.objects.create(one=first, other=second, reason=reason, by=by)
    for each in (first, second):
        record(each, "kept apart", by=by, note=f"{pair.beside(each).school_name}. {reason}", pair=pair.pk)
    return pair


@transaction.atomic
def let_together(pair: KeptApart, *, by) -> None:
    """Take back that two are kept apart; taken back before is as good."""
    _check_desk(pair.one.hub, by)
    first, second = _held([pair.one, pair.other])
    if KeptApart.objects.filter(pk=pair.pk).delete()[0]:
        for each in (first, second):
            record(each, "no longer kept apart", by=by, note=pair.beside(each).school_name)


def _held(pair: list[Application]) -> list[Application]:
    """Both under lock, the smaller key first, so that nobody places them meanwhile; their plan is another one now."""
    Plan.objects.filter(hub=pair[0].hub_id, project=pair[0].project_id).update(version=F("version") + 1)
    # The list before its applications, as everybody takes them: who offers a seat to the next may hold one of these.
    Opening.objects.select_for_update(no_key=True).filter(hub=pair[0].hub_id, project=pair[0].project_id).first()
    return locked_all(one.pk for one in pair)


def _check_desk(hub: Hub, by) -> None:
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")


def pairs(hub: Hub, project: Project) -> QuerySet[KeptApart]:
    """All pairs of one project at a hub, with both applications; take `hub` from `desk_hubs`."""
    return KeptApart.objects.filter(one__hub=hub, one__project=project).select_related(*RELATED)


def of(application: Application) -> list[tuple[KeptApart, Application]]:
    """The pairs an application is in, each with the other of the two; one query."""
    found = KeptApart.objects.filter(Q(one=application) | Q(other=application)).select_related(*RELATED)
    return [(pair, pair.beside(application)) for pair in found]


def check_beside(application: Application, group: WorkGroup) -> None:
    """Refuses a seat beside a school that it is kept apart from. Call it under the application's lock.

    It holds the group: of two who are placed in the same moment, the second sees the first.
    """
    found = of(application)
    if found:
        places.locked(group)
    for pair, other in found:
        seat = Place.objects.filter(group=group, school=other.school_id, status__in=Place.TAKES_A_SEAT)
        if seat.exists():
            raise Refused(
                f"{other.school_name} has a place in {group.name}, and {pair.by} keeps the two apart: {pair.reason}"
            )


def not_beside(group: WorkGroup) -> QuerySet[Application]:
    """Applications that are kept apart from a school with a seat in `group`."""
    seated = Place.objects.filter(group=group, status__in=Place.TAKES_A_SEAT).values("school")
    here = KeptApart.objects.filter(one__hub=group.hub_id, one__project=group.project_id)
    others = Q(pk__in=here.filter(one__school__in=seated).values("other"))
    return Application.objects.filter(others | Q(pk__in=here.filter(other__school__in=seated).values("one")))
