"""The directory of hubs: found by name, authority, postcode or school, with the reason (N1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hubs.directory import Areas, look_up
from hubs.models import Hub
from tests import factories


@pytest.fixture
def gloucestershire(glow):
    """GLOW serves Gloucestershire, where a school stands in GL5 1AA, in the district of Stroud."""
    area = factories.HubAreaFactory(hub=glow)
    factories.SchoolFactory(
        name="Ash Lane Primary School",
        urn=900_001,
        authority=area.authority,
        district_code="E07000082",
        district_name="Stroud",
    )
    return area.authority


def hubs(query):
    return [each.hub.name for each in look_up(query, Areas()).hubs]


@pytest.mark.parametrize("query", ["GL5 1AA", "gl51aa", "GL5 1ZZ", "GL5 9ZZ", "gl5 1", "GL5", " gl5  1aa "])
def test_a_postcode_is_found_through_the_schools_near_it(gloucestershire, query):
    found = look_up(query, Areas())
    assert [each.hub.name for each in found.hubs] == ["GLOW"]
    assert found.hubs[0].why == ["It serves Gloucestershire."]
    assert "are in Gloucestershire (Stroud)." in found.note


def test_a_postcode_of_no_school_says_so(gloucestershire):
    found = look_up("ZE1 0AA", Areas())
    assert not found
    assert found.note == "No school in the register has a postcode like ZE1 0AA."


def test_a_postcode_where_nobody_is_known_to_serve_says_so(db):
    factories.SchoolFactory()
    assert look_up("GL5 1AA", Areas()).note.endswith("We do not know yet which hub serves it.")


def test_a_split_authority_gives_both_hubs_the_districts_first(gloucestershire, glow, jurassic):
    factories.HubAreaFactory(hub=jurassic, authority=None, district_code="E07000082", district_name="Stroud")
    assert hubs("GL5 1AA") == ["Jurassic", "GLOW"]
    assert hubs("Stroud") == ["Jurassic"]


@pytest.mark.parametrize("query", ["Gloucestershire", "gloucester", "GLOW", "glow maths hub"])
def test_a_hub_is_found_by_its_name_and_by_its_area(gloucestershire, query):
    assert hubs(query) == ["GLOW"]


@pytest.mark.parametrize("query", ["Ash Lane", "900001", "primary school stroud"])
def test_a_school_is_shown_with_its_hub(gloucestershire, glow, query):
    [(school, serving)] = look_up(query, Areas()).schools
    assert (school.urn, serving) == (900_001, [glow])


def test_an_area_that_ended_is_nobodys(gloucestershire, glow):
    yesterday = timezone.localdate() - timedelta(days=1)
    glow.areas.update(ends=yesterday)
    found = look_up("Gloucestershire", Areas())
    assert not found
    assert found.note == "We do not know yet which hub serves Gloucestershire."


@pytest.mark.parametrize("query", ["", "  ", "hub", "\x00", "\ud800", "9" * 500, "GL5 1A", "%", "_", "zzz"])
def test_any_text_may_be_asked(gloucestershire, query):
    look_up(query, Areas())


def test_the_number_of_queries_does_not_depend_on_the_hits(gloucestershire, glow, django_assert_max_num_queries):
    for _ in range(9):
        factories.SchoolFactory(authority=gloucestershire)
        factories.HubAreaFactory(authority=gloucestershire)
    look_up("ash lane", Areas())  # the process reads the register once
    for query, most in (("ash lane", 7), ("gloucestershire", 2), ("GL5 1AA", 2)):
        with django_assert_max_num_queries(most):
            look_up(query, Areas())
    assert Hub.objects.count() == 10
