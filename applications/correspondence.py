"""What was sent about an application, for the people of its hub: all of it in full, and what did not arrive."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from applications.models import Application
from hubs.access import rights_at
from hubs.models import Hub
from journal import outbox
from journal.models import Email
from journal.moves import Refused

LABEL = Application._meta.label_lower
MOST_LOOKED_AT = 5_000

STATES = {
    "sent": "Sent",
    "waiting": "Waits to be sent",
    "sending": "Being sent",
    "parked": "Not sent",
    "uncertain": "May not have arrived",
    "came back": "Came back",
    "unwanted": "Called unwanted by its receiver",
}
WHY = {
    "parked": "The mail server refused it, or could not be reached for a long time. "
    "Look at the address, then send it again or tell the school by another way.",
    "uncertain": "The mail server may have taken it, but gave no answer. If you send it again, it may arrive twice.",
    "came back": "The receiver’s mail server sent it back. The address may be wrong: tell the school by another way.",
    "unwanted": "Whoever got it reported it as unwanted. Telephone before you write again.",
}


@dataclass(frozen=True)
class Letter:
    """One message as the desk reads it; of an unsent or in other ways lost one, what to do."""

    email: Email
    application: Application

    @property
    def state(self) -> str:
        return STATES[self.email.state]

    @property
    def why(self) -> str:
        return WHY.get(self.email.state, "")

    @property
    def is_alert(self) -> bool:
        return bool(self.why) and self.email.settled is None

    @property
    def can_go_again(self) -> bool:
        return self.email.state in ("parked", "uncertain") and not self.email.secret


def of(application: Application) -> list[Letter]:
    """Everything queued about it, newest first; one query."""
    return [Letter(email, application) for email in Email.objects.about(application)]


def in_trouble(hub: Hub) -> list[Letter]:
    """Messages about this hub's applications that did not arrive, or may not have, newest first; two queries."""
    emails = list(Email.objects.in_trouble().filter(subject_label=LABEL).order_by("-id")[:MOST_LOOKED_AT])
    keys = {email.subject_key for email in emails}
    ours = {str(row.pk): row for row in _short(hub).filter(pk__in=keys)} if keys else {}
    return [Letter(email, ours[email.subject_key]) for email in emails if email.subject_key in ours]


def applications_in_trouble(hub: Hub) -> QuerySet:
    """Applications of this hub with such a message; the troubled ones of all hubs are few, and have an index."""
    keys = Email.objects.in_trouble().filter(subject_label=LABEL).annotate(about=Cast("subject_key", BigIntegerField()))
    return Application.objects.sent_to(hub).filter(pk__in=keys.values("about")[:MOST_LOOKED_AT])


def _short(hub: Hub) -> QuerySet:
    return Application.objects.sent_to(hub).only("pk", "reference", "school_name")


def send_again(letter: Letter, *, by) -> None:
    _check_desk(letter, by)
    outbox.send_again(letter.email, by=by)


def settle(letter: Letter, *, by) -> None:
    _check_desk(letter, by)
    outbox.settle(letter.email, by=by)


def _check_desk(letter: Letter, by) -> None:
    hub = letter.application.hub
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")
