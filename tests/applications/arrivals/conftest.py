"""A made-up export of a Google form about Readiness, and the steps from the file to the queue."""

import csv
import io

import pytest

from applications.arrivals import bring_in, plan
from tests import factories, steps

HEADINGS = (
    "Timestamp",
    "Email address",
    "Your name",
    "What is the name of your school?",
    "School postcode",
    "URN",
    "Your job at the school",
    "Telephone",
    "Why does your school want to take part?",
    "Are you applying as part of a group of schools?",
)
ANSWERS = {
    "Timestamp": "05/03/2026 14:22:11",
    "Email address": "office@example.org",
    "Your name": "Ann Lee",
    "What is the name of your school?": "Ash Lane Primary School",
    "School postcode": "GL5 1AA",
    "URN": "",
    "Your job at the school": "School office",
    "Telephone": "01632 960 001",
    "Why does your school want to take part?": "We want every child to love maths.\nWe have a new lead.",
    "Are you applying as part of a group of schools?": "No",
}
SHORT = {
    "time": "Timestamp",
    "email": "Email address",
    "name": "Your name",
    "school": "What is the name of your school?",
    "postcode": "School postcode",
    "urn": "URN",
    "why": "Why does your school want to take part?",
    "telephone": "Telephone",
    "group": "Are you applying as part of a group of schools?",
}


def export(*responses: dict, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The CSV of these responses; each says what is not as in ANSWERS, by the names of SHORT."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, HEADINGS, delimiter=separator)
    table.writeheader()
    for response in responses:
        table.writerow(ANSWERS | {SHORT[name]: value for name, value in response.items()})
    return text.getvalue().encode(encoding)


@pytest.fixture
def glow_opens(glow, readiness):
    """GLOW takes forms for Readiness."""
    return factories.OpeningFactory(hub=glow, project=readiness)


@pytest.fixture
def taken(glow, glow_opens, readiness, alice, ash_lane, birch_road):
    """`taken({...}, {...})`: a file of these responses, its columns as guessed, its schools looked for."""

    return lambda *responses: steps.arrived(glow, alice, export(*(responses or ({},))))


@pytest.fixture
def brought_in(taken, alice):
    """`brought_in({...})`: the same, made into applications."""

    def bring(*responses, tell_schools=False):
        arrival = bring_in.begin(taken(*responses), tell_schools=tell_schools, by=alice)
        assert bring_in.go_on(arrival, seconds=60)
        return arrival

    return bring


def kinds(arrival) -> list[str]:
    """What becomes of each row, in the order of the file."""
    return [fate.kind for fate in plan.fates(arrival)]
