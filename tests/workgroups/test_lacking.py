"""What a group lacks: a lead, dates, a venue, schools, or the first workshop in the lead's own school (B1, S1)."""

import pytest

from tests import factories
from workgroups.lacking import missing
from workgroups.models import Project, WorkGroup
from workgroups.places import take


@pytest.fixture
def group(glow, editions):
    """A function that makes one and reads it as pages do."""

    def make(kind="readiness", schools=0, **own):
        fresh = factories.WorkGroupFactory(hub=glow, project=factories.project(kind), **own)
        for _ in range(schools):
            take(group=fresh, school=factories.SchoolFactory(), by=None)
        return again(fresh)

    return make


def again(group):
    joined = ("project", "lead__user", "lead__home_school", "first_school")
    return WorkGroup.objects.with_lacks().select_related(*joined).get(pk=group.pk)


def lacks(group) -> list[str]:
    return [each.what for each in missing(group)]


def test_an_empty_group_lacks_all_and_a_settled_one_nothing(group, glow):
    assert lacks(group()) == ["lead", "dates", "venue", "schools"]
    lead = factories.SpecialistFactory(hub=glow)
    settled = group(lead=lead, dates="Tuesdays", venue="Ash Lane", schools=4)
    assert lacks(settled) == []
    assert list(WorkGroup.objects.lacking("dates", "venue")) == [WorkGroup.objects.exclude(pk=settled.pk).get()]


def test_an_embedding_group_needs_no_lead_and_one_that_meets_online_no_venue(group):
    assert lacks(group("embedding", mode="online", dates="Tuesdays", schools=2)) == []


def test_too_few_schools_is_the_editions_number_and_says_how_many_there_are(group):
    made = group(schools=3, dates="x", venue="y")
    assert missing(made)[1].says == "Too few schools: 3 of the 4 it needs"
    Project.objects.filter(pk=made.project_id).update(fewest=3)
    assert lacks(again(made)) == ["lead"]


def test_a_year_that_is_over_lacks_nothing(group):
    made = group()
    Project.objects.update(year=2020)
    assert lacks(again(made)) == []
    assert not WorkGroup.objects.lacking()


def test_a_first_workshop_elsewhere_is_marked_with_the_school_it_should_be(group, glow):
    home, elsewhere = (factories.SchoolFactory(name=name) for name in ("Home School", "Elm School"))
    lead = factories.SpecialistFactory(hub=glow, kind="primary", home_school=home)
    told = {"lead": lead, "dates": "x", "venue": "y", "schools": 5}
    assert lacks(group("sustaining", first_school=home, **told)) == []
    [said] = missing(group("sustaining", first_school=elsewhere, **told))
    assert said.says == "First workshop at Elm School, not in the specialist’s own school, Home School"
    assert "it should be Home School" in missing(group("sustaining", **told))[0].says
    lead.home_school = None
    lead.save()
    assert "has no home school on record" in missing(group("sustaining", first_school=elsewhere, **told))[0].says
    assert lacks(group("development", first_school=elsewhere, **told)) == []
