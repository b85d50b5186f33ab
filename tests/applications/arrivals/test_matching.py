"""Which school is meant, as people type it: certain, to be confirmed, or none (5.7, U3)."""

import pytest

from applications.arrivals.matching import match
from applications.arrivals.values import Typed
from schools.models import School, SchoolLink
from tests import factories

pytestmark = pytest.mark.django_db
CLOSED = School.RegisterStatus.CLOSED


@pytest.fixture(autouse=True)
def register():
    """A handful of schools that are easily taken for each other."""
    made = factories.SchoolFactory
    authority = factories.LocalAuthorityFactory()
    made(urn=100001, name="St Mary's Church of England Primary School", town="Stroud", postcode="GL5 1AA")
    made(urn=100002, name="St Mary's Catholic Primary School", town="Stroud", postcode="GL5 2BB")
    made(urn=100003, name="Ash Lane Infant School", town="Dursley", postcode="GL11 4AA")
    made(urn=100004, name="Ash Lane Junior School", town="Dursley", postcode="GL11 4AA")
    made(urn=100005, name="Birch Road Primary School", town="Stroud", postcode="GL5 3CC", authority=authority)
    made(urn=100006, name="Birch Road Primary School", town="Leeds", postcode="LS1 1AA", authority=None)
    old = made(urn=100007, name="Cedar Park School", town="Cam", postcode="GL11 5DD", register_status=CLOSED)
    new = made(urn=100008, name="Cedar Park School", town="Cam", postcode="GL11 5DD")
    SchoolLink.objects.create(predecessor=old, successor=new)
    gone = made(urn=100009, name="Elm Grove Primary School", town="Cam", postcode="GL11 6EE", register_status=CLOSED)
    heir = made(urn=100010, name="Oak Tree Academy", town="Cam", postcode="GL11 6EE")
    SchoolLink.objects.create(predecessor=gone, successor=heir)
    made(urn=100011, name="Shut House School", town="Cam", postcode="GL11 7FF", register_status=CLOSED)


@pytest.mark.parametrize(
    ("typed", "urn"),
    [
        (Typed(urn="100005"), 100005),
        (Typed(urn="URN 100005"), 100005),
        (Typed(urn="100005.0", name="birch rd primary"), None),
        (Typed(urn="100005", name="Birch Road"), 100005),
        (Typed(urn="100005", name="Birhc Road Primary Schol"), 100005),
        (Typed(name="Saint Marys C of E Primary", postcode="gl51aa"), 100001),
        (Typed(name="ST. MARY’S CE PRIMARY SCHOOL", town="stroud"), 100001),
        (Typed(name="St Mary's RC Primary School", town="Stroud"), 100002),
        (Typed(name="Ash Lane Infants", postcode="GL11 4AA"), 100003),
        (Typed(name="Ash Lane Junor School", postcode="GL11 4AA"), 100004),
        (Typed(name="Birch Road Primary", town="Gloucestershire"), 100005),
        (Typed(name="Birch Road Primary School", postcode="LSI IAA"), 100006),
        (Typed(urn="100007"), 100008),
        (Typed(name="Cedar Park", postcode="GL11 5DD"), 100008),
    ],
)
def test_what_leaves_no_other_school_is_taken(typed, urn):
    found = match(typed)
    assert (found.school and found.school.urn) == urn
    assert (found.match == "certain") == (urn is not None)


@pytest.mark.parametrize(
    ("typed", "candidates", "why"),
    [
        (Typed(urn="100005", name="Ash Lane Infant School"), [100005, 100003], "The URN is that of Birch Road"),
        (Typed(name="Birch Road Primary School"), [100005, 100006], "the place does not or was not given"),
        (Typed(name="Ash Lane School", postcode="GL11 4AA"), [100003, 100004], ""),
        (Typed(urn="100009"), [100010], "has closed. This one carries it on."),
        (Typed(name="Elm Grove Primary School", postcode="GL11 6EE"), [100010], "carries it on"),
        (Typed(urn="100011"), [100011], "the register says closed"),
        (Typed(name="Brich Raod Primary", town="Stroud"), [100005], ""),
        (Typed(name="Ash Lane Primary School", postcode="GL11 4AA"), [100003, 100004], ""),
    ],
)
def test_what_is_doubtful_has_its_candidates(typed, candidates, why):
    found = match(typed)
    assert found.match == "doubtful"
    assert set(candidates) <= {school.urn for school in found.candidates}
    assert why in found.why


@pytest.mark.parametrize(
    "typed",
    [
        Typed(),
        Typed(urn="999999"),
        Typed(name="Zebra Hall"),
        Typed(name="\u202e\ufeff", postcode="\x7f"),
        Typed(name="x" * 300, postcode="9" * 300, town="%_"),
        Typed(urn="9" * 30),
        Typed(urn="²٣٤٥٦٧"),
    ],
)
def test_what_is_nothing_is_said_so(typed):
    found = match(typed)
    assert (found.match, found.candidates) == ("none", [])
    assert found.why
