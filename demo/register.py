"""A made-up register of schools, in the shape of the real one: deterministic by seed, no real school in it."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo import land, words
from schools.models import LocalAuthority, School, SchoolLink, Trust

FIRST_URN = 800_001
FIRST_TRUST = 90_001
FIRST_UKPRN = 19_000_001

# Code, name and group of the types a made-up school may have, and how many in a hundred do.
PRIMARY_TYPES = (
    (("1", "Community school", "4"), 30),
    (("2", "Voluntary aided school", "4"), 16),
    (("3", "Voluntary controlled school", "4"), 9),
    (("5", "Foundation school", "4"), 3),
    (("34", "Academy converter", "10"), 30),
    (("28", "Academy sponsor led", "10"), 10),
    (("35", "Free schools", "11"), 2),
)
SECONDARY_TYPES = (
    (("1", "Community school", "4"), 10),
    (("2", "Voluntary aided school", "4"), 8),
    (("5", "Foundation school", "4"), 6),
    (("34", "Academy converter", "10"), 48),
    (("28", "Academy sponsor led", "10"), 22),
    (("35", "Free schools", "11"), 6),
)
INDEPENDENT = ("11", "Other independent school", "3")
SPECIAL_TYPES = ((("7", "Community special school", "5"), 60), (("44", "Academy special converter", "10"), 40))
IN_A_TRUST = ("10", "11")
CHURCH_TYPES = ("2", "3")

PRIMARY, SECONDARY, ALL_THROUGH, NO_PHASE = (
    ("2", "Primary"),
    ("4", "Secondary"),
    ("7", "All-through"),
    ("0", "Not applicable"),
)
AGES = {PRIMARY: ((4, 11), (3, 11), (5, 11), (4, 7), (7, 11)), SECONDARY: ((11, 16), (11, 18)), ALL_THROUGH: ((4, 18),)}
DAY = timedelta(days=1)
STATUSES = ((School.RegisterStatus.OPEN, 90), (School.RegisterStatus.CLOSED, 7), (School.RegisterStatus.CLOSING, 1))
STATUSES = (*STATUSES, (School.RegisterStatus.PROPOSED, 2))


def draw(rng: random.Random, weighted):
    """One of ((value, weight), ...)."""
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]


@dataclass
class Register:
    """Rows not yet saved; schools name their authority and trust by object."""

    authorities: dict[str, LocalAuthority] = field(default_factory=dict)
    trusts: list[Trust] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    links: list[SchoolLink] = field(default_factory=list)


def make_up(number: int, *, active_hubs: int, today: date, rng: random.Random) -> Register:
    """`number` schools, most of them where the first `active_hubs` hubs of the demo serve."""
    register = Register()
    for place in land.LANDS:
        register.authorities[place.code] = LocalAuthority(code=place.code, name=place.name)
    busy = set(land.HUBS[:active_hubs])
    # Most schools are where hubs are at work, and most of those with the hub that the demo's people work at.
    work = 5 * len(land.LANDS) / sum(place.hub in busy for place in land.LANDS)
    weights = [(2 * work if place.hub == land.HUBS[0] else work) if place.hub in busy else 1 for place in land.LANDS]
    places = rng.choices(land.LANDS, weights, k=number)
    towns = _Towns(rng, number)
    trusts = _trusts(max(3, number // 15), rng)
    register.trusts = trusts
    for offset, place in enumerate(places):
        school = _school(FIRST_URN + offset, place, register.authorities[place.code], towns, today, rng)
        if school.type_group_code in IN_A_TRUST:
            school.trust = rng.choice(trusts)
        register.schools.append(school)
    _carry_on(register, today, rng)
    return register


class _Towns:
    """Made-up towns, each in one authority, with a spot on the map and one postcode district."""

    def __init__(self, rng: random.Random, schools: int):
        self.rng, self.each = rng, max(3, schools // len(land.LANDS) // 6)
        self.known: dict[str, list[tuple[str, str, int, int]]] = {}

    def pick(self, place: land.Land) -> tuple[str, str, int, int]:
        """(name, postcode district, easting, northing) in metres."""
        if place.code not in self.known:
            self.known[place.code] = [self._make(place) for _ in range(self.each)]
        return self.rng.choice(self.known[place.code])

    def _make(self, place: land.Land) -> tuple[str, str, int, int]:
        rng = self.rng
        name = rng.choice(words.TOWN_BEGINNINGS) + rng.choice(words.TOWN_ENDS) + rng.choice(words.TOWN_BESIDE)
        spread = lambda middle: max(1000, middle * 1000 + rng.randint(-12_000, 12_000))  # noqa: E731
        return name, f"{place.postcode_area}{rng.randint(1, 29)}", spread(place.east), spread(place.north)


def _trusts(number: int, rng: random.Random) -> list[Trust]:
    names = [f"{first} {end}" for first in words.TRUSTS for end in words.TRUST_ENDS]
    rng.shuffle(names)
    return [
        Trust(
            code=str(FIRST_TRUST + place),
            name=names[place] if place < len(names) else f"{names[place % len(names)]} {place}",
        )
        for place in range(number)
    ]


def _school(urn: int, place: land.Land, authority, towns: _Towns, today: date, rng: random.Random) -> School:
    type_, phase, ages = _sort(rng)
    town, district, east, north = towns.pick(place)
    status = draw(rng, STATUSES)
    year = timedelta(days=365)
    return School(
        urn=urn,
        name=_name(type_, phase, town, rng),
        register_status=status,
        type_code=type_[0],
        type_name=type_[1],
        type_group_code=type_[2],
        phase_code=phase[0],
        phase_name=phase[1],
        low_age=ages[0],
        high_age=ages[1],
        authority=authority,
        establishment_number=f"{(2000 if phase == PRIMARY else 4000) + urn % 1999:04d}",
        ukprn=str(FIRST_UKPRN + urn - FIRST_URN),
        street=f"{rng.randint(1, 180)} {rng.choice(words.STREETS)}"
        if rng.random() < 0.4
        else rng.choice(words.STREETS),
        locality=rng.choice(words.LOCALITIES),
        town=town,
        county="" if "," in place.name else place.name,
        postcode=f"{district} {rng.randint(1, 9)}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}",
        easting=east + rng.randint(-1500, 1500) if east else None,
        northing=north + rng.randint(-1500, 1500) if north else None,
        telephone=f"01632 960 {rng.randint(0, 999):03d}",
        website=f"https://school-{urn}.example.org",
        pupils=_pupils(phase, rng) if status in School.OPEN else None,
        opened_on=today - rng.randint(2, 60) * year if status != School.RegisterStatus.PROPOSED else today + 0.8 * year,
        closed_on=today - rng.randint(1, 8) * year if status == School.RegisterStatus.CLOSED else None,
        register_date=today - timedelta(days=rng.randint(5, 300)),
    )


def _sort(rng: random.Random) -> tuple[tuple, tuple, tuple]:
    """Type, phase and ages of one school, in about the shares of the real register."""
    lot = rng.random()
    if lot < 0.74:
        return draw(rng, PRIMARY_TYPES), PRIMARY, rng.choices(AGES[PRIMARY], (50, 25, 8, 9, 8))[0]
    if lot < 0.90:
        return draw(rng, SECONDARY_TYPES), SECONDARY, rng.choice(AGES[SECONDARY])
    if lot < 0.91:
        return draw(rng, SECONDARY_TYPES), ALL_THROUGH, AGES[ALL_THROUGH][0]
    if lot < 0.96:
        return INDEPENDENT, NO_PHASE, rng.choice(((3, 11), (11, 18), (3, 18)))
    return draw(rng, SPECIAL_TYPES), NO_PHASE, rng.choice(((4, 11), (11, 19), (4, 19)))


def _name(type_: tuple, phase: tuple, town: str, rng: random.Random) -> str:
    kind = {PRIMARY: "Primary", SECONDARY: "", ALL_THROUGH: ""}.get(phase, "")
    if type_ == INDEPENDENT:
        return f"{town} {rng.choice(('Preparatory School', 'College', 'House School'))}"
    if type_[2] == "5" or "special" in type_[1]:
        return f"{rng.choice(words.TREES)} {rng.choice(words.LAND)} Special School"
    academy = type_[2] in IN_A_TRUST and rng.random() < 0.6
    end = f"{kind} {'Academy' if academy else 'School'}".strip()
    if type_[0] in CHURCH_TYPES or rng.random() < 0.12:
        return f"{_dedication(rng)}{_church(type_, rng)} {end}" + (f", {town}" if rng.random() < 0.3 else "")
    if phase == PRIMARY and rng.random() < 0.12:
        end = f"{rng.choice(('Infant', 'Junior', 'Community Primary'))} School"
    if rng.random() < 0.35:
        return f"{town} {end}"
    return f"{rng.choice(words.TREES)} {rng.choice(words.LAND)} {end}"


def _dedication(rng: random.Random) -> str:
    """St and Saint, with and without a point and an apostrophe, as they stand in the real register."""
    if rng.random() < 0.2:
        return rng.choice(words.DEDICATIONS)
    saint = f"{draw(rng, (('St', 80), ('St.', 12), ('Saint', 8)))} {rng.choice(words.SAINTS)}"
    endings = (("'s", 75), ("s", 10), ("", 15))
    return saint + draw(rng, (("'", 60), ("", 40)) if saint.endswith("s") else endings)


def _church(type_: tuple, rng: random.Random) -> str:
    if type_[0] == "2" and rng.random() < 0.6:
        return rng.choice((" Catholic", " Roman Catholic", " RC"))
    return draw(rng, ((" CofE", 50), (" Church of England", 25), (" C of E", 10), (" CE", 10), (" C.E.", 5)))


def _pupils(phase: tuple, rng: random.Random) -> int:
    return max(20, int(rng.gauss(280, 110) if phase == PRIMARY else rng.gauss(950, 300)))


def _carry_on(register: Register, today: date, rng: random.Random) -> None:
    """Give most closed schools the open one that carries them on: same place, same name or nearly (U3)."""
    by_urn = {school.urn: school for school in register.schools}
    for closed in register.schools:
        successor = by_urn.get(closed.urn + 1)
        if closed.register_status != School.RegisterStatus.CLOSED or successor is None or not successor.is_open:
            continue
        if successor.type_group_code not in ("4", "10") or rng.random() < 0.15:
            continue
        for name in (
            "town",
            "street",
            "postcode",
            "locality",
            "county",
            "authority",
            "easting",
            "northing",
            "phase_code",
        ):
            setattr(successor, name, getattr(closed, name))
        for name in ("phase_name", "low_age", "high_age"):
            setattr(successor, name, getattr(closed, name))
        successor.name = closed.name.replace("School", "Academy")
        successor.type_code, successor.type_name, successor.type_group_code = "34", "Academy converter", "10"
        successor.trust = successor.trust or rng.choice(register.trusts)
        successor.opened_on = closed.closed_on + timedelta(days=1)
        register.links.append(
            SchoolLink(predecessor=closed, successor=successor, kind="Successor", on=closed.closed_on)
        )
