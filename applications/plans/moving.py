"""What people do on a plan's board. Nothing of it is offered to a school."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import Application
from applications.plans.gathering import PLANNED, to_plan
from applications.plans.models import Plan, PlanSeat
from hubs.access import rights_at
from hubs.models import Hub
from journal.clock import day_and_clock
from journal.moves import Refused, Stale, record
from workgroups import seats
from workgroups.models import Project, WorkGroup

NOT_YOURS = "This group is not of this hub and project."


@transaction.atomic
def begin(*, hub: Hub, project: Project, by) -> Plan:
    """The plan of this hub and project; asked again, the same one."""
    _check_desk(hub, by)
    plan, made = Plan.objects.get_or_create(hub=hub, project=project)
    if made:
        record(plan, "began a plan", by=by, hub=hub.pk, project=project.pk)
    return plan


@transaction.atomic
def move(plan: Plan, application: Application, *, group: WorkGroup | None, seen: int, by) -> PlanSeat:
    """Mean it for `group`, or for no place. `seen` is the seat's version that the mover saw, 0 for none."""
    plan, seat = _locked(plan, application, seen, by, wanted=f"to {group}" if group else "to no place")
    if group and (group.hub_id, group.project_id) != (plan.hub_id, plan.project_id):
        raise Refused(NOT_YOURS)
    if seat.group_id == (group.pk if group else None) and seat.pk:
        return seat
    if group:
        _check_room(plan, group, application)
    seat.group = group
    return _keep(plan, seat, by, f"{application.school_name}: {group or 'no place'}", group=seat.group_id)


@transaction.atomic
def pin(plan: Plan, application: Application, *, pinned: bool, seen: int, by) -> PlanSeat:
    """Leave it where it is when the plan is worked out again, or no longer."""
    plan, seat = _locked(plan, application, seen, by, wanted="pinned" if pinned else "not pinned")
    if seat.pinned == pinned:
        return seat
    seat.pinned = pinned
    words = "pinned" if pinned else "not pinned any more"
    return _keep(plan, seat, by, f"{application.school_name} {words}", pinned=pinned)


@transaction.atomic
def prefer(plan: Plan, application: Application, *, priority: int, seen: int, by) -> PlanSeat:
    """Whether it comes first, in turn or last where there are too few places."""
    if priority not in PlanSeat.Priority.values:
        raise Refused("Choose whether it comes first, in turn or last.")
    plan, seat = _locked(plan, application, seen, by, wanted=PlanSeat.Priority(priority).label.lower())
    if seat.priority == priority:
        return seat
    seat.priority = priority
    return _keep(plan, seat, by, f"{application.school_name}: {seat.get_priority_display()}", priority=priority)


@transaction.atomic
def clear(plan: Plan, *, seen: int, by) -> int:
    """Take every school out that is not pinned; return how many. `seen` is the plan's version."""
    plan = _locked_plan(plan, by)
    if plan.version != seen:
        raise Stale("Somebody changed the plan a moment ago. Look at it as it is now, then clear it.")
    moved = plan.seats.filter(pinned=False, group__isnull=False)
    count = moved.count()
    for seat in moved:
        seat.group = None
        _write(seat, by)
    _changed(plan, by, "cleared the plan", count=count)
    return count


@transaction.atomic
def mix(plan: Plan, *, mixed: bool, by) -> Plan:
    """Whether a group of one trust alone is to be avoided."""
    plan = _locked_plan(plan, by)
    if plan.mixed != mixed:
        plan.mixed = mixed
        plan.save(update_fields=["mixed"])
        _changed(plan, by, "asks for a mix of trusts" if mixed else "asks for no mix of trusts")
    return plan


def _check_desk(hub: Hub, by) -> None:
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")


def _locked_plan(plan: Plan, by) -> Plan:
    _check_desk(plan.hub, by)
    return Plan.objects.select_for_update(of=("self",)).select_related("hub", "project").get(pk=plan.pk)


def _locked(plan: Plan, application: Application, seen: int, by, *, wanted: str) -> tuple[Plan, PlanSeat]:
    """Plan and seat under the plan's lock, if the seat is still as it was seen; else Stale, with both."""
    plan = _locked_plan(plan, by)
    current = Application.objects.filter(pk=application.pk, hub=plan.hub_id, project=plan.project_id).first()
    if current is None or current.status not in PLANNED:
        raise Refused(f"{application.school_name} does not wait for a decision any more.")
    seat = PlanSeat.objects.select_related("by", "group").filter(plan=plan, application=application).first()
    if (seat.version if seat else 0) != seen:
        raise Stale(_who_was_faster(application, seat, wanted))
    return plan, seat or PlanSeat(plan=plan, application=application, version=0, by=by)


def _who_was_faster(application: Application, seat: PlanSeat | None, wanted: str) -> str:
    if seat is None:
        return "The plan was begun anew. Look at it as it is now."
    who = "The planner, asked by " if seat.proposed else ""
    where = f"in {seat.group}" if seat.group else "without a place"
    state = f"{where}, {'pinned' if seat.pinned else 'not pinned'}, {seat.get_priority_display().lower()}"
    return (
        f"{who}{seat.by} changed {application.school_name} before you ({day_and_clock(seat.at)}): it is {state}. "
        f"You wanted it {wanted}. Nothing of theirs was written over."
    )


def _check_room(plan: Plan, group: WorkGroup, application: Application) -> None:
    group = WorkGroup.objects.with_seats().get(pk=group.pk)
    others = to_plan(plan.hub, plan.project).exclude(pk=application.pk).order_by()
    meant = plan.seats.filter(group=group, application__in=others.values("pk")).count()
    if meant >= group.seats_left:
        if group.taken > group.capacity:
            raise Refused(f"{group.name} is full: it has {group.seats_said}.")
        against = seats.against(over=group.over, unfit=group.unfit)
        places = f"{group.taken} placed and {meant} meant for its {group.capacity} places{against}"
        raise Refused(f"{group.name} is full: {places}.")


def _keep(plan: Plan, seat: PlanSeat, by, note: str, **data) -> PlanSeat:
    _write(seat, by)
    _changed(plan, by, "moved a school in the plan", note=note, application=seat.application_id, **data)
    return seat


def _write(seat: PlanSeat, by) -> None:
    seat.version, seat.by, seat.at, seat.proposed = seat.version + 1, by, timezone.now(), False
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError:
        raise Stale("Somebody else changed this a moment ago. Look at what they did before you decide.") from None


def _changed(plan: Plan, by, kind: str, note: str = "", **data) -> None:
    plan.version += 1
    plan.save(update_fields=["version"])
    record(plan, kind, by=by, note=note, **data)
