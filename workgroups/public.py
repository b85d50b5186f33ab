"""What the public pages say of a hub and of its openings: read here, drawn in templates/workgroups/public."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from hubs.models import Hub, Specialist
from workgroups import leading
from workgroups.models import Opening, Project, WorkGroup

IN_ORDER = ("open", "coming", "closed")


@dataclass
class Shown:
    """An opening with its state at one moment, so that a page does not change its mind half way down."""

    opening: Opening
    state: str

    @property
    def project(self) -> Project:
        return self.opening.project


def announced(hub: Hub, now: datetime | None = None) -> list[Shown]:
    """The hub's openings that its page lists: open ones first, then those to come, then those just closed."""
    now = now or timezone.now()
    rows = Opening.objects.announced(now).filter(hub=hub).select_related("hub", "project")
    shown = [Shown(opening, opening.state(now)) for opening in rows]
    journey = list(Project.Kind)
    return sorted(shown, key=lambda each: (IN_ORDER.index(each.state), journey.index(each.project.kind)))


def opening_at(hub: Hub, code: str) -> Opening | None:
    """The hub's opening of the edition with this code, closed ones too: what was shared goes on telling what it was.

    Compared here, because a code in an address may be any text, and the database refuses some of it.
    """
    rows = hub.openings.select_related("project").prefetch_related(
        "project__criteria", "project__clauses", "project__named_roles"
    )
    found = next((row for row in rows if row.project.code.casefold() == code.casefold()), None)
    if found:
        found.hub = hub
    return found


def groups_of(opening: Opening) -> list[WorkGroup]:
    """The hub's groups of this edition, with what schools may know: name, how, when and where it meets, lead."""
    own = WorkGroup.objects.filter(hub=opening.hub_id, project=opening.project_id).select_related("first_school")
    return list(own.prefetch_related(Prefetch("lead", Specialist.objects.select_related("user"))).order_by("name"))


def who_leads(project: Project) -> str:
    """The kind of specialist who leads groups of this project, like "Mastery Readiness Lead" (R1, D1, S1, Y1)."""
    # Embedding is supported by the hub as a collaborative group (B1).
    return leading.who_leads(project) if project.needs_lead else ""


def in_one_line(text: str, most: int = 155) -> str:
    """The beginning of a text as search results and shared links show it, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
