"""A hub's specialists at its desk: seen with what they lead, added, changed and ended."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from workgroups.places import take

PEOPLE = "/desk/glow/settings/specialists/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def specialist_fields(**own):
    return {
        "email": "lea@example.org",
        "first_name": "Lea",
        "last_name": "Lund",
        "kind": "readiness",
        "cohort": "3",
        "first_year": "2024",
        "home_school": "900001",
        "most_groups": "2",
        "most_schools": "",
        "travel_km": "25",
        "days": "Tuesdays",
        "starts_on": "1 September 2027",
    } | own


def test_a_specialist_is_added_with_a_home_school_and_changed(as_alice, glow, ash_lane):
    assert as_alice.post(f"{PEOPLE}new/", specialist_fields()).url == PEOPLE
    lea = glow.specialists.get()
    assert (str(lea), lea.home_school) == ("Lea Lund", ash_lane)
    address = f"{PEOPLE}{lea.pk}/"
    shown = as_alice.get(address).context["form"]
    fields = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}
    as_alice.post(address, fields | {"most_groups": "4"})
    lea.refresh_from_db()
    assert (lea.most_groups, lea.home_school) == (4, ash_lane)


def test_a_home_school_that_could_be_two_is_asked_again(as_alice, glow):
    schools = [factories.SchoolFactory(name=f"Cedar Park School {n}") for n in (1, 2)]
    response = as_alice.post(f"{PEOPLE}new/", specialist_fields(home_school="Cedar Park"))
    assert "More than one school fits" in response.content.decode()
    chosen = specialist_fields(home_school="Cedar Park", which_school=str(schools[1].urn))
    assert as_alice.post(f"{PEOPLE}new/", chosen).url == PEOPLE
    assert glow.specialists.get().home_school == schools[1]


def test_the_hub_lead_ends_a_specialist_and_the_office_reads_who_can(client, alice, erin, glow):
    lea = factories.SpecialistFactory(hub=glow)
    address = f"{PEOPLE}{lea.pk}/"
    client.force_login(erin)
    assert "Only the hub lead says" in client.get(address).content.decode()
    assert client.post(f"{address}end/").status_code == 409
    client.force_login(alice)
    assert client.post(f"{address}end/").url == PEOPLE
    lea.refresh_from_db()
    assert lea.ended_on == timezone.localdate()


def test_an_end_is_a_day_to_come_or_is_asked_again(as_alice, glow):
    lea = factories.SpecialistFactory(hub=glow)
    past = as_alice.post(f"{PEOPLE}{lea.pk}/end/", {"on": "1 September 2020"})
    assert "They cannot have ended before today." in past.text
    later = timezone.localdate() + timedelta(days=40)
    assert as_alice.post(f"{PEOPLE}{lea.pk}/end/", {"on": f"{later:%d/%m/%Y}"}).url == PEOPLE
    lea.refresh_from_db()
    assert lea.ended_on == later
    assert "Ends " in as_alice.get(PEOPLE).text


def test_travel_is_kept_and_an_authority_of_another_area_is_not_on_offer(as_alice, glow, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    elsewhere = factories.LocalAuthorityFactory(code="801", name="Bristol")
    refused = as_alice.post(f"{PEOPLE}new/", specialist_fields(travel_areas=[elsewhere.pk]))
    assert "Choose among the authorities shown." in refused.text
    as_alice.post(f"{PEOPLE}new/", specialist_fields(travel_areas=[ash_lane.authority_id]))
    lea = glow.specialists.get()
    assert (lea.travel_km, lea.days, lea.starts_on) == (25, "Tuesdays", date(2027, 9, 1))
    assert "Travels up to 25 km, and in all of Gloucestershire" in as_alice.get(PEOPLE).text


def led(hub, kind, n, **own):
    """A specialist with a group of two schools, 12 km and further from home."""
    places = [factories.SchoolFactory(easting=380_000, northing=200_000 + 12_000 * each) for each in range(3)]
    lead = factories.SpecialistFactory(hub=hub, kind=kind, home_school=places[0], travel_km=20, **own)
    group = factories.WorkGroupFactory(hub=hub, project=factories.project(kind), lead=lead, capacity=2, name=f"G {n}")
    for school in places[1:]:
        take(group=group, school=school, by=None)
    return lead


def test_the_list_shows_load_reach_and_way_and_costs_the_same_for_many(as_alice, glow, editions):
    led(glow, "secondary", 0, first_year=2024)
    factories.SpecialistFactory(hub=glow, kind="secondary", first_year=2025)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = as_alice.get(PEOPLE).text
    assert "1 of 3 groups" in page
    assert "2 of 2 departments" in page
    assert "G 0</a>: 12.0 to 24.0 km" in page
    assert "1 further than they travel" in page
    assert "leads from their third year on" in page
    for n in range(1, 30):
        led(glow, "secondary", n, first_year=2024)
    with CaptureQueriesContext(connection) as many:
        assert as_alice.get(PEOPLE).text.count("2 of 2 departments") == 30
    assert len(many) == len(few)
