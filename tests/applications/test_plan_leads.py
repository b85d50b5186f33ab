"""The planner's limits of a lead are those of the rule that says who may lead (Y1)."""

from applications.plans import gathering, moving
from tests import factories
from workgroups.places import take


def limits(plan) -> tuple:
    [lead] = gathering.gather(plan).problem.leads
    return lead.most_groups, lead.most_schools


def test_a_secondary_lead_has_two_departments_less_those_taken_here_and_led_elsewhere(editions, glow, jurassic, alice):
    project = factories.project("secondary")
    lead = factories.SpecialistFactory(hub=glow, kind="secondary", most_groups=2)
    group = factories.WorkGroupFactory(hub=glow, project=project, lead=lead, capacity=2)
    plan = moving.begin(hub=glow, project=project, by=alice)
    assert limits(plan) == (2, 2)
    take(group=group, school=factories.SchoolFactory(), by=alice)
    assert limits(plan) == (2, 1)
    there = factories.SpecialistFactory(hub=jurassic, kind="secondary", user=lead.user)
    factories.WorkGroupFactory(hub=jurassic, project=project, lead=there, capacity=1)
    assert limits(plan) == (1, 0)


def test_what_a_specialist_can_take_binds_where_the_edition_sets_no_number(readiness, glow, alice):
    lead = factories.SpecialistFactory(hub=glow, most_schools=5)
    factories.WorkGroupFactory(hub=glow, project=readiness, lead=lead)
    assert limits(moving.begin(hub=glow, project=readiness, by=alice)) == (3, 5)
