"""What a school would get with a hub's own paragraph in it: the real emails about an application that nobody made."""

from copy import copy

from django.utils import timezone

from applications import letters
from applications.models import Application
from hubs.models import Hub
from journal import outbox
from journal.models import Email, Event
from schools.models import School
from workgroups.models import Place, Project, WorkGroup

TITLES = {
    "received": "The receipt",
    "placed": "When a school gets a place",
    "declined": "When a school is declined",
}
SENT = [{"title": "Your school", "answers": [{"label": "School", "value": "Example Primary School"}]}]


def examples(hub: Hub, words: dict[str, str]) -> list[tuple[str, Email]]:
    """Each kind of email with its title, unsaved; `words` are the paragraphs by the hub's field names."""
    hub = copy(hub)
    for name, text in words.items():
        setattr(hub, name, text)
    application = _made_up(hub)
    made = [
        letters.receipt(application, opening=None, sections=SENT),
        letters.decision(application, "placed", Event()),
        letters.decision(application, "declined", Event()),
    ]
    return [(title, outbox.compose(**letter)) for title, letter in zip(TITLES.values(), made, strict=True)]


def _made_up(hub: Hub) -> Application:
    project = Project.objects.filter(openings__hub=hub).order_by("-year", "code").first() or Project.objects.first()
    project = project or Project(title="Teaching for Mastery", year=timezone.localdate().year)
    group = WorkGroup(hub=hub, project=project, name="Example Work Group", venue="A school near you", capacity=8)
    return Application(
        reference="EOI-2345678",
        school=School(name="Example Primary School", urn=100_000),
        project=project,
        hub=hub,
        place=Place(group=group),
        answers={"email": "office@example.org"},
        submitted=timezone.now(),
        decline_reason="Here stands the reason that you write when you decline.",
    )
