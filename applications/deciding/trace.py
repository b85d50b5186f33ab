"""What two hubs see of one another once an application is passed on: the way it came, and what became of it in a word.

Never the other's notes, judgements, decisions or words among colleagues.
"""

from dataclasses import dataclass

from applications.models import Application, Status
from applications.trail import Entry, trail

# Of what happened at the first hub: what the school did or was told itself. Whatever is not named here is not shown.
SHOWN = frozenset(
    (
        *("sent", "brought in", "carried over", "took on", "took over", "asked for more", "handed back", "corrected"),
        *("was taken over", "put on the waiting list", "took off the waiting list", "asked whether to pass it on"),
        *("kept at the hub", "kept on the waiting list", "passed on"),
    )
)
# Of these also what was written with them: the school has read or written it.
WITH_WORDS = frozenset(("carried over", "asked whether to pass it on", "passed on"))


@dataclass(frozen=True)
class Stage:
    """An application as it was at the hub before: its number there, and its way to being passed on."""

    application: Application
    trail: list[Entry]


def went_to(application: Application) -> Application | None:
    """Where it is now, of one that was passed on; two queries. Of it the first hub is told its status alone."""
    if application.status != Status.PASSED_ON:
        return None
    agreed = application.pass_ons.filter(status="agreed").select_related("opening").first()
    if agreed is None:
        return None
    there = application.carried_to.filter(hub=agreed.opening.hub_id, project=agreed.opening.project_id)
    return there.select_related("hub").first()


def came_by(application: Application) -> list[Stage]:
    """The hubs it was passed on by, the latest first; a few queries for each, none where it was not."""
    found, at = [], application
    while at.carried_from_id and at.carried_from.status == Status.PASSED_ON:
        at = at.carried_from
        found.append(Stage(at, [_discreet(entry) for entry in trail(at) if entry.kind in SHOWN]))
    return found


def _discreet(entry: Entry) -> Entry:
    return entry if entry.kind in WITH_WORDS else Entry(entry.who, entry.did, entry.at, kind=entry.kind)
