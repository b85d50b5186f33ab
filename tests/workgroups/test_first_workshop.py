"""The first Sustaining workshop is in the specialist's own school (S1); how far a lead travels is said."""

import pytest

from hubs import travel
from tests import factories
from workgroups import groups
from workgroups.leads import choices


@pytest.fixture
def sustaining(editions):
    return factories.project("sustaining")


def primary(hub, **own):
    home = own.pop("home_school", None) or factories.SchoolFactory(easting=380000, northing=200000)
    return factories.SpecialistFactory(hub=hub, kind="primary", home_school=home, **own)


def test_the_first_workshop_goes_with_the_lead_unless_the_hub_chose_another_school(sustaining, glow, alice):
    lea, may = primary(glow), primary(glow)
    group = groups.set_up(hub=glow, project=sustaining, name="East", capacity=12, lead=lea, by=alice)
    assert group.first_school == lea.home_school
    group = groups.change(group, lead=may, first_school=lea.home_school, by=alice)  # as its form has it still
    assert group.first_school == may.home_school
    elsewhere = factories.SchoolFactory()
    group = groups.change(group, first_school=elsewhere, by=alice)
    group = groups.change(group, lead=lea, by=alice)
    assert group.first_school == elsewhere
    assert groups.change(group, first_school=None, by=alice).first_school == lea.home_school


def test_other_projects_begin_where_they_like(editions, glow, alice):
    lead, project = primary(glow), factories.project("development")
    group = groups.set_up(hub=glow, project=project, name="East", capacity=8, lead=lead, by=alice)
    assert group.first_school is None


def test_schools_beyond_a_leads_travel_are_named_and_refuse_nobody(sustaining, glow):
    near = factories.SchoolFactory(easting=380000, northing=210000)
    far = factories.SchoolFactory(name="Far Away School", easting=380000, northing=231400)
    unknown = factories.SchoolFactory(easting=None, northing=None)
    lead = primary(glow, travel_km=20)
    [choice] = choices(sustaining, hub=glow, schools=[near, far, unknown])
    assert choice.why_not == ""
    assert choice.cautions == [
        f"1 of 3 schools is further than {lead} travels (up to 20 km): Far Away School (31.4 km)."
    ]
    lead.travel_areas.add(far.authority)
    assert travel.beyond(lead, [near, far, unknown]) == ""
    lead.travel_km = None
    lead.travel_areas.set([factories.LocalAuthorityFactory(code="801", name="Bristol")])
    assert "travels (in all of Bristol)" in travel.beyond(lead, [near])
