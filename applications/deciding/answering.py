"""A school's answer to what it is asked by a day (`answerable`): the link, who answers, what is open and what is over.

The verbs of each question stand apart (`offering`); what they share is here.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from applications.deciding.answerable import Answerable
from applications.holders import Holder, as_holder
from applications.models import Application
from applications.workflow import locked
from journal import tokens
from journal.clock import day, day_and_clock
from journal.moves import Refused, Stale

# What arrived by midnight may still be waiting for the database: the sweep leaves it that long.
LAPSES_AFTER = timedelta(minutes=10)


def found_by(model: type[Answerable], token: str):
    """The question that this link is for, with all that its page names; None where it is for none (any more)."""
    related = ("application__hub", "application__project", "application__school", *model.RELATED)
    return model.objects.filter(token_hash=tokens.hash_of(token)).select_related(*related).first()


def latest(rows):
    """The latest of an application's questions of a kind, like `application.offers`; one query."""
    return rows.select_related(*rows.model.RELATED).first()


def open_of(rows):
    """The one of them that waits for the school; one query."""
    return rows.select_related(*rows.model.RELATED).filter(status="open").first()


def with_new_link(asked: Answerable) -> str:
    """The token of a new link, the only one that works from now on. Call it under the application's lock."""
    token = tokens.new_token()
    asked.token_hash, asked.links = tokens.hash_of(token), asked.links + 1
    asked.save(update_fields=["token_hash", "links"])
    return token


def locked_with(asked: Answerable) -> tuple[Application, Answerable]:
    """The application and the question as they are now, under a lock that lasts to the end of the transaction."""
    current, model = locked(asked.application), type(asked)
    rows = model.objects.select_for_update(of=("self",)).select_related(*model.RELATED)
    now = rows.get(pk=asked.pk)
    now.application = current
    return current, now


def who(application: Application | None, by) -> tuple[Holder | None, dict]:
    """Whose answer it is, as the trail keeps it. `by` None: whoever has the link."""
    if by is None:
        return None, {"by_link": True}
    holder = as_holder(by)
    return holder, holder.in_trail(application)


def check_open(asked: Answerable, at: datetime | None = None) -> None:
    """Refuses an answer to what is answered, taken back, or run out at the moment `at`."""
    hub = asked.application.hub
    ask = f" Write to {hub.enquiry_email} to ask what is possible." if hub.enquiry_email else ""
    if asked.status == "taken_back":
        raise Refused(f"{hub} has taken this {asked.NAME} back.{ask}")
    if asked.status == "lapsed" or (asked.is_open and (at or timezone.now()) >= asked.ends):
        raise Refused(f"This {asked.NAME} ran out at the end of {day(asked.answer_by)}.{ask}")
    if not asked.is_open:
        was = asked.ANSWERED.get(asked.status, "answered")
        raise Stale(f"This {asked.NAME} was {was} on {day_and_clock(asked.answered)}.{ask}")


def why_closed(asked: Answerable) -> str:
    """The reason with which an answer would be refused now; "" where it is open."""
    try:
        check_open(asked)
    except Refused as refusal:
        return refusal.reason
    return ""


def over(model: type[Answerable]):
    """What nobody has answered in time, to be ended by its verb; each looks again under lock."""
    last = timezone.localdate(timezone.now() - LAPSES_AFTER)
    return model.objects.unanswered().filter(answer_by__lt=last).select_related("application")


def is_over(asked: Answerable) -> bool:
    """Whether it waits still, and its day has passed."""
    return asked.is_open and timezone.now() >= asked.ends
