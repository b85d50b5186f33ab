"""A suitable alternative: offered instead of what was asked for, answered by a day; the original stays whole (R8)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications import carrying, letters, spec, workflow
from applications.deciding import answering, ending, suiting
from applications.deciding.models import Alternative, Decision
from applications.holders import Holder
from applications.models import Application, LateEntry, Outcome, Status
from applications.reviewing import write_decision
from applications.workflow import MOVES
from hubs.access import rights_at
from journal import outbox, tokens
from journal.clock import day
from journal.moves import Refused, move, record
from workgroups import places

State = Alternative.Status
# So long, at least, a school has to fill in what the other form asks for in addition.
TO_COMPLETE = timedelta(days=7)


def completed_by(draft: Application) -> Alternative | None:
    """The alternative that counts once this draft is sent; no query for what was not carried over."""
    if not (draft.is_draft and draft.carried_from_id):
        return None
    rows = Alternative.objects.filter(became=draft, status=State.OPEN)
    return rows.select_related(*Alternative.RELATED).first()


def begin(current: Application, decision: Decision, *, by) -> Alternative:
    """What was decided, of an application that is read under lock; its seat is kept already. The school is told.

    It keeps its place on a waiting list until it has said yes, and the form for the other project is sent.
    """
    verdict = suiting.judged(current, decision.opening)
    outcome = suiting.outcome_there(current, decision.opening, verdict)
    if outcome == Outcome.NOT_ELIGIBLE != decision.outcome_there:
        raise Refused("A check says now that the school is not eligible for this. Look at it again.")
    suiting.check_opening(current, decision.opening)
    token = tokens.new_token()
    alternative = Alternative.objects.create(
        application=current,
        opening=decision.opening,
        place=decision.place,
        answer_by=decision.answer_by,
        words=decision.words,
        by=by,
        token_hash=tokens.hash_of(token),
        checks=verdict.as_json(),
        outcome=outcome,
    )
    also = {"decided": timezone.now(), "owner_id": current.owner_id or decision.by_id}
    note = f"{alternative.what}, answer by {day(alternative.answer_by)}."
    move(current, Status.ALTERNATIVE_OFFERED, by=by, table=MOVES, note=note, also=also)
    _send_link(current, alternative, token)
    return alternative


def _send_link(application: Application, alternative: Alternative, token: str) -> None:
    for letter in letters.alternative(application, alternative, token):
        outbox.queue(**letter)


@transaction.atomic
def send_again(application: Application, *, by) -> Application:
    """A new link to the same addresses, where the email did not arrive; the old link stops working."""
    alternative = ending.open_alternative(application)
    if alternative is None:
        raise Refused("No alternative waits for this school.")
    current, alternative = answering.locked_with(alternative)
    if not rights_at(by, current.hub).at_desk:
        raise Refused(f"Only people at the desk of {current.hub} can do this.")
    answering.check_open(alternative)
    token = answering.with_new_link(alternative)
    record(current, "sent the alternative again", by=by, alternative=alternative.pk)
    _send_link(current, alternative, token)
    return current


@transaction.atomic
def accept(alternative: Alternative, *, by=None, at: datetime | None = None) -> Application:
    """Say yes; the application that the school goes on with. `by` None: whoever has the link.

    Another group of the same project is a place at once. For another project an application is made with the answers
    that carry over, and counts as soon as it is sent: here, where nothing is missing, else by the school.
    """
    current, alternative = answering.locked_with(alternative)
    if alternative.status == State.ACCEPTED or (alternative.is_open and alternative.became):
        return alternative.became or current
    answering.check_open(alternative, at)
    holder, data = answering.who(current, by)
    if alternative.is_same_project:
        return _take_group(current, alternative, holder, data)
    if alternative.is_elsewhere:
        workflow.check_open(alternative.opening, alternative.opening.hub, at=at)
    draft = carrying.draft(current, opening=alternative.opening, by=holder)
    alternative.became = draft
    missing = spec.missing(draft)
    if missing:
        alternative.answer_by = max(alternative.answer_by, timezone.localdate() + TO_COMPLETE)
    alternative.save(update_fields=["became", "answer_by"])
    _let_in(alternative, until=alternative.ends if missing else at or timezone.now())
    event = record(current, "said yes to the alternative", by=holder, note=draft.reference, **data)
    if missing:
        _ask_for_the_rest(current, alternative, event)
        return draft
    return workflow.submit(draft, by=holder or Holder(), at=at)


def _take_group(current: Application, alternative: Alternative, holder, data: dict) -> Application:
    move(alternative, State.ACCEPTED, by=holder, table=ending.ALTERNATIVE_MOVES, also={"answered": timezone.now()})
    places.take_up(alternative.place, by=holder)
    told = {"note": alternative.place.group.name, "data": data, "also": {"place": alternative.place}}
    event = move(current, Status.PLACED, by=holder, table=MOVES, **told)
    ending.leave_list(current)
    write_decision(current, "placed", event)
    letters.tell_hub(current, "alternative_answered_hub", key=str(event.pk), alternative=alternative, made=None)
    return current


def _let_in(alternative: Alternative, *, until: datetime) -> None:
    """The draft may be sent up to the day of the alternative, also where its project closes before `until`.

    Where another hub is to have it, that hub's own closing moment holds.
    """
    draft, opening = alternative.became, alternative.opening
    if not alternative.is_elsewhere and opening.ends <= until:
        LateEntry.objects.create(
            application=draft,
            asked_email=draft.contact_email,
            reason=ending.let_in_for(alternative),
            decided=timezone.now(),
            decided_by_id=alternative.by_id,
            let_in_until=alternative.ends,
        )


def _ask_for_the_rest(current: Application, alternative: Alternative, event) -> None:
    """Both sides are told that it counts once the draft is sent."""
    draft = alternative.became
    for letter in letters.to_complete(draft, alternative, key=str(event.pk)):
        outbox.queue(**letter)
    letters.tell_hub(current, "alternative_answered_hub", key=str(event.pk), alternative=alternative, made=draft)


@transaction.atomic
def turn_down(alternative: Alternative, *, reason: str, by=None, at: datetime | None = None) -> Application:
    """Say no, with a reason that the hub reads: the application is where it was."""
    current, alternative = answering.locked_with(alternative)
    if alternative.status == State.DECLINED:
        return current
    answering.check_open(alternative, at)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why the alternative does not suit your school: the hub reads it.")
    holder, data = answering.who(current, by)
    ending.end_alternative(alternative, State.DECLINED, by=holder, note=reason, reason=reason)
    _back(current, alternative, by=holder, note=f"The school declined it. {reason}", data=data)
    return current


@transaction.atomic
def lapse(alternative: Alternative) -> Application | None:
    """The day is over without an answer, or without the form. None where somebody has answered meanwhile."""
    current, alternative = answering.locked_with(alternative)
    if not answering.is_over(alternative):
        return None
    said = "The form was not sent" if alternative.became else "No answer"
    note = f"{said} by {day(alternative.answer_by)}."
    ending.end_alternative(alternative, State.LAPSED, by=None, note=note)
    _back(current, alternative, by=None, note=note)
    return current


def lapse_due() -> int:
    """End what was not answered in time, each in a transaction of its own; how many. Safe to repeat and to share."""
    return sum(lapse(alternative) is not None for alternative in answering.over(Alternative))


def _back(current: Application, alternative: Alternative, *, by, note: str, data: dict | None = None) -> None:
    """The application is where it was before, on the waiting list or in review; both sides are told."""
    back = ending.stands_again(current)
    also = {"decided": None} if back == Status.IN_REVIEW else {}
    event = move(current, back, by=by, table=MOVES, note=note, data=data, also=also)
    for letter in letters.to_school_people(current, "alternative_ended", key=str(event.pk), alternative=alternative):
        outbox.queue(**letter)
    letters.tell_hub(current, "alternative_answered_hub", key=str(event.pk), alternative=alternative, made=None)
