"""Schools that apply together: who has applied, who names whom back, who is missing (R6, R7)."""

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import clusters, colleagues, workflow
from applications.models import NamedSchool
from schools.models import SchoolLink, TrustRole
from tests import factories, steps

GROUPS = "/my/groups/"


def wish(*schools, tie="trust"):
    rows = [{"typed": s.name, "urn": s.urn, "name": s.name, "relationship": tie, "other": ""} for s in schools]
    return {"in_group": "yes", "group_schools": rows}


def sent(school, hub, *named, by=None):
    return steps.sent(school, hub, by or factories.UserFactory(), **wish(*named))


def academy_of(school, name="Birch Road Academy", urn=900_050):
    academy = factories.SchoolFactory(name=name, urn=urn)
    SchoolLink.objects.create(predecessor=school, successor=academy)
    type(school).objects.filter(pk=school.pk).update(register_status="2")
    return academy


def says(application):
    return [
        (found.school.name, found.applied, found.names_back) for found in clusters.wishes([application])[application.pk]
    ]


BIRCH = "Birch Road Primary School"


def test_whom_a_form_names_is_written_once_it_is_sent(ash_lane, birch_road, glow, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    assert list(NamedSchool.objects.values_list("application", "school__urn", "relationship")) == [
        (application.pk, 900_002, "trust")
    ]


def test_schools_listed_and_then_not_applied_with_are_not_named(ash_lane, birch_road, glow, bob, readiness):
    steps.sent(ash_lane, glow, bob, **wish(birch_road) | {"in_group": "no"})
    assert not NamedSchool.objects.exists()


def test_a_colleague_asked_for_another_part_does_not_read_whom_the_school_names(
    client, ash_lane, birch_road, glow, bob, charlie, readiness
):
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True)
    draft = steps.draft(ash_lane, glow, bob)
    workflow.save_page(draft, answers=wish(birch_road), by=bob)
    for sections, sees in ((["people"], False), (["people", "group"], True)):
        key = colleagues.invite(draft, email=charlie.email, sections=sections, by=bob)
        client.force_login(charlie)
        assert (BIRCH in client.get(GROUPS).content.decode()) == sees
        colleagues.take_back(draft, key=key.pk, by=bob)


def test_whom_forms_named_before_is_read_from_their_answers(ash_lane, birch_road, glow, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    NamedSchool.objects.all().delete()
    import_module("applications.migrations.0005_named_schools").name_schools_of_what_was_sent(apps, None)
    assert says(application) == [(BIRCH, False, False)]


def test_a_wish_is_open_then_one_sided_then_returned(ash_lane, birch_road, glow, jurassic, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    assert says(application) == [(BIRCH, False, False)]
    sent(birch_road, jurassic, ash_lane)
    assert says(application) == [(BIRCH, False, False)], "sent to another hub"
    back = sent(birch_road, glow, factories.SchoolFactory())
    assert says(application) == [(BIRCH, True, False)]
    NamedSchool.objects.filter(application=back).update(school=ash_lane)
    assert says(application) == [(BIRCH, True, True)]


def test_a_school_that_became_an_academy_counts_as_it(ash_lane, birch_road, glow, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    academy = academy_of(birch_road)
    sent(academy, glow, ash_lane)
    assert says(application) == [("Birch Road Academy", True, True)]


def test_status_page_says_how_the_others_stand_and_nothing_else(client, ash_lane, birch_road, glow, bob, readiness):
    application = sent(ash_lane, glow, birch_road, by=bob)
    other = sent(birch_road, glow, ash_lane)
    client.force_login(bob)
    page = client.get(reverse("apply:status", args=[application.reference])).content.decode()
    assert "Has applied and names your school too." in page
    assert other.reference not in page


def test_a_draft_tells_only_people_of_its_school(client, ash_lane, birch_road, glow, bob, charlie, readiness):
    sent(birch_road, glow, ash_lane)
    for person, told in ((bob, True), (charlie, False)):
        draft = steps.filled(ash_lane, glow, person, **wish(birch_road))
        client.force_login(person)
        page = client.get(reverse("apply:check", args=[draft.reference])).content.decode()
        assert ("Has applied and names your school too." in page) is told
        assert ("once your own application is sent" in page) is not told


def test_my_groups_cost_the_same_for_one_and_for_many(client, ash_lane, birch_road, glow, bob, readiness):
    client.force_login(bob)
    sent(ash_lane, glow, birch_road, by=bob)
    client.get(GROUPS)
    with CaptureQueriesContext(connection) as one:
        client.get(GROUPS)
    for _ in range(30):
        sent(factories.SchoolFactory(), glow, birch_road, ash_lane, by=bob)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(GROUPS).context["applications"]) == 31
    assert len(one) == len(many)


# --- The trust ------------------------------------------------------------------------------------


@pytest.fixture
def trust(ash_lane, birch_road):
    trust = factories.TrustFactory(name="Avon Trust")
    type(ash_lane).objects.update(trust=trust)
    return trust


@pytest.fixture
def tara(trust):
    person = factories.UserFactory(email="tara@example.org")
    TrustRole.objects.create(user=person, trust=trust, starts=timezone.localdate() - timedelta(days=1))
    return person


def test_a_trust_sees_who_applied_and_who_is_missing_and_no_answers(
    client, tara, ash_lane, birch_road, glow, readiness
):
    application = sent(ash_lane, glow, birch_road)
    client.force_login(tara)
    response = client.get(GROUPS)
    (found,) = response.context["rounds"]
    assert [each.school for each in found.applied] == [ash_lane]
    assert [(each.school, each.named_by) for each in found.missing] == [(birch_road, [ash_lane.name])]
    assert application.reference not in response.content.decode()


def test_a_draft_of_its_school_is_not_the_trusts_to_see(client, tara, ash_lane, glow, readiness):
    steps.draft(ash_lane, glow, factories.UserFactory())
    client.force_login(tara)
    assert client.get(GROUPS).context["rounds"] == []


def test_a_trust_role_that_ended_shows_nothing(client, tara, ash_lane, glow, readiness):
    sent(ash_lane, glow, factories.SchoolFactory())
    tara.trust_roles.update(ends=timezone.localdate() - timedelta(days=1))
    client.force_login(tara)
    response = client.get(GROUPS)
    assert (response.context["rounds"], list(response.context["trusts"])) == ([], [])


def test_a_trusts_overview_costs_the_same_for_many(client, tara, trust, ash_lane, birch_road, glow, readiness):
    sent(ash_lane, glow, birch_road)
    client.force_login(tara)
    client.get(GROUPS)
    with CaptureQueriesContext(connection) as one:
        client.get(GROUPS)
    for _ in range(30):
        sent(factories.SchoolFactory(trust=trust), glow, birch_road)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(GROUPS).context["rounds"][0].applied) == 31
    assert len(one) == len(many)


def test_a_trust_person_is_led_to_the_groups(client, tara):
    client.force_login(tara)
    assert client.get("/start/").url == GROUPS
