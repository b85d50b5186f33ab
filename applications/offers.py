"""What hubs offer a school for an academic year: its own hub's dates, and other hubs where its own has nothing (U2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from hubs.models import Hub
from workgroups.models import Opening, Project


@dataclass(frozen=True)
class Offer:
    """One hub and what it does with a kind of project: `opening` is None where it has not opened it."""

    hub: Hub
    opening: Opening | None

    @property
    def state(self) -> str:
        """One word: "open", "coming", "closed" or "none"."""
        if self.opening is None:
            return "none"
        return self.opening.state()

    @property
    def enquiries(self) -> str:
        return self.opening.enquiries if self.opening else self.hub.enquiry_email


@dataclass(frozen=True)
class Offers:
    """`own`: of the hubs that serve the school, those with something open first; `others`: open at other hubs."""

    own: tuple[Offer, ...]
    others: tuple[Offer, ...]

    @property
    def is_open(self) -> bool:
        return any(offer.state == "open" for offer in self.own)


ORDER = ("open", "coming", "closed", "none")


def offers_of(project: Project | None, hubs: list[Hub]) -> Offers:
    """Who offers this edition: the school's own `hubs`, each with or without an opening, and others. One query."""
    openings = {}
    if project:
        rows = Opening.objects.filter(project=project).select_related("hub").order_by("hub__name")
        for opening in rows:
            opening.project = project
            openings[opening.hub_id] = opening
    own = [Offer(hub, openings.get(hub.pk)) for hub in hubs]
    mine = {hub.pk for hub in hubs}
    others = [Offer(opening.hub, opening) for opening in openings.values() if opening.hub_id not in mine]
    return Offers(
        own=tuple(sorted(own, key=lambda offer: ORDER.index(offer.state))),
        others=tuple(offer for offer in others if offer.state == "open"),
    )


def dates_of(hubs: Iterable[Hub], year: int) -> list[tuple[Hub, list[Offer]]]:
    """Each hub with every edition it has opened, or will, for that year, in the journey's order. One query."""
    hubs = list(hubs)
    order = list(Project.Kind)
    openings = Opening.objects.filter(hub__in=hubs, project__year=year).select_related("project")
    found: dict[int, list[Offer]] = {hub.pk: [] for hub in hubs}
    of = {hub.pk: hub for hub in hubs}
    for opening in sorted(openings, key=lambda opening: order.index(opening.project.kind)):
        opening.hub = of[opening.hub_id]
        found[opening.hub_id].append(Offer(opening.hub, opening))
    return [(hub, found[hub.pk]) for hub in hubs]
