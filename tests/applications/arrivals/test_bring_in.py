"""Forms that arrive beside the service become applications, as the dry run said they would (5.7)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import reviewing, withdrawal
from applications.arrivals import bring_in, desk, plan
from applications.arrivals.models import ArrivalRow
from applications.models import Application
from applications.trail import trail
from journal.models import Email
from journal.moves import Refused
from tests import factories, steps
from tests.applications.arrivals.conftest import export, kinds

BIRCH = {"school": "Birch Road Primary School", "email": "birch@example.org", "why": "We grow."}


def test_a_response_becomes_an_application_in_the_queue(brought_in, ash_lane, alice):
    arrival = brought_in({})
    (application,) = Application.objects.sent_to(arrival.hub)
    assert application.school == ash_lane
    assert application.answers["first_name"] == "Ann"
    assert application.answers["in_group"] == "no"
    assert application.answers["statement"].startswith("We want every child to love maths.\nWe have")
    assert timezone.localtime(application.submitted).strftime("%d %m %Y %H:%M") == "05 03 2026 14:22"
    assert application.outcome
    assert application.frozen["school"]["urn"] == ash_lane.urn
    assert application.frozen["form"]
    assert application.arrival == arrival
    assert str(trail(application)[0]).startswith("Alice Adeyemi brought it in from a form")


def test_what_will_happen_is_what_happens(taken, alice, ash_lane, birch_road, glow, grace):
    steps.sent(birch_road, glow, grace)
    factories.SchoolFactory(name="Cedar Park Primary School", urn=900_003)
    arrival = taken(
        {"time": "04/03/2026 09:00:00"},
        BIRCH,
        {"school": "Cedar Park Primary School", "email": "nobody"},
        {"email": "later@example.org"},
    )
    assert kinds(arrival) == ["repeated", "sent_already", "left_out", "incomplete"]
    foreseen = arrival.rows.last()
    bring_in.go_on(bring_in.begin(arrival, tell_schools=False, by=alice), seconds=60)
    assert kinds(arrival) == ["repeated", "sent_already", "left_out", "made"]
    made = Application.objects.get(arrival_row__arrival=arrival)
    assert made.school == ash_lane
    assert made.outcome == foreseen.outcome
    assert made.answers["email"] == "later@example.org"


def test_gaps_are_said_and_no_hindrance(taken):
    arrival = taken({"telephone": "", "name": ""})
    row = arrival.rows.get()
    assert "Enter your first name." in row.gaps
    assert kinds(arrival) == ["incomplete"]


def test_the_application_shows_what_it_arrived_without(client, brought_in, alice):
    arrival = brought_in({"telephone": ""})
    client.force_login(alice)
    application = Application.objects.get(arrival_row__arrival=arrival)
    page = client.get(reverse("desk:application", args=["glow", application.reference])).content.decode()
    assert "from a form that reached your hub beside this service (responses.csv, line 2)" in page
    assert "Enter your telephone number." in page


def test_the_same_file_again_makes_nothing_new(brought_in, taken, alice):
    first = brought_in({}, BIRCH)
    again = taken({}, BIRCH)
    assert again != first
    assert kinds(again) == ["sent_already", "sent_already"]
    with pytest.raises(Refused, match="nothing to bring in"):
        bring_in.begin(again, tell_schools=False, by=alice)


def test_what_a_school_withdrew_is_no_hindrance(brought_in, taken, helen):
    brought_in({})
    withdrawal.withdraw(Application.objects.get(), reason="We wait a year.", by=helen)
    assert kinds(taken({})) == ["incomplete"]


def test_the_same_file_while_it_is_checked_is_the_same_arrival(taken):
    assert taken({}) == taken({})


def test_what_was_confirmed_once_is_not_asked_again(taken, alice, birch_road):
    arrival = taken({"school": "The Birches", "postcode": ""})
    row = arrival.rows.get()
    assert kinds(arrival) == ["to_confirm"]
    desk.confirm(arrival, choices={row.pk: birch_road}, by=alice)
    desk.put_away(arrival, by=alice)
    bringable = taken({"school": "The Birches", "postcode": ""})
    assert kinds(bringable) == ["to_confirm"], "a file put away is forgotten"
    desk.confirm(bringable, choices={bringable.rows.get().pk: birch_road}, by=alice)
    bring_in.go_on(bring_in.begin(bringable, tell_schools=False, by=alice), seconds=60)
    assert taken({"school": "The Birches", "postcode": ""}).rows.get().match == "confirmed"


def test_no_school_is_left_open_silently(taken, alice):
    arrival = taken({"school": "Zebra Hall", "postcode": ""}, {})
    with pytest.raises(Refused, match="1 school is still to be confirmed"):
        bring_in.begin(arrival, tell_schools=False, by=alice)
    desk.confirm(arrival, choices={arrival.rows.get(line=2).pk: None}, by=alice)
    bring_in.go_on(bring_in.begin(arrival, tell_schools=False, by=alice), seconds=60)
    assert kinds(arrival) == ["skipped", "made"]


def test_words_are_gone_once_it_is_brought_in(brought_in):
    arrival = brought_in({}, BIRCH | {"email": ""})
    assert list(arrival.rows.values_list("cells", flat=True)) == [[], []]


def test_what_nobody_brings_in_is_forgotten(taken):
    arrival = taken({})
    type(arrival).objects.update(at=timezone.now() - desk.KEPT)
    assert desk.forget_old() == 1
    arrival.refresh_from_db()
    assert arrival.status == "put_away"
    assert not ArrivalRow.objects.exists()


def test_schools_are_told_only_when_asked_for(brought_in):
    brought_in({})
    assert not Email.objects.exists()


def test_a_school_that_is_told_gets_the_receipt(brought_in):
    brought_in({}, tell_schools=True)
    (email,) = Email.objects.all()
    assert (email.to, email.template) == ("office@example.org", "applications/received")


def test_what_fits_no_question_is_kept_as_a_note(brought_in):
    brought_in({"group": "perhaps", "time": "last week"})
    (note,) = Application.objects.get(arrival_row__isnull=False).notes.all()
    assert "“perhaps”" in note.text
    assert "“last week”" in note.text


def test_it_goes_on_where_it_stopped(taken, alice):
    arrival = bring_in.begin(taken({}, BIRCH), tell_schools=False, by=alice)
    assert not bring_in.go_on(arrival, seconds=-1)
    bring_in.go_on_with_all(seconds=60)
    arrival.refresh_from_db()
    assert (arrival.status, arrival.counts) == ("applied", {"made": 2})


def test_columns_said_otherwise_are_remembered(taken, alice, glow, readiness):
    arrival = taken({})
    columns = ["out" if means == "time" else means for means in arrival.columns]
    desk.set_columns(arrival, columns=columns, by=alice)
    other = desk.take(hub=glow, project=readiness, data=export(BIRCH), file_name="b.csv", by=alice)
    assert other.columns == columns


def test_an_importer_does_not_see_it_among_their_own(client, brought_in, alice):
    arrival = brought_in({})
    client.force_login(alice)
    reference = Application.objects.get(arrival_row__arrival=arrival).reference
    assert reference not in client.get(reverse("apply:mine")).content.decode()
    assert client.get(reverse("apply:status", args=[reference])).status_code == 404


def test_the_school_itself_sees_it(client, brought_in, helen):
    arrival = brought_in({})
    client.force_login(helen)
    reference = Application.objects.get(arrival_row__arrival=arrival).reference
    assert client.get(reverse("apply:status", args=[reference])).status_code == 200


def test_it_is_taken_on_and_declined_like_any_other(brought_in, alice):
    arrival = brought_in({})
    application = Application.objects.get(arrival_row__arrival=arrival)
    reviewing.decline(application, reason="We are full.", by=alice)
    assert Email.objects.get().to == "office@example.org"


def test_a_project_that_is_not_open_here_is_refused(glow, readiness, alice):
    with pytest.raises(Refused, match="has not opened"):
        desk.take(hub=glow, project=readiness, data=export({}), file_name="a.csv", by=alice)


def test_only_the_desk_of_the_hub_brings_in(taken, dana, bob):
    for person in (dana, bob):
        with pytest.raises(Refused, match="Only people at the desk"):
            bring_in.begin(taken({}), tell_schools=False, by=person)


def test_verdicts_are_counted(taken):
    assert sum(plan.verdicts(plan.fates(taken({}, BIRCH))).values()) == 2
