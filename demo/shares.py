"""Which made-up schools apply for what in a year: those that were in a phase go on, others begin (J1 to J4)."""

import random

from demo.stories import Story
from schools.models import School
from workgroups.models import Project

Kind = Project.Kind
# Of a hundred applications of a year; Readiness has the rest.
SHARES = {Kind.DEVELOPMENT: 28, Kind.EMBEDDING: 16, Kind.SUSTAINING: 16, Kind.SECONDARY: 12}
GOES_ON_TO = {
    Kind.READINESS: Kind.DEVELOPMENT,
    Kind.DEVELOPMENT: Kind.EMBEDDING,
    Kind.EMBEDDING: Kind.SUSTAINING,
    Kind.SUSTAINING: Kind.SUSTAINING,
}


def share_out(
    number: int, primaries: list[School], departments: list[School], before: list[Story], rng: random.Random
) -> dict[str, list[School]]:
    """For each kind the schools that apply for it, each for one; so many in all, if there are so many.

    `before` are last year's stories. Whoever had a place in them comes first in the kind that follows.
    """
    was = {story.school.pk: GOES_ON_TO.get(story.edition.kind) for story in before if story.group}
    waiting = rng.sample(primaries, k=len(primaries))
    found = {Kind.SECONDARY: rng.sample(departments, k=min(len(departments), number * SHARES[Kind.SECONDARY] // 100))}
    for kind in (Kind.EMBEDDING, Kind.SUSTAINING, Kind.DEVELOPMENT):
        waiting.sort(key=lambda school, kind=kind: was.get(school.pk) != kind)
        quota = number * SHARES[kind] // 100
        found[kind], waiting = waiting[:quota], waiting[quota:]
    waiting.sort(key=lambda school: school.pk in was)  # those who are new begin
    found[Kind.READINESS] = waiting[: number - sum(len(schools) for schools in found.values())]
    return {kind: found[kind] for kind in Kind}
