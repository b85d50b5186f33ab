"""Decisions made in private: prepared, and dropped again, while the school sees nothing of them.

A prepared offer keeps its seat from the first moment, so what is prepared can be released: there is no seat that two
people have given away. Whoever is at the desk prepares; a lead or assistant lead releases (see `releasing`).
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from applications import apart, placement
from applications.deciding import destinations, ending, suiting
from applications.deciding.models import Decision
from applications.models import DECIDABLE, Application, Status
from applications.reviewing import WITH_THE_SCHOOL, Seen, check_here, locked_as_seen
from applications.workflow import locked
from hubs.access import Rights, rights_at
from journal.clock import day
from journal.moves import Refused, record
from workgroups import places
from workgroups.models import Opening, WorkGroup

LONGEST = timedelta(days=60)
Kind = Decision.Kind


def check_prepare(application: Application, by, rights: Rights | None = None) -> None:
    """Refuses who is not at the desk, and what does not wait for the hub or has a decision prepared."""
    rights = rights or rights_at(by, application.hub)
    if not rights.at_desk:
        raise Refused(f"Only people at the desk of {application.hub} can do this.")
    if application.status == "more_asked":
        raise Refused(WITH_THE_SCHOOL)
    check_here(application)
    if application.status not in DECIDABLE:
        raise Refused(f"It is {application.get_status_display().lower()} already. Reopen it to decide again.")
    ending.check_nothing_prepared(application)


def why_not(application: Application, by, rights: Rights | None = None) -> str:
    """The reason with which a decision would be refused now; "" where one may be prepared."""
    try:
        check_prepare(application, by, rights)
    except Refused as refusal:
        return refusal.reason
    return ""


def check_answer_by(answer_by: date | None, *, on: date | None = None) -> None:
    """Refuses a day that gives the school no time from `on`, today unless given, or one far away."""
    on = on or timezone.localdate()
    if answer_by is None or not on < answer_by <= on + LONGEST:
        raise Refused("Choose a day from tomorrow on, within 60 days, by which the school answers.")


@transaction.atomic
def prepare(
    application: Application,
    *,
    kind: str,
    by,
    group: WorkGroup | None = None,
    opening: Opening | None = None,
    answer_by: date | None = None,
    words: str = "",
    reason: str = "",
    over: str = "",
    seen: Seen | None = None,
) -> Decision:
    """Keep a decision for a release. `words` are for the school; `reason` is why one who is not eligible gets a place,
    `over` why one more than its places gets into a group that is full.

    An offer needs `group` and `answer_by`, and keeps its seat; an alternative needs `opening` and `answer_by`, and
    keeps a seat where a group is named; passing on needs `opening`, `answer_by` and `words`. Declining needs `words`,
    the waiting list nothing.
    """
    current = locked_as_seen(application, seen)
    check_prepare(current, by)
    words = words.strip()
    kept = {"kind": kind, "words": words, "by": by, "seen_version": current.version}
    if kind == Kind.OFFER:
        kept |= _offer(current, group, answer_by, by, reason=reason, over=over)
    elif kind == Kind.ALTERNATIVE:
        kept |= _alternative(current, opening, group, answer_by, by, reason=reason, over=over)
    elif kind == Kind.PASS_ON:
        kept |= _pass_on(current, opening, answer_by, words)
    elif kind == Kind.WAITING and current.status == Status.WAITING_LIST:
        raise Refused("It is on the waiting list already.")
    elif kind == Kind.DECLINE and not words:
        raise Refused("Write the reason: the school reads it.")
    decision = Decision.objects.create(application=current, **kept)
    record(current, "prepared a decision", by=by, note=_note(decision), decision=decision.pk)
    return decision


def _offer(
    current: Application, group: WorkGroup | None, answer_by: date | None, by, *, reason: str, over: str
) -> dict:
    if group is None:
        raise Refused("Choose a Work Group.")
    check_answer_by(answer_by)
    placement.check_group(current, group)
    against = placement.overrides(current, by, reason, over)
    return {"answer_by": answer_by, "place": places.reserve(group=group, school=current.school, by=by, **against)}


def _pass_on(current: Application, opening: Opening | None, answer_by: date | None, words: str) -> dict:
    if opening is None:
        raise Refused("Choose the hub that is to have it.")
    destinations.check(current, opening)
    check_answer_by(answer_by)
    if not words:
        raise Refused("Write to the school why the other hub fits better: it reads it.")
    return {"opening": opening, "answer_by": answer_by}


def _alternative(
    current: Application, opening, group: WorkGroup | None, answer_by, by, *, reason: str, over: str
) -> dict:
    """The school's eligibility there is judged first, and kept with it (R8)."""
    suiting.check(current, opening, group)
    check_answer_by(answer_by)
    suiting.check_in_time(current, opening, answer_by)
    verdict = suiting.judged(current, opening)
    outcome = suiting.outcome_there(current, opening, verdict)
    unfit = suiting.check_override(current, outcome, by, reason.strip())
    if group:
        apart.check_beside(current, group)
    against = {"over": over.strip(), "unfit": unfit}
    place = places.reserve(group=group, school=current.school, by=by, **against) if group else None
    kept = {"opening": opening, "answer_by": answer_by, "place": place}
    return {**kept, "checks": verdict.as_json(), "outcome_there": outcome, "unfit_there": unfit}


def _note(decision: Decision) -> str:
    until = f", answer by {day(decision.answer_by)}" if decision.answer_by else ""
    against = " ".join(decision.place.overrides) if decision.place else decision.unfit_there
    return f"{decision.in_words}{until}. {against or decision.words}".strip()


@transaction.atomic
def drop(decision: Decision, *, by, note: str = "") -> Application:
    """Do not do it after all: its seat is free, and the application waits for a decision as before."""
    current = locked(decision.application)
    if not rights_at(by, current.hub).at_desk:
        raise Refused(f"Only people at the desk of {current.hub} can do this.")
    decision = Decision.objects.select_for_update(of=("self",)).select_related("place").get(pk=decision.pk)
    if decision.status != Decision.Status.PREPARED:
        raise Refused(f"It is {decision.get_status_display().lower()} already.")
    ending.drop(decision, by=by, note=note)
    return current
