"""A plan worked out in the background: asked for, leased by one worker, written only over what nobody has touched."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from applications.planning import solving
from applications.planning.changes import changes
from applications.planning.solving import Answer, Status
from applications.plans.gathering import Gathered, gather
from applications.plans.models import Plan, PlanRun, PlanSeat
from hubs.access import rights_at
from journal.moves import Refused, record

logger = logging.getLogger(__name__)

TASK = "applications.tasks.work_out_plans"
LEASE = timedelta(minutes=5)
NOT_INSTALLED = "The planner is not installed on this server. Move the schools by hand; everything else works."
MEANWHILE = "Somebody changed the plan while it was worked out, so nothing was written over. Plan again."


@transaction.atomic
def propose(plan: Plan, *, by) -> PlanRun:
    """Ask for a plan around what is pinned. While one is being worked out, asking again answers with that one."""
    if not rights_at(by, plan.hub).at_desk:
        raise Refused(f"Only people at the desk of {plan.hub} can do this.")
    if not solving.is_installed():
        raise Refused(NOT_INSTALLED)
    Plan.objects.select_for_update().get(pk=plan.pk)
    run = plan.runs.filter(finished=None).first()
    if run is None:
        run = PlanRun.objects.create(plan=plan, by=by, step="Waiting for its turn")
        record(plan, "asked for a plan", by=by, run=run.pk)
    return run


def work_out_all() -> int:
    """Work out what was asked for, the oldest first; return how many."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = PlanRun.objects.filter(free, finished=None).select_related("plan__hub", "plan__project", "by")
    return sum(work_out(run) for run in waiting.order_by("id")[:20])


def work_out(run: PlanRun) -> bool:
    """One of them; False where another worker has it."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    if not PlanRun.objects.filter(free, pk=run.pk, finished=None).update(leased_until=now + LEASE):
        return False
    try:
        _work_out(run)
    except Refused as refusal:
        _finish(run, failed=refusal.reason[:1000])
    except Exception as error:  # whatever it was, nobody waits for it for ever
        logger.exception("plan run %s", run.pk)
        _finish(run, failed=f"It could not be worked out ({type(error).__name__}). Plan again.")
    return True


def _work_out(run: PlanRun) -> None:
    if not solving.is_installed():
        raise Refused(NOT_INSTALLED)
    run.plan.refresh_from_db()
    gathered = gather(run.plan)
    _step(run, f"Looking for the best of all plans for {len(gathered.applications)} schools")
    answer = solving.solve(gathered.problem)
    if answer.status == Status.IMPOSSIBLE:
        raise Refused(" ".join(answer.why))
    _write(run, gathered, answer)
    _step(run, "The plan is there. Looking at what would help most")
    found = changes(gathered.problem, answer, size=run.plan.project.group_size)
    _finish(run, changes=[change.said for change in found], is_proven=answer.status == Status.OPTIMAL)


@transaction.atomic
def _write(run: PlanRun, gathered: Gathered, answer: Answer) -> None:
    """Every school that is not pinned to where the answer has it, if the plan is still what the answer was made of."""
    plan = Plan.objects.select_for_update().get(pk=run.plan_id)
    if plan.version != gathered.plan.version:
        raise Refused(MEANWHILE)
    now, new, moved = timezone.now(), [], []
    for key, group in answer.seats.items():
        seat = gathered.rows.get(key)
        if seat is None:
            seat = PlanSeat(plan=plan, application_id=key, version=0)
            new.append(seat)
        elif seat.pinned or seat.group_id == group:
            continue
        else:
            moved.append(seat)
        seat.group_id, seat.by, seat.at, seat.proposed, seat.version = group, run.by, now, True, seat.version + 1
    PlanSeat.objects.bulk_create(new)
    PlanSeat.objects.bulk_update(moved, ["group", "by", "at", "proposed", "version"])
    plan.version += 1
    plan.save(update_fields=["version"])
    PlanRun.objects.filter(pk=run.pk).update(planned=plan.version)
    record(plan, "worked out a plan", by=run.by, run=run.pk, seats=len(answer.seats), proven=answer.status)


def _step(run: PlanRun, words: str) -> None:
    PlanRun.objects.filter(pk=run.pk).update(step=words)


def _finish(run: PlanRun, **fields) -> None:
    PlanRun.objects.filter(pk=run.pk).update(finished=timezone.now(), leased_until=None, step="", **fields)
