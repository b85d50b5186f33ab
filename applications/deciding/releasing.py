"""Prepared decisions go out together, now or at a set time: looked at as a whole first, and each of them once.

What goes out is settled when it is asked for: the decisions carry their release. Each is then a transaction of its
own, so a worker that is killed leaves whole decisions behind, and the next one goes on with the rest.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from applications.deciding import alternatives, ending, offering, passing, preparing, waiting
from applications.deciding.models import Decision, Release
from applications.models import DECIDABLE, Application
from applications.reviewing import CORRECTED, Seen, decline_locked
from applications.workflow import locked
from hubs.access import rights_at
from hubs.models import Hub
from journal import hints
from journal.clock import day
from journal.moves import Refused, move, record

TASK = "applications.tasks.release_decisions"
ONLY_DECIDERS = "A hub lead or assistant hub lead releases decisions."
LONGEST_AHEAD = timedelta(days=60)
Kind, State = Decision.Kind, Decision.Status


def ready(hub: Hub, project=None):
    """What is prepared and waits for a release, of one project or all, by school; take `hub` from `desk_hubs`."""
    rows = Decision.objects.filter(application__hub=hub, status=State.PREPARED, release=None)
    rows = rows.filter(application__project=project) if project else rows
    related = ("application__school", "application__project", "application__hub", *ending.WITH_DECISION, "by")
    return rows.select_related(*related).order_by("application__school_name", "id")


def after(decision: Decision) -> Decision | None:
    """The next of what waits for a release, so that its emails are read one after the other."""
    name = decision.application.school_name
    later = Q(application__school_name__gt=name) | Q(application__school_name=name, pk__gt=decision.pk)
    return ready(decision.application.hub).filter(later).first()


def fingerprint(decisions: Iterable[Decision]) -> str:
    """Short and always the same for the same decisions: what a page showed when it was asked for."""
    keys = ",".join(sorted(str(decision.pk) for decision in decisions))
    return hashlib.sha256(keys.encode()).hexdigest()[:32]


@transaction.atomic
def ask(*, hub: Hub, by, seen: str, project=None, due: datetime | None = None) -> Release:
    """Release what is prepared, now unless `due` says when. `seen` is the fingerprint of what was looked at.

    Raises Refused where that has changed since, so nothing goes out that nobody has looked at.
    """
    if not rights_at(by, hub).decides:
        raise Refused(ONLY_DECIDERS)
    now = timezone.now()
    if due is not None and not now < due <= now + LONGEST_AHEAD:
        raise Refused("Choose a moment from now on, within 60 days.")
    found = list(ready(hub, project).select_for_update(of=("self",)))
    if not found or fingerprint(found) != seen:
        raise Refused("What is prepared has changed, or is being released already. Look at it again, then release it.")
    _check_days(found, due or now)
    release = Release.objects.create(hub=hub, project=project, by=by, due=due or now, count=len(found))
    Decision.objects.filter(pk__in=[one.pk for one in found]).update(release=release, refusal="")
    record(release, "asked for a release", by=by, hub=hub.pk, decisions=len(found))
    transaction.on_commit(ring, robust=True)
    return release


def ring() -> None:
    hints.ring(TASK)


def _check_days(decisions: list[Decision], due: datetime) -> None:
    on = timezone.localdate(due)
    late = [one for one in decisions if one.answer_by and one.answer_by <= on]
    if late:
        one = late[0]
        raise Refused(
            f"{one.application.school_name} would have to answer by {day(one.answer_by)}, which is too soon. "
            "Prepare that offer again with a later day."
        )


@transaction.atomic
def stop(release: Release, *, by) -> None:
    """Nobody is told; its decisions stay prepared. Too late once it has begun."""
    if not rights_at(by, release.hub).decides:
        raise Refused(ONLY_DECIDERS)
    Release.objects.stop(release)
    Decision.objects.filter(release=release, status=State.PREPARED).update(release=None)
    record(release, "stopped a release", by=by)


def release_due() -> int:
    """Carry out what is due and not stopped; how many decisions. Safe to repeat, and to run twice at once."""
    return sum(_work_off(release) for release in Release.objects.select_related("by").begin_due())


def _work_off(release: Release) -> int:
    waiting = release.decisions.filter(status=State.PREPARED).select_related("application").order_by("id")
    done = sum(_release_one(decision, release) for decision in waiting)
    Release.objects.finish(release)
    return done


@transaction.atomic
def _release_one(decision: Decision, release: Release) -> bool:
    """One decision; what cannot be done any more is left out with its reason, and stays prepared."""
    try:
        with transaction.atomic():
            return carry_out(decision, by=release.by)
    except Refused as refusal:
        left = Decision.objects.filter(pk=decision.pk, status=State.PREPARED, release=release)
        if left.update(release=None, refusal=refusal.reason[:400]):
            record(decision.application, "left out of a release", by=release.by, note=refusal.reason)
        return False


@transaction.atomic
def carry_out(decision: Decision, *, by) -> bool:
    """Do what was decided and tell the school; False where somebody has done or dropped it meanwhile."""
    _hold_list(decision.application, decision.kind)
    current = locked(decision.application)
    decision = claimed(decision)
    if decision is None:
        return False
    _check_still_so(current, decision)
    move(decision, State.RELEASED, by=by, table=ending.DECISION_MOVES)
    if decision.kind == Kind.OFFER:
        kept = {"place": decision.place, "answer_by": decision.answer_by, "words": decision.words}
        offering.begin(current, **kept, by=by, owner=decision.by_id)
    elif decision.kind == Kind.ALTERNATIVE:
        alternatives.begin(current, decision, by=by)
    elif decision.kind == Kind.WAITING:
        waiting.enter(current, words=decision.words, by=by, owner=decision.by_id)
    elif decision.kind == Kind.PASS_ON:
        kept = {"opening": decision.opening, "answer_by": decision.answer_by, "words": decision.words}
        passing.begin(current, **kept, by=by, owner=decision.by_id)
    else:
        decline_locked(current, reason=decision.words, by=by)
    return True


def _hold_list(application: Application, kind: str) -> None:
    """A list is held before its applications, by everybody: so no two wait for each other."""
    if kind == Kind.WAITING:
        waiting.locked_list(application)


def claimed(decision: Decision) -> Decision | None:
    """The decision as it is now, held to the end of the transaction; None where it is prepared no more."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related(*ending.WITH_DECISION)
    return rows.filter(pk=decision.pk, status=State.PREPARED).first()


def _check_still_so(application: Application, decision: Decision) -> None:
    if application.status not in DECIDABLE:
        raise Refused(f"It is {application.get_status_display().lower()} now.")
    if application.version != decision.seen_version:
        raise Refused(CORRECTED)
    if decision.answer_by:
        preparing.check_answer_by(decision.answer_by)


@transaction.atomic
def decide_now(application: Application, *, by, seen: Seen | None = None, **decided) -> Decision:
    """Prepare one decision and release it at once; takes what `preparing.prepare` takes."""
    if not rights_at(by, application.hub).decides:
        raise Refused("A hub lead or assistant hub lead decides. You can prepare it.")
    _hold_list(application, decided["kind"])
    decision = preparing.prepare(application, by=by, seen=seen, **decided)
    carry_out(decision, by=by)
    decision.refresh_from_db()
    return decision
