"""How far two schools are from each other, from the register's coordinates."""

from math import hypot

from schools.models import School


def at_of(school: School | None) -> tuple[int, int] | None:
    """Easting and northing in metres. A 0 in the register stands for not known."""
    return (school.easting, school.northing) if school and school.easting and school.northing else None


def kilometres(one: School | None, other: School | None) -> float | None:
    """In a straight line, with one decimal; None where the register does not know where one of them is."""
    here, there = at_of(one), at_of(other)
    if here is None or there is None:
        return None
    return round(hypot(here[0] - there[0], here[1] - there[1]) / 100) / 10
