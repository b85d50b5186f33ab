"""A school takes its application back. It may apply again after that, as if for the first time."""

from django.db import transaction
from django.utils import timezone

from applications import letters, pledging
from applications.deciding import ending
from applications.holders import as_holder
from applications.models import WITHDRAWABLE, Application, Status
from applications.workflow import MOVES, locked
from journal import outbox
from journal.moves import Refused, move


def check_withdraw(application: Application) -> None:
    """Refuses what has not been sent, and what the hub has decided."""
    hub = application.hub
    if application.status == Status.WITHDRAWN:
        raise Refused("This has been withdrawn already.")
    if application.status == Status.PLACED:
        ask = f" Write to {hub.enquiry_email} if your school cannot take it up." if hub.enquiry_email else ""
        raise Refused(f"Your school has a place. {hub} gives it to another school only after talking to you.{ask}")
    if application.status == Status.OFFERED:
        raise Refused("Your school is offered a place. Turn the offer down instead, with a reason.")
    if application.status == Status.PASSING_ON:
        raise Refused("Your school is asked whether to pass this on. Say no first, with a reason.")
    if application.status == Status.PASSED_ON:
        raise Refused("This was passed on. Withdraw it where it is now.")
    if application.status == Status.ALTERNATIVE_OFFERED:
        raise Refused("Your school is offered an alternative. Decline it first, with a reason.")
    if application.status not in WITHDRAWABLE:
        raise Refused("There is nothing to withdraw: the hub is not waiting to decide about this.")


def let_go(application: Application, *, by, note: str) -> None:
    """What the hub still asks for is asked no more, what it has prepared is dropped, and its seat is free."""
    application.more_asked.unanswered().update(cancelled=timezone.now())
    ending.leave_list(application)
    ending.drop_prepared(application, by=by, note=note)


@transaction.atomic
def withdraw(application: Application, *, reason: str, by) -> Application:
    """Take it back before the hub has decided, with a reason that the hub reads. Both sides get an email."""
    current = locked(application)
    check_withdraw(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you withdraw: the hub reads it.")
    holder = as_holder(by)
    let_go(current, by=holder, note="The school withdrew.")
    told = {"note": reason, "data": holder.in_trail(current), "also": {"withdraw_reason": reason}}
    event = move(current, Status.WITHDRAWN, by=holder, table=MOVES, **told)
    pledging.end(current, by=holder, note="The school withdrew.")
    outbox.queue(**letters.decision(current, "withdrawn", event))
    letters.tell_hub(current, "withdrawn_hub", key=f"{current.pk}-{event.pk}")
    return current
