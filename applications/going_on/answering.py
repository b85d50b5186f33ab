"""The school's side of going on: it begins with last year's answers, confirms and is placed at once, or says no.

By whoever has the link, or acts for the school.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import again, continuing, letters, spec, workflow
from applications.deciding.answering import who
from applications.going_on import knowing
from applications.going_on import letters as own_letters
from applications.going_on.asking import MOVES, locked
from applications.going_on.models import Continuation
from applications.holders import as_holder
from applications.keys import expiry
from applications.models import Application, DraftKey, Outcome, Status
from hubs.models import Hub
from journal import outbox, tokens
from journal.clock import day_and_clock
from journal.moves import Refused, Stale, move, record
from schools.lineage import predecessor_ids
from workgroups import places

State = Continuation.Status
RELATED = ("group__hub", "group__project", "group__lead__user", "earlier__group", "school", "application")


def found_by(token: str) -> Continuation | None:
    """Whose newest link this is; None where it is nobody's (any more)."""
    return Continuation.objects.filter(token_hash=tokens.hash_of(token)).select_related(*RELATED).first()


def check_open(one: Continuation) -> None:
    """Refuses an answer to what is answered, taken back, or of a year that is over."""
    group, ask = one.group, _ask(one.group.hub)
    if one.status == State.TAKEN_BACK:
        raise Refused(f"{group.hub} no longer keeps this place for your school. {one.reason}{ask}")
    if one.status == State.DECLINED:
        raise Stale(f"Your school said at {day_and_clock(one.answered)} that it does not go on.{ask}")
    if not one.is_open:
        raise Stale(f"Your school confirmed this at {day_and_clock(one.answered)}.{ask}")
    if group.project.is_over():
        raise Refused(f"{group.project.academic_year} is over, so nobody can go on in it.{ask}")


def _ask(hub: Hub) -> str:
    return f" Write to {hub.enquiry_email} to ask what is possible." if hub.enquiry_email else ""


def begin(one: Continuation, *, by=None) -> tuple[Application, DraftKey | None]:
    """The draft with last year's answers, made once; and for whoever has the link the key that opens it here.

    `by` None: nobody is signed in, or somebody who does not act for the school.
    """
    try:
        return _begin(one, by)
    except IntegrityError:  # a double click, or a draft begun before: the other request has made it
        return _begin(one, by)


@transaction.atomic
def _begin(one: Continuation, by) -> tuple[Application, DraftKey | None]:
    current = locked(one)
    check_open(current)
    holder = as_holder(by) if by else None
    if current.application is None:
        current.application = _their_own(current, holder) or _draft(current, holder)
        current.opened = timezone.now()
        current.save(update_fields=["application", "opened"])
    return current.application, _key_here(current, holder)


def _key_here(one: Continuation, holder) -> DraftKey | None:
    """What opens the draft at the address that is asked, given to whoever came by its link.

    There is none where somebody else began it, or knows more than that address may: the link's holder must sign in.
    """
    if knowing.opens_whole(one):
        about = {"application": one.application, "kind": DraftKey.Kind.STARTER, "email": one.email}
        key, _ = DraftKey.objects.get_or_create(**about, defaults={"expires": expiry(None)})
        return None if holder or key.revoked else key
    if holder and Application.objects.visible_to(holder).filter(pk=one.application_id).exists():
        return None
    hub = one.group.hub
    raise Refused(
        f"Somebody of your school has begun this already. Sign in for your school to go on with it.{_ask(hub)}"
    )


def _their_own(one: Continuation, holder) -> Application | None:
    """A draft that this person has begun for the same before: their words stay, what is known goes beside them."""
    mine = {"school": one.school, "project": one.group.project, "hub": one.group.hub, "status": Status.DRAFT}
    draft = Application.objects.filter(**mine, started_by_id=holder.pk).first() if holder and holder.pk else None
    if draft:
        draft.answers = first_answers(one, holder) | draft.answers
        draft.version += 1
        draft.save(update_fields=["answers", "version"])
    return draft


def _draft(one: Continuation, holder) -> Application:
    user = holder.user if holder and holder.pk else None
    application = Application.objects.create(
        school=one.school,
        project=one.group.project,
        hub=one.group.hub,
        started_by=user,
        started_email=user.email.lower() if user else one.email,
        answers=first_answers(one, holder),
        reference=workflow.new_reference(),
    )
    record(application, "started", by=holder, continuation=one.pk)
    return application


def first_answers(one: Continuation, holder) -> dict:
    """Last year's group and journey; the people and words of last year's form only for who may know them (U6)."""
    project, last = one.group.project, knowing.last_form(one)
    known = last.answers if last and knowing.may_know(one, one.email, holder) else {}
    form, lineage = spec.form_for(project), predecessor_ids(one.school)
    told = continuing.of_lineage(form, lineage, project, lambda: known)
    return (again.answers_for(last, project) if known else {}) | told


def confirm(application: Application, *, by, at: datetime | None = None) -> Application:
    """Send what is confirmed and place the school, in one step; asked again, it answers with what was sent.

    A school that a check calls not eligible, or that does not want to stay with the group, is sent and not placed:
    its seat is free, and the hub decides. `at` is when the request arrived.
    """
    try:
        return _confirm(application, by, at or timezone.now())
    except IntegrityError:  # another application of the school was sent first
        workflow.check_first(application.school, application.project, application.hub, by)
        raise


@transaction.atomic
def _confirm(application: Application, by, at: datetime) -> Application:
    one = locked(application.continuation)
    current = workflow.locked(application)
    if one.status in (State.CONFIRMED, State.TO_DECIDE):
        return current
    check_open(one)
    form = workflow.send_now(current, by=by, at=at)
    holder, data = who(current, by)
    if stays(current.answers) and current.outcome != Outcome.NOT_ELIGIBLE:
        return _place(one, current, form, holder, data)
    also = {"answered": timezone.now()}
    move(one, State.TO_DECIDE, by=holder, table=MOVES, also=also, data=data)
    places.give_up(one.place, by=holder, note="It was sent for the hub to decide.")
    opening = workflow.opening_of(current)
    for letter in letters.receipts(current, opening=opening, sections=form):
        outbox.queue(**letter)
    own_letters.tell_hub(one, "continue_answered_hub", key=str(one.pk))
    return current


def stays(answers: dict) -> bool:
    """Whether the school wants to continue with its group, as its form asks (`spec.going_on.GROUP`)."""
    return answers.get("group_stays", "stay") == "stay"


def _place(one: Continuation, current: Application, form: list[dict], holder, data: dict) -> Application:
    now, name = timezone.now(), one.group.name
    places.take_up(one.place, by=holder)
    move(one, State.CONFIRMED, by=holder, table=MOVES, also={"answered": now}, data=data)
    also = {"place": one.place, "decided": now, "owner_id": one.by_id}
    event = move(current, Status.PLACED, by=holder, table=workflow.MOVES, note=f"{name}, as last year.", also=also)
    told = {"sections": spec.without_trns(form), "group": one.group}
    for letter in letters.to_school_people(current, "continued", key=str(event.pk), **told):
        outbox.queue(**letter)
    return current


@transaction.atomic
def say_no(one: Continuation, *, reason: str, by=None) -> Continuation:
    """The school does not go on, with a reason that the hub reads; its seat is free. Said twice, it is said once."""
    current = locked(one)
    if current.status == State.DECLINED:
        return current
    check_open(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why your school does not go on: the hub reads it.")
    holder, data = who(current.application, by)
    also = {"answered": timezone.now(), "reason": reason}
    event = move(current, State.DECLINED, by=holder, table=MOVES, note=reason, also=also, data=data)
    places.give_up(current.place, by=holder, note=reason)
    own_letters.tell_school(current, "continue_declined", key=str(event.pk))
    own_letters.tell_hub(current, "continue_answered_hub", key=str(event.pk))
    return current
