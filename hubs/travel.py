"""How far a specialist travels to a school: pure, from what their record and the register say (N4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from hubs.models import Specialist
from schools.distance import kilometres
from schools.models import School

NAMED = 3


@dataclass(frozen=True)
class Way:
    """From a specialist's home school to one school; `km` is None where the register does not know."""

    school: School
    km: float | None
    is_beyond: bool


def way(specialist: Specialist, school: School) -> Way:
    """Beyond is what is further than they travel and in none of the authorities they go to however far.

    What nobody knows is not beyond. Reads the home school and `travel_areas`: fetch them ahead for many.
    """
    km = kilometres(specialist.home_school, school)
    areas = {area.pk for area in specialist.travel_areas.all()}
    limit = specialist.travel_km
    if school.authority_id in areas or (limit is None and not areas):
        return Way(school, km, False)
    return Way(school, km, limit is None or (km is not None and km > limit))


def reach(specialist: Specialist) -> str:
    """Like "up to 20 km, and in all of Swindon"; "" where nobody has said."""
    parts = [f"up to {specialist.travel_km} km"] if specialist.travel_km is not None else []
    areas = sorted(area.name for area in specialist.travel_areas.all())
    return ", and ".join(parts + ([f"in all of {_listed(areas)}"] if areas else []))


def beyond(specialist: Specialist, schools: Iterable[School]) -> str:
    """A sentence on those of these schools that lie beyond; "" where none does."""
    schools = list(schools)
    far = [each for each in (way(specialist, school) for school in schools) if each.is_beyond]
    if not far:
        return ""
    far.sort(key=lambda each: -(each.km or 0))
    named = [f"{each.school.name}{f' ({each.km} km)' if each.km is not None else ''}" for each in far[:NAMED]]
    more = [f"{len(far) - NAMED} more"] if len(far) > NAMED else []
    which = "the group’s school is" if len(schools) == 1 else f"{len(far)} of {len(schools)} schools are"
    if len(schools) > 1 and len(far) == 1:
        which = f"1 of {len(schools)} schools is"
    return f"{which} further than {specialist} travels ({reach(specialist)}): {_listed(named + more)}."


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
