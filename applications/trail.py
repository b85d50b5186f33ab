"""What happened to an application, in words a person of the hub reads."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from applications.models import Application
from journal.models import Event

WORDS = {
    "started": "started this application",
    "sent": "sent it to the hub",
    "took on": "took it on",
    "took over": "took it over",
    "placed": "placed the school",
    "declined": "declined it",
    "reopened": "reopened it",
    "wrote a note": "wrote a note for the hub",
}


@dataclass(frozen=True)
class Entry:
    """One line of the trail: who did what when, and what they wrote about it."""

    who: str
    did: str
    at: datetime
    note: str = ""

    def __str__(self):
        return f"{self.who} {self.did}"


def trail(application: Application) -> list[Entry]:
    """Everything that happened, newest first; two queries, however long."""
    events = list(Event.objects.about(application))
    people = User.objects.in_bulk({event.by for event in events if event.by})
    return [
        Entry(_who(event, people), WORDS.get(event.kind, f"{event.kind} this"), event.at, event.note)
        for event in reversed(events)
    ]


def _who(event: Event, people: dict) -> str:
    if event.by is None:
        return "The service"
    return str(people.get(event.by, "Somebody whose account is gone"))
