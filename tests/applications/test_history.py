"""Beside an application (5.3): the school in the programme, the schools it names, what the register says since."""

from applications import history
from applications.models import Application
from schools.lineage import school_of_today
from tests import factories, steps
from tests.applications.test_together import academy_of, wish


def page_of(client, application):
    return client.get(f"/desk/glow/applications/{application.reference}/").content.decode()


def past_of(application):
    return history.programme(application, school_of_today(application.school))


def test_places_are_those_of_the_lineage_and_of_other_hubs_only_kind_and_year(
    client, alice, glow, jurassic, ash_lane, bob, dana, readiness
):
    steps.placed(
        steps.sent(ash_lane, jurassic, bob),
        dana,
        factories.WorkGroupFactory(hub=jurassic, project=readiness, name="Coast Readiness"),
    )
    application = steps.sent(academy_of(ash_lane, "Ash Lane Academy"), glow, factories.UserFactory())
    assert past_of(application) == [history.Past("Readiness", "2026/27")]
    client.force_login(alice)
    page = page_of(client, application)
    assert "Readiness 2026/27: at another hub" in page
    assert "Coast Readiness" not in page


def test_a_place_here_says_its_group_and_the_name_of_then(glow, ash_lane, alice, sent):
    steps.placed(sent, alice, steps.group_of(sent, name="Stroud Readiness"))
    academy = academy_of(ash_lane, "Ash Lane Academy")
    application = steps.sent(academy, glow, factories.UserFactory())
    assert past_of(application) == [
        history.Past("Readiness", "2026/27", "Stroud Readiness", "placed", "Ash Lane Primary School")
    ]


def test_the_schools_it_names_stand_with_their_applications_here(
    client, alice, glow, ash_lane, birch_road, bob, readiness
):
    other = steps.sent(birch_road, glow, factories.UserFactory())
    application = steps.sent(ash_lane, glow, bob, **wish(birch_road))
    client.force_login(alice)
    page = page_of(client, application)
    assert other.reference in page
    assert "Does not name it back" in page


def test_what_the_register_says_since_is_said_in_a_sentence(sent, ash_lane):
    assert history.register_since(sent) == []
    type(ash_lane).objects.filter(pk=ash_lane.pk).update(register_status="2", closed_on="2027-03-05", name="Old Ash")
    again = Application.objects.get(pk=sent.pk)
    assert history.register_since(again) == [
        "It has closed on 5 March 2027.",
        "It was called Ash Lane Primary School when it applied.",
    ]
