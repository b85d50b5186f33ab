"""Who may lead which Work Group (R1, D1, S1, Y1)."""

import pytest

from journal.models import Event
from journal.moves import Refused
from tests import factories
from workgroups import groups
from workgroups.leads import check_may_lead, leads_for, may_lead


@pytest.fixture
def secondary(editions):
    return factories.project("secondary")


def specialist(hub, kind, first_year=2020, **own):
    return factories.SpecialistFactory(hub=hub, kind=kind, first_year=first_year, **own)


@pytest.mark.parametrize(
    ("kind", "leads"),
    [
        ("readiness", {"readiness"}),
        ("primary", {"development", "embedding", "sustaining"}),
        ("secondary", {"secondary"}),
    ],
)
def test_each_kind_of_specialist_leads_its_own_kinds_of_group(editions, glow, kind, leads):
    person = specialist(glow, kind)
    kinds = ("readiness", "development", "embedding", "sustaining", "secondary")
    assert {name for name in kinds if may_lead(person, factories.project(name), hub=glow)} == leads


@pytest.mark.parametrize(("first_year", "may"), [(2025, False), (2024, True)])
def test_a_secondary_specialist_leads_from_the_third_year(secondary, glow, first_year, may):
    assert may_lead(specialist(glow, "secondary", first_year), secondary, hub=glow) == may


def test_a_secondary_specialist_works_with_two_departments(secondary, glow, alice):
    person = specialist(glow, "secondary", most_groups=3)
    groups.set_up(hub=glow, project=secondary, name="East", capacity=1, lead=person, by=alice)
    with pytest.raises(Refused, match="3 departments"):
        groups.set_up(hub=glow, project=secondary, name="West", capacity=2, lead=person, by=alice)
    groups.set_up(hub=glow, project=secondary, name="West", capacity=1, lead=person, by=alice)


def test_nobody_leads_more_groups_than_they_can(readiness, glow, alice):
    person = specialist(glow, "readiness", most_groups=1)
    east = groups.set_up(hub=glow, project=readiness, name="East", capacity=8, lead=person, by=alice)
    with pytest.raises(Refused, match="leads 1 Work Group in 2026/27 already"):
        groups.set_up(hub=glow, project=readiness, name="West", capacity=8, lead=person, by=alice)
    assert may_lead(person, readiness, hub=glow, group=east)
    assert leads_for(readiness, hub=glow) == []


def test_a_specialist_of_another_hub_leads_nothing_here(readiness, glow, jurassic):
    with pytest.raises(Refused, match="another hub"):
        check_may_lead(specialist(jurassic, "readiness"), readiness, hub=glow)


def test_a_change_of_lead_is_judged_and_recorded(readiness, glow, alice):
    group = groups.set_up(hub=glow, project=readiness, name="East", capacity=8, by=alice)
    with pytest.raises(Refused, match="Primary Mastery Specialist"):
        groups.change(group, lead=specialist(glow, "primary"), by=alice)
    groups.change(group, lead=specialist(glow, "readiness"), venue="Ash Lane", by=alice)
    assert Event.objects.about(group).last().data["venue"] == ["", "Ash Lane"]


def test_two_groups_of_a_project_have_two_names(readiness, glow, alice):
    groups.set_up(hub=glow, project=readiness, name="East", capacity=8, by=alice)
    with pytest.raises(Refused, match="called East"):
        groups.set_up(hub=glow, project=readiness, name="East", capacity=8, by=alice)


def test_what_stays_the_same_is_not_recorded(readiness, glow, alice):
    group = groups.set_up(hub=glow, project=readiness, name="East", capacity=8, by=alice)
    groups.change(group, name="East", capacity=8, by=alice)
    assert Event.objects.about(group).count() == 1


def test_who_leads_the_group_now_can_go_on_and_the_list_takes_three_queries(
    readiness, glow, alice, django_assert_num_queries
):
    lead = specialist(glow, "readiness", most_groups=1)
    group = groups.set_up(hub=glow, project=readiness, name="East", capacity=8, lead=lead, by=alice)
    others = [specialist(glow, "readiness") for _ in range(5)]
    with django_assert_num_queries(3):
        assert set(leads_for(readiness, hub=glow)) == set(others)
    lead.kind = "primary"
    lead.save()
    assert lead in leads_for(readiness, hub=glow, group=group)


def test_a_department_more_is_offered_to_whom_has_room_for_one(secondary, glow, alice):
    person = specialist(glow, "secondary", most_groups=2)
    groups.set_up(hub=glow, project=secondary, name="East", capacity=1, lead=person, by=alice)
    assert leads_for(secondary, hub=glow) == [person]
