"""Placing an application: a seat in one of the hub's Work Groups of that project."""

from django.db import transaction
from django.utils import timezone

from applications import apart
from applications.deciding import ending
from applications.models import Application, Outcome, Status
from applications.reviewing import Seen, check_decide, locked_as_seen, write_decision
from applications.workflow import MOVES
from hubs.access import is_lead
from journal.moves import Refused, move
from workgroups import places
from workgroups.models import WorkGroup

# Also the hint of the greyed button.
ONLY_LEAD = "A check says this school is not eligible: only the hub lead can place it, with a reason."


def groups_for(application: Application) -> list[WorkGroup]:
    """The hub's groups of this project, each with its seats and overrides; full ones too."""
    groups = WorkGroup.objects.filter(hub=application.hub_id, project=application.project_id)
    return list(groups.with_seats().with_overrides().select_related("lead__user").order_by("name"))


@transaction.atomic
def place(
    application: Application, *, group: WorkGroup, by, reason: str = "", over: str = "", seen: Seen | None = None
) -> Application:
    """Give the school a seat in `group` and tell it.

    A school that a check calls not eligible is placed only by a hub lead, who writes why as `reason`; in a group that
    is full only by a hub lead too, who writes why as `over`. The place keeps both, and the trail.
    """
    current = locked_as_seen(application, seen)
    check_decide(current, by)
    ending.check_nothing_prepared(current)
    check_group(current, group)
    against = overrides(current, by, reason, over)
    taken = places.take(group=group, school=current.school, by=by, **against)
    also = {"place": taken, "decided": timezone.now(), "owner_id": current.owner_id or by.pk}
    said = [words for words in (reason.strip(), taken.over_why) if words]
    note = " ".join([f"{group.name}.", *said]) if said else group.name
    event = move(current, Status.PLACED, by=by, table=MOVES, note=note, also=also)
    ending.leave_list(current)
    write_decision(current, "placed", event)
    return current


def check_group(application: Application, group: WorkGroup) -> None:
    if (group.hub_id, group.project_id) != (application.hub_id, application.project_id):
        raise Refused("Choose a Work Group of this hub and this project.")
    apart.check_beside(application, group)


def overrides(application: Application, by, reason: str, over: str) -> dict[str, str]:
    """What a seat is taken with against a rule, as `places.take` wants it; refused where `by` may not."""
    reason = reason.strip()
    check_override(application, by, reason)
    return {"over": over.strip(), "unfit": reason if application.outcome == Outcome.NOT_ELIGIBLE else ""}


def check_override(application: Application, by, reason: str) -> None:
    """Refuses a place for a school that a check calls not eligible, but for a hub lead who writes why."""
    if application.outcome != Outcome.NOT_ELIGIBLE:
        return
    if not is_lead(by, application.hub):
        raise Refused(ONLY_LEAD)
    if not reason:
        raise Refused("A check says this school is not eligible. Write why it gets a place all the same.")
