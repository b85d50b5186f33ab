"""One move made to many applications of a hub's queue: chosen, confirmed, worked off one by one.

What is chosen is written down with how each application looked, so that what is confirmed is what is done, and a
colleague who was faster in between is not overruled. Each application is a transaction of its own with its own verb;
what its verb refuses stands beside it with the reason, and nothing is done twice, however often it is repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from applications import reviewing
from applications.desk_models import BulkAction, BulkItem
from applications.models import Application, Decision
from applications.plans import to_decisions
from hubs.access import rights_at
from hubs.models import Hub
from journal.moves import Refused

TASK = "applications.tasks.work_off_bulk_actions"
MOST = 1_000
# So many are done while the person waits; the rest a worker does, and the page says how far it is.
AT_ONCE = 25
UNCONFIRMED_KEPT = timedelta(days=1)
# A worker goes on to another job after so long; what is left is taken up by the next tick.
STOP_AFTER = timedelta(minutes=1)

What = BulkAction.What
# What is chosen in the queue; offers come from a plan.
OF_THE_QUEUE = (What.TAKE_ON, What.DECLINE)
CHECKS = {What.TAKE_ON: reviewing.check_take_on, What.DECLINE: reviewing.check_decide}
VERBS = {
    What.TAKE_ON: lambda item, action: reviewing.take_on(item.application, by=action.by, seen=_seen(item)),
    What.DECLINE: lambda item, action: reviewing.decline(
        item.application, reason=action.reason, by=action.by, seen=_seen(item)
    ),
    What.OFFER: lambda item, action: to_decisions.prepare_one(item, action, seen=_seen(item)),
}


@transaction.atomic
def choose(*, hub: Hub, what: str, applications: Iterable[tuple], back: str = "", by) -> BulkAction:
    """Write down what is meant, to be confirmed. `applications`: (key, status, owner, version) each."""
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")
    chosen = list(applications)
    if not chosen:
        raise Refused("Tick the applications you mean first.")
    if len(chosen) > MOST:
        raise Refused(f"That is more than {MOST:,} applications at once. Narrow the list with a filter.")
    action = BulkAction.objects.create(hub=hub, what=what, back=back, by=by)
    items = [
        BulkItem(action=action, application_id=key, seen=status, seen_owner=owner, seen_version=version)
        for key, status, owner, version in chosen
    ]
    BulkItem.objects.bulk_create(items, batch_size=500)
    return action


@dataclass
class Preview:
    """What confirming would do: to these, and to those not, each with the reason."""

    ready: list[Application]
    refused: list[tuple[Application, str]]


def preview(action: BulkAction) -> Preview:
    """Four queries, however many."""
    rights = rights_at(action.by, action.hub)
    waiting = Decision.objects.filter(
        status=Decision.Status.PREPARED, application__in=action.items.values("application")
    )
    prepared = set(waiting.values_list("application", flat=True))
    found = Preview([], [])
    shown = (
        "action",
        "seen",
        "seen_owner",
        "seen_version",
        "application__version",
        "application__reference",
        "application__school_name",
    )
    shown += ("application__status", "application__owner", "application__hub")
    for item in action.items.select_related("application").only(*shown):
        application = item.application
        application.hub = action.hub
        try:
            if (application.status, application.owner_id) != (item.seen, item.seen_owner):
                raise Refused("Somebody has changed it since you chose it.")
            if item.seen_version not in (None, application.version):
                raise Refused(reviewing.CORRECTED)
            CHECKS[action.what](application, action.by, rights)
            if action.what == What.DECLINE and application.pk in prepared:
                raise Refused("A decision is prepared. Drop it before you decide again.")
        except Refused as refusal:
            found.refused.append((application, refusal.reason))
        else:
            found.ready.append(application)
    return found


def confirm(action: BulkAction, *, reason: str = "", by) -> bool:
    """Start it, once; False where it was started before."""
    if action.by_id != by.pk:
        raise Refused("Somebody else chose these. Choose them yourself.")
    reason = reason.strip()
    if action.what == What.DECLINE and not reason:
        raise Refused("Write the reason: each school reads it.")
    waiting = BulkAction.objects.filter(pk=action.pk, confirmed=None)
    started = waiting.update(confirmed=timezone.now(), reason=reason)
    action.refresh_from_db()
    return bool(started)


def work_off(action: BulkAction, most: int | None = None) -> int:
    """Do what is still to be done of a confirmed action, at most so many; return how many were done or refused."""
    if action.confirmed is None or action.finished:
        return 0
    stop = timezone.now() + STOP_AFTER
    worked = 0
    for item in action.items.filter(done=None).select_related("application", "group")[: most or MOST]:
        if timezone.now() > stop:
            return worked
        worked += _do(item, action)
    if not action.items.filter(done=None).exists():
        BulkAction.objects.filter(pk=action.pk, finished=None).update(finished=timezone.now())
    return worked


def work_off_all() -> int:
    """Carry on with everything that was confirmed, and forget what nobody confirmed."""
    BulkAction.objects.filter(confirmed=None, made__lt=timezone.now() - UNCONFIRMED_KEPT).delete()
    unfinished = BulkAction.objects.filter(confirmed__isnull=False, finished=None)
    return sum(work_off(action) for action in unfinished.select_related("hub", "by").order_by("id"))


@transaction.atomic
def _do(item: BulkItem, action: BulkAction) -> bool:
    """One application; False where somebody else has it."""
    if not claim(item):
        return False
    try:
        with transaction.atomic():
            VERBS[action.what](item, action)
    except Refused as refusal:
        BulkItem.objects.filter(pk=item.pk).update(refusal=refusal.reason[:400])
    return True


def claim(item: BulkItem) -> bool:
    """Marked as done in the transaction that does it: whoever comes second waits for its end, and finds it done."""
    return bool(BulkItem.objects.filter(pk=item.pk, done=None).update(done=timezone.now()))


def _seen(item: BulkItem) -> reviewing.Seen:
    return reviewing.Seen(item.seen, item.seen_owner, item.seen_version)
