"""Which hub is whose, for anybody who asks: by a hub's name, an authority or district, a postcode, or a school (N1)."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from hubs.models import Hub, HubArea
from schools.find import LONGEST_QUERY, find, fold
from schools.models import LocalAuthority, School

# GL5, GL5 1 and GL5 1AA, however they are spaced; what else is typed is words.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) *([0-9](?:[A-Z]{2})?)?", re.ASCII)
JOINED = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", re.ASCII)
MOST_SCHOOLS = 10
MOST_PLACES = 12

# An authority's key and a district's code, either of which may be empty.
Place = tuple[int | None, str]


@dataclass
class Served:
    """A hub that fits, and why: one sentence for each reason."""

    hub: Hub
    why: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What a search comes to. `note` says what was looked up, or why there is nothing."""

    hubs: list[Served] = field(default_factory=list)
    schools: list[tuple[School, list[Hub]]] = field(default_factory=list)
    note: str = ""

    def __bool__(self):
        return bool(self.hubs or self.schools)


class Areas:
    """The areas in force today, read with one query: who serves which authority and which district."""

    def __init__(self):
        self.rows = list(HubArea.objects.current().select_related("hub", "authority"))
        self.of_authority: dict[int, list[HubArea]] = defaultdict(list)
        self.of_district: dict[str, list[HubArea]] = defaultdict(list)
        for area in self.rows:
            if area.authority_id:
                self.of_authority[area.authority_id].append(area)
            else:
                self.of_district[area.district_code].append(area)

    def by_hub(self) -> dict[int, list[str]]:
        """Names of the areas of each hub, by its key, in order."""
        names: dict[int, list[str]] = defaultdict(list)
        for area in self.rows:
            names[area.hub_id].append(str(area))
        return {key: sorted(set(found)) for key, found in names.items()}

    def serving(self, place: Place) -> list[HubArea]:
        """Areas that a place lies in: those of its district first, as a school is suggested its hubs."""
        authority, district = place
        return [*self.of_district.get(district, ()), *(self.of_authority.get(authority, ()) if authority else ())]


def look_up(query: str, areas: Areas) -> Found:
    """Hubs that fit what somebody typed; any text is safe to give.

    A postcode is looked up among the register's schools. Words are first compared with the names of hubs and
    areas, and where none has them all, with schools.
    """
    query = " ".join(query[:LONGEST_QUERY].split())
    if not query:
        return Found()
    parts = _postcode(query)
    if parts:
        return _by_postcode(*parts, areas)
    named = _by_name(query, areas)
    if named:
        return named
    found = _by_school(query, areas)
    found.note = named.note
    return found


def _postcode(query: str) -> tuple[str, str] | None:
    """Outward and inward part of a postcode or of its beginning; None where it is none."""
    text = query.upper()
    match = JOINED.fullmatch(text.replace(" ", "")) or POSTCODE.fullmatch(text)
    return (match[1], match[2] or "") if match else None


def _by_postcode(outward: str, inward: str, areas: Areas) -> Found:
    """The nearest the register knows: schools with this postcode, else its sector, else its outward part."""
    for part in dict.fromkeys((inward, inward[:1], "")):
        start = f"{outward} {part}"
        # A whole postcode is compared as it stands, so that GL5 1A is nobody's.
        match = {"postcode": start} if len(part) == 3 else {"postcode__startswith": start}
        places = list(
            School.objects.open()
            .filter(**match)
            .order_by()
            .values_list("authority_id", "district_code", "authority__name", "district_name")
            .distinct()[:MOST_PLACES]
        )
        if places:
            return _of_places(places, start.strip(), areas)
    return Found(note=f"No school in the register has a postcode like {outward} {inward}".strip() + ".")


def _of_places(places: list[tuple], start: str, areas: Areas) -> Found:
    found = Found(note=f"Schools whose postcode begins with {start} are in {_and(_names(places))}.")
    served: dict[int, Served] = {}
    for authority, district, *_ in places:
        for area in areas.serving((authority, district)):
            _add(served, area.hub, f"It serves {area}.")
    found.hubs = list(served.values())
    if not served:
        found.note += " We do not know yet which hub serves it."
    return found


def _names(places: list[tuple]) -> list[str]:
    """Authorities of the places, each with those of its districts that have another name."""
    districts: dict[str, set[str]] = defaultdict(set)
    for _, _, authority, district in places:
        districts[authority or "no authority"].add(district)
    return [
        f"{authority} ({_and(sorted(more))})" if (more := inside - {"", authority}) else authority
        for authority, inside in sorted(districts.items())
    ]


def _by_name(query: str, areas: Areas) -> Found:
    words = set(fold(query).split()) - {"maths", "hub", "hubs"}
    if not words:
        return Found()
    served: dict[int, Served] = {}
    for hub in Hub.objects.all():
        if _has(words, hub.name):
            served[hub.pk] = Served(hub)
    for area in areas.rows:
        if _has(words, str(area)):
            _add(served, area.hub, f"It serves {area}.")
    if served:
        return Found(hubs=list(served.values()))
    unserved = [each.name for each in LocalAuthority.objects.all() if _has(words, each.name)]
    return Found(note=f"We do not know yet which hub serves {_and(unserved[:3])}.") if unserved else Found()


def _by_school(query: str, areas: Areas) -> Found:
    shown = find(query, limit=MOST_SCHOOLS)
    # Read again with what `find` leaves out, so that no school is asked for its place by itself.
    whole = School.objects.select_related("authority").in_bulk([school.pk for school in shown])
    rows = [whole[school.pk] for school in shown if school.pk in whole]
    schools = []
    for school in rows:
        serving = areas.serving((school.authority_id, school.district_code))
        schools.append((school, list(dict.fromkeys(area.hub for area in serving))))
    return Found(schools=schools)


def _add(served: dict[int, Served], hub: Hub, why: str) -> None:
    reasons = served.setdefault(hub.pk, Served(hub)).why
    if why not in reasons:
        reasons.append(why)


def _has(words: set[str], name: str) -> bool:
    """Whether each word begins one of the name's words."""
    have = fold(name).split()
    return all(any(own.startswith(word) for own in have) for word in words)


def _and(names: list[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
