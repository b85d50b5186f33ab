"""A plan turned into prepared decisions: an offer for each school it has a place for. No school hears of it yet.

Each is a transaction of its own with the desk's own verb; what that refuses stands beside the school with the reason.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from applications.deciding import preparing
from applications.deciding.models import Decision
from applications.models import Application
from applications.plans.gathering import Gathered, gather
from applications.plans.models import Plan, PlanSeat
from hubs.access import rights_at
from journal.moves import Refused, Stale
from workgroups.models import WorkGroup

AT_ONCE = 100
CHANGED = "The plan was changed since you looked at it. Look at it as it is now, then prepare the offers."


@dataclass
class Prepared:
    decisions: list[Decision] = field(default_factory=list)
    refused: list[tuple[Application, str]] = field(default_factory=list)
    left: int = 0  # for another turn


def meant(gathered: Gathered) -> list[tuple[Application, WorkGroup]]:
    """The schools that the plan has a place for, by group and name."""
    seats = gathered.seats
    found = [(one, gathered.groups[seats[key]]) for key, one in gathered.applications.items() if seats[key]]
    return sorted(found, key=lambda pair: (pair[1].name, pair[0].school_name))


def prepare(plan: Plan, *, seen: int, answer_by: date | None, by) -> Prepared:
    """Prepare an offer for each, at most a hundred at once. `seen` is the version of the plan that was looked at."""
    if not rights_at(by, plan.hub).at_desk:
        raise Refused(f"Only people at the desk of {plan.hub} can do this.")
    preparing.check_answer_by(answer_by)
    plan.refresh_from_db(fields=["version"])
    if plan.version != seen:
        raise Stale(CHANGED)
    pairs, done = meant(gather(plan)), Prepared()
    for application, group in pairs[:AT_ONCE]:
        try:
            done.decisions.append(_prepare(plan, application, group, answer_by, by))
        except Refused as refusal:
            done.refused.append((application, refusal.reason))
    done.left = len(pairs[AT_ONCE:])
    return done


@transaction.atomic
def _prepare(plan: Plan, application: Application, group: WorkGroup, answer_by: date, by) -> Decision:
    """One of them, if it is still meant for that group."""
    here = PlanSeat.objects.filter(plan=plan, application=application, group=group).select_related("plan")
    if not list(here.select_for_update()):
        raise Stale("Somebody has moved it a moment ago.")
    return preparing.prepare(application, kind=Decision.Kind.OFFER, group=group, answer_by=answer_by, by=by)
