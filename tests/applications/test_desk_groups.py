"""The hub's Work Groups (3.6), and the numbers of all hubs."""

import pytest

from tests import factories, steps
from workgroups.models import WorkGroup

GROUPS = "/desk/glow/groups/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def group(sent, alice):
    """A group of eight with Ash Lane in it."""
    group = steps.group_of(sent, 8, name="Stroud Readiness")
    steps.placed(sent, alice, group)
    return group


def fields(**own):
    return {"name": "Dursley Readiness", "capacity": "8", "lead": "", "mode": "blended", "venue": ""} | own


def test_each_group_shows_its_seats_and_schools(as_alice, group, sent):
    page = as_alice.get(GROUPS).content.decode()
    assert "1 of 8 places are taken; 7 left." in page
    assert f'<a href="/desk/glow/applications/{sent.reference}/">Ash Lane Primary School</a>' in page


@pytest.mark.parametrize("person", ["dana", "bob", "charlie", "nadia", "adam"])
def test_nobody_else_sees_or_changes_the_groups(client, group, person, request):
    client.force_login(request.getfixturevalue(person))
    for path in (GROUPS, f"{GROUPS}new/{group.project.code}/", f"{GROUPS}{group.pk}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, fields()).status_code in (404, 405)


def test_another_hubs_group_is_not_found_here(as_alice, jurassic, sent):
    other = factories.WorkGroupFactory(hub=jurassic, project=sent.project)
    assert as_alice.get(f"{GROUPS}{other.pk}/").status_code == 404
    assert as_alice.get(f"{GROUPS}{10**30}/").status_code == 404


def test_a_new_group_is_of_a_project_that_the_hub_opens(as_alice, sent, glow):
    response = as_alice.post(f"{GROUPS}new/{sent.project.code}/", fields())
    assert response.url == GROUPS
    assert WorkGroup.objects.get(hub=glow).name == "Dursley Readiness"
    unopened = factories.project("secondary")
    assert as_alice.post(f"{GROUPS}new/{unopened.code}/", fields()).status_code == 404


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"name": ""}, "Enter a name for the group."),
        ({"capacity": ""}, "Enter how many places the group has."),
        ({"capacity": "0"}, "Enter a whole number, 1 to 100."),
        ({"capacity": "9" * 40}, "Enter a whole number, 1 to 100."),
        ({"capacity": "six"}, "Enter a whole number, 1 to 100."),
        ({"mode": ""}, "Choose how the group meets."),
        ({"lead": "999"}, "Choose somebody who may lead this group."),
        ({"name": "Stroud Readiness"}, "Stroud Readiness"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_alice, group, own, says):
    response = as_alice.post(f"{GROUPS}new/{group.project.code}/", fields(venue="Ash Lane hall", **own))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert "Ash Lane hall" in response.content.decode()
    assert WorkGroup.objects.count() == 1


def test_a_group_cannot_shrink_below_the_schools_in_it(as_alice, group, glow, birch_road, grace, alice):
    steps.placed(steps.sent(birch_road, glow, grace), alice, group)
    response = as_alice.post(f"{GROUPS}{group.pk}/", fields(name=group.name, capacity="1"))
    assert "has 2 schools in it: the capacity cannot be lower than that." in response.content.decode()
    group.refresh_from_db()
    assert group.capacity == 8


def test_a_group_is_changed_with_its_lead(as_alice, group, glow):
    lead = factories.SpecialistFactory(hub=glow)
    assert as_alice.post(f"{GROUPS}{group.pk}/", fields(lead=lead.pk, capacity="9")).url == GROUPS
    group.refresh_from_db()
    assert (group.lead, group.capacity, group.name) == (lead, 9, "Dursley Readiness")


def test_the_groups_page_costs_the_same_for_many_groups(as_alice, sent, glow, alice, django_assert_max_num_queries):
    for _ in range(6):
        application = steps.sent(factories.SchoolFactory(), glow, factories.UserFactory())
        steps.placed(application, alice, steps.group_of(application))
    with django_assert_max_num_queries(9):
        as_alice.get(GROUPS)


def test_an_empty_page_says_how_groups_get_there(as_alice, glow):
    assert "No project is open yet" in as_alice.get(GROUPS).content.decode()


# --- All hubs -------------------------------------------------------------------------------------


def test_all_hubs_are_numbers_and_one_finding(client, nadia, group, jurassic, glow, birch_road, grace):
    steps.sent(birch_road, glow, grace)
    client.force_login(nadia)
    page = client.get("/national/").content.decode()
    assert "Schools have sent 2 applications; 1 of them (50%) wait for a decision, most at GLOW (1)." in page
    assert "Jurassic" in page
    assert "Birch Road" not in page
    assert "Grace" not in page


@pytest.mark.parametrize("person", ["alice", "bob", "charlie"])
def test_all_hubs_are_for_national_people(client, person, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get("/national/").status_code == 404


def test_all_hubs_with_nothing_sent_say_so(client, adam, glow):
    client.force_login(adam)
    assert "No school has applied yet this year." in client.get("/national/?year=nonsense").content.decode()


# --- What they lack -------------------------------------------------------------------------------


def test_the_list_says_what_each_group_lacks_and_is_narrowed_by_its_address(as_alice, group, glow, sent):
    lead = factories.SpecialistFactory(hub=glow)
    factories.WorkGroupFactory(hub=glow, project=sent.project, name="East", lead=lead, venue="x", dates="y")
    page = as_alice.get(GROUPS).content.decode()
    assert "<strong>2 of the 2 groups whose year still runs lack something</strong>" in page
    assert "Too few schools: 1 of the 4 it needs" in page
    assert f'href="{GROUPS}{group.pk}/#id_lead_0"' in page
    assert 'Groups that lack something <span class="count">2</span>' in as_alice.get("/desk/glow/queue/").text
    narrowed = as_alice.get(GROUPS, {"lacks": "lead"}).content.decode()
    assert "Stroud Readiness" in narrowed
    assert f"{GROUPS}{WorkGroup.objects.get(name='East').pk}/" not in narrowed
    assert "No group lacks this." in as_alice.get(GROUPS, {"lacks": "first"}).content.decode()
    assert as_alice.get(GROUPS, {"lacks": "nonsense\0"}).context["lacks"] == ""


def test_whoever_may_not_lead_is_greyed_and_refused_with_the_same_words(as_alice, group, glow):
    full = factories.SpecialistFactory(hub=glow, most_groups=1)
    factories.WorkGroupFactory(hub=glow, project=group.project, lead=full)
    reason = f"{full} leads 1 Work Group in 2026/27 already, and can lead no more."
    page = as_alice.get(f"{GROUPS}{group.pk}/").content.decode()
    assert reason in page
    assert f'value="{full.pk}" id="id_lead_1" aria-describedby="id_lead_1_hint" disabled' in page
    refused = as_alice.post(f"{GROUPS}{group.pk}/", fields(lead=full.pk))
    assert (refused.status_code, refused.context["form"].errors["lead"]) == (422, [reason])


def test_a_sustaining_group_begins_in_the_leads_school_unless_another_is_chosen(as_alice, glow, editions, ash_lane):
    project = factories.project("sustaining")
    factories.OpeningFactory(hub=glow, project=project)
    home, other = factories.SchoolFactory(), ash_lane
    lead = factories.SpecialistFactory(hub=glow, kind="primary", home_school=home)
    told = fields(lead=lead.pk, dates="Tuesdays", venue="In turn")
    as_alice.post(f"{GROUPS}new/{project.code}/", told)
    made = WorkGroup.objects.get()
    assert (made.first_school, made.dates) == (home, "Tuesdays")
    assert f"First workshop: {home.name}" in as_alice.get(GROUPS).text
    as_alice.post(f"{GROUPS}{made.pk}/", told | {"first_school": str(other.urn)})
    assert f"First workshop at {other.name}, not in the specialist" in as_alice.get(f"{GROUPS}{made.pk}/").text
    unknown = as_alice.post(f"{GROUPS}{made.pk}/", told | {"first_school": "Nowhere School"})
    assert "We found no school" in unknown.text


def test_who_works_at_two_desks_sees_at_which_groups_lack_something(as_alice, alice, group, jurassic):
    factories.hub_person(jurassic, email=alice.email)
    assert "1 Work Group lacks something" in as_alice.get("/desk/").text
