"""To which hubs an application can be passed on, and why not to the others."""

from dataclasses import dataclass

from applications import carrying
from applications.models import Application, Status
from hubs.areas import suggested_hubs
from hubs.directory import Areas, look_up
from hubs.models import Hub
from journal.clock import day_and_clock
from journal.moves import Refused
from schools.lineage import predecessor_ids
from workgroups.models import Opening


@dataclass(frozen=True)
class Destination:
    """A hub; `why_not` says why it cannot have the application, and what then. `near`: the register suggests it."""

    hub: Hub
    opening: Opening | None
    why_not: str = ""
    near: bool = False
    is_late: bool = False  # it has closed, and this was sent before

    @property
    def says(self) -> str:
        """What a hub chooses it by."""
        if self.is_late:
            return f"Closed at {day_and_clock(self.opening.ends)}; this was sent before, so it counts as in time."
        if self.opening.closes:
            return f"Open until {day_and_clock(self.opening.closes)}."
        return "Open all year."


def check_once(application: Application) -> None:
    """Refuses a hub that has passed on an application of this school for this already: it cannot go round."""
    mine = Application.objects.filter(hub=application.hub_id, project=application.project_id, status=Status.PASSED_ON)
    if mine.filter(school__in=predecessor_ids(application.school)).exists():
        raise Refused(
            f"{application.hub} has passed on an application of this school for this already. "
            "So that it does not go round, your hub decides about this one."
        )


def check_opening(application: Application, hub: Hub, opening: Opening | None) -> None:
    """Refuses what the other hub does not take, and says what then."""
    if hub.pk == application.hub_id:
        raise Refused("It is with this hub already.")
    title, ask = application.project.title, f" Ask it at {hub.enquiry_email}." if hub.enquiry_email else ""
    if opening is None:
        raise Refused(
            f"{hub} has not opened {title}, {application.project.academic_year}.{ask} "
            "Once it has, you can pass this on."
        )
    if not opening.is_open() and opening.state() == "coming":
        raise Refused(f"{hub} takes applications for {title} from {day_and_clock(opening.opens)}. Pass it on then.")
    if application.project.is_over():
        raise Refused(f"{application.project.academic_year} is over.")
    if opening.ends <= application.sent_first:
        raise Refused(
            f"{hub} closed this at {day_and_clock(opening.ends)}, before the school sent anything.{ask} "
            "If it takes it all the same, it can change its closing moment."
        )


def check(application: Application, opening: Opening) -> None:
    """Refuses to pass it on to this opening; what `destinations` says of each hub, asked of the one that is chosen."""
    if opening.project_id != application.project_id:
        raise Refused("Another hub gets it for the same project.")
    check_once(application)
    check_opening(application, opening.hub, opening)
    if carrying.made_of(application, opening):
        raise Refused(f"An application was made of this at {opening.hub} before. The school can go on with that one.")
    carrying.check_carry(application, opening)


def of(application: Application) -> list[Destination]:
    """Every other hub: first those the register suggests for the school, then by name. Four queries and its lineage."""
    openings = {row.hub_id: row for row in Opening.objects.filter(project=application.project_id)}
    there = Application.objects.filter(project=application.project_id).exclude(status__in=carrying.ENDED)
    lineage = predecessor_ids(application.school)
    taken = set(there.filter(school__in=lineage).values_list("hub_id", flat=True))
    near = [hub.pk for hub in suggested_hubs(application.school)]
    found = []
    for hub in Hub.objects.exclude(pk=application.hub_id):
        opening = openings.get(hub.pk)
        if opening:
            opening.hub, opening.project = hub, application.project
        found.append(_destination(application, hub, opening, has_one=hub.pk in taken, near=hub.pk in near))
    return sorted(found, key=lambda each: (near.index(each.hub.pk) if each.near else len(near), each.hub.name))


def _destination(application: Application, hub: Hub, opening: Opening | None, *, has_one: bool, near: bool):
    try:
        check_opening(application, hub, opening)
        if has_one:
            raise Refused(carrying.has_one(application, opening))
    except Refused as refusal:
        return Destination(hub, opening, refusal.reason, near)
    return Destination(hub, opening, near=near, is_late=not opening.is_open())


def found(everywhere: list[Destination], typed: str) -> tuple[list[Destination], str]:
    """Those of them that fit what was typed (a hub, an authority, a postcode, a school), and what was looked up."""
    answer = look_up(typed, Areas())
    keys = {served.hub.pk for served in answer.hubs} | {hub.pk for _, hubs in answer.schools for hub in hubs}
    note = answer.note or ("" if keys else f"No hub fits “{typed[:60]}”. Try its name, an authority or a postcode.")
    return [each for each in everywhere if each.hub.pk in keys], note
