"""What happened to an application, in words a person of the hub reads."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from applications.models import Application, DraftKey
from journal.models import Event

WORDS = {
    "started": "started this application",
    "opened the link": "opened the link that was sent to them",
    "said it was not theirs": "said that they had not begun it",
    "invited a colleague": "invited a colleague to fill in a part",
    "took a link back": "took a colleague’s link back",
    "sent": "sent it to the hub",
    "carried over": "had it carried over from another application",
    "brought in": "brought it in from a form that arrived beside the service",
    "took on": "took it on",
    "took over": "took it over",
    "asked for more": "asked the school for more",
    "gave more time": "gave the school more time to answer",
    "handed back": "gave it back to the hub",
    "placed": "placed the school",
    "kept apart": "keeps it apart from another school",
    "no longer kept apart": "keeps it apart from another school no more",
    "declined": "declined it",
    "prepared a decision": "prepared a decision, which the school does not see yet",
    "dropped a decision": "dropped the prepared decision",
    "left out of a release": "left the prepared decision out of a release",
    "put on the waiting list": "put it on the waiting list",
    "moved on the waiting list": "moved it on the waiting list",
    "took off the waiting list": "took it off the waiting list",
    "offered an alternative": "offered the school an alternative",
    "said yes to the alternative": "accepted the alternative for the school; its form is to be completed",
    "took the alternative": "took the alternative for the school",
    "accepted the other group": "accepted the place in the other Work Group for the school",
    "came back from the alternative": "put it back in review: the alternative was not taken",
    "sent the alternative again": "sent the alternative’s email again, with a new link",
    "began from another": "began this with the answers of another application",
    "offered a place": "offered the school a place",
    "accepted the place": "accepted the place for the school",
    "turned the place down": "turned the place down for the school",
    "let the offer lapse": "let the offer lapse, unanswered",
    "took the offer back": "took the offer back",
    "sent the offer again": "sent the offer’s email again, with a new link",
    "asked whether to pass it on": "asked the school whether to pass it on to another hub",
    "sent the question again": "sent the question’s email again, with a new link",
    "passed on": "said yes: it is passed on",
    "kept at the hub": "left it with this hub",
    "kept on the waiting list": "left it on this hub’s waiting list",
    "reopened": "reopened it",
    "began to correct": "began to correct it",
    "corrected": "corrected it",
    "dropped a correction": "dropped a correction",
    "withdrew": "took it back for the school",
    "was taken over": "took it over for the school",
    "was left": "passed it to nobody, because the person who began it has left",
    "was passed on": "was given it, because the person who began it has left",
    "asked to be let in late": "asked the hub to let it in after the closing time",
    "let in late": "let it in after the closing time",
    "refused it late": "did not let it in after the closing time",
    "judged a check": "judged a check otherwise",
    "took back a judgement": "took back a judgement",
    "set aside a judgement": "set aside a judgement",
    "asked for signatures": "asked for signatures",
    "wrote a note": "wrote a note for the hub",
}


@dataclass(frozen=True)
class Entry:
    """One line of the trail: who did what when, and what they wrote about it."""

    who: str
    did: str
    at: datetime
    note: str = ""
    kind: str = ""

    def __str__(self):
        return f"{self.who} {self.did}"


def trail(application: Application) -> list[Entry]:
    """Everything that happened, newest first; two queries, however long, and one for links."""
    events = list(Event.objects.about(application))
    people = User.objects.in_bulk({event.by for event in events if event.by})
    keys = _keys({event.data["key"] for event in events if event.by is None and "key" in event.data})
    return [
        Entry(_who(event, people, keys), WORDS.get(event.kind, f"{event.kind} this"), event.at, event.note, event.kind)
        for event in reversed(events)
    ]


def _keys(numbers: set[int]) -> dict[int, DraftKey]:
    return DraftKey.objects.in_bulk(numbers) if numbers else {}


def _who(event: Event, people: dict, keys: dict[int, DraftKey]) -> str:
    if event.by is None and "key" in event.data:
        return who_holds(keys.get(event.data["key"]))
    if event.by is None and event.data.get("by_link"):
        return "Whoever has the link in the email"
    if event.by is None:
        return "The service"
    return str(people.get(event.by, "Somebody whose account is gone"))


def who_holds(key: DraftKey | None) -> str:
    """Somebody without an account, by what is known of them; of the address only enough to tell two apart."""
    if key is None:
        return "Somebody with a link"
    if key.kind == DraftKey.Kind.BROWSER:
        return f"Somebody who gave the address {veiled(key.email)}"
    if key.kind == DraftKey.Kind.COLLEAGUE:
        return f"A colleague with the link sent to {veiled(key.email)}"
    return f"The person with the link sent to {veiled(key.email)}"


def veiled(email: str) -> str:
    """Like b…@ashlane.example.org."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
