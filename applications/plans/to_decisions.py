"""A plan turned into prepared decisions: an offer for each school it has a place for. No school hears of it yet.

Which schools and groups is written down when it is asked for; then it is worked off like any move made to many
(`applications.bulk`): each a transaction of its own with the desk's own verb, and what that refuses stands beside it.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications.deciding import preparing
from applications.deciding.models import Decision
from applications.desk_models import BulkAction, BulkItem
from applications.models import Application
from applications.plans.gathering import Gathered, gather
from applications.plans.models import Plan, PlanSeat
from applications.reviewing import Seen
from hubs.access import rights_at
from journal.moves import Refused, Stale, record
from workgroups.models import WorkGroup

CHANGED = "The plan was changed since you looked at it. Look at it as it is now, then prepare the offers."
NOBODY = "Nobody has a place in the plan. Propose one, or move schools to groups."


def meant(gathered: Gathered) -> list[tuple[Application, WorkGroup]]:
    """The schools that the plan has a place for, by group and name."""
    seats = gathered.seats
    found = [(one, gathered.groups[seats[key]]) for key, one in gathered.applications.items() if seats[key]]
    return sorted(found, key=lambda pair: (pair[1].name, pair[0].school_name))


@transaction.atomic
def ask(plan: Plan, *, seen: int, answer_by: date | None, by) -> BulkAction:
    """An offer is to be prepared for each; asked again while that goes on, the same. `seen`: the plan's version."""
    if not rights_at(by, plan.hub).at_desk:
        raise Refused(f"Only people at the desk of {plan.hub} can do this.")
    preparing.check_answer_by(answer_by)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("hub", "project").filter(pk=plan.pk).first()
    if plan is None:
        raise Refused(NOBODY)
    under_way = BulkAction.objects.filter(plan=plan, finished=None).select_related("by").first()
    if under_way and under_way.by_id != by.pk:
        raise Refused(f"{under_way.by} prepares the offers of this plan just now. Look again when that is done.")
    return under_way or _ask(plan, seen, answer_by, by)


def _ask(plan: Plan, seen: int, answer_by: date, by) -> BulkAction:
    if plan.version != seen:
        raise Stale(CHANGED)
    pairs, now = meant(gather(plan)), timezone.now()
    if not pairs:
        raise Refused(NOBODY)
    about = {"hub": plan.hub, "what": BulkAction.What.OFFER, "plan": plan, "answer_by": answer_by, "by": by}
    action = BulkAction.objects.create(**about, made=now, confirmed=now)
    BulkItem.objects.bulk_create(_item(action, application, group) for application, group in pairs)
    record(plan, "asked for its offers", by=by, offers=len(pairs))
    return action


def _item(action: BulkAction, application: Application, group: WorkGroup) -> BulkItem:
    seen = {"seen": application.status, "seen_owner": application.owner_id, "seen_version": application.version}
    return BulkItem(action=action, application=application, group=group, **seen)


def prepare_one(item: BulkItem, action: BulkAction, *, seen: Seen) -> Decision:
    """One of them, if it is still meant for that group, in the caller's transaction."""
    here = PlanSeat.objects.filter(plan=action.plan_id, application=item.application_id, group=item.group_id)
    if not list(here.select_for_update()):
        raise Stale("Somebody has moved it in the plan meanwhile.")
    given = {"kind": Decision.Kind.OFFER, "group": item.group, "answer_by": action.answer_by}
    return preparing.prepare(item.application, **given, by=action.by, seen=seen)
