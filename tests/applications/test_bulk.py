"""One move made to many (5.1): chosen, confirmed with its consequence, done once each, refusals with their reason."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import bulk, reviewing
from applications.desk_models import BulkAction, BulkItem
from applications.models import Application, Status
from journal.models import Email, Event
from journal.moves import Refused
from tests import steps
from tests.applications.test_desk_queue import QUEUE, many

CHOOSE = QUEUE + "choose/"
FULL = "All places of this year are taken."


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def two(sent, glow, birch_road, grace):
    return [sent, steps.sent(birch_road, glow, grace)]


def choose(client, *applications, what="decline", query="", **more):
    return client.post(CHOOSE + query, {"what": what, "pick": [each.reference for each in applications], **more})


def chosen(hub, by, *applications, what="decline"):
    rows = [(each.pk, each.status, each.owner_id, each.version) for each in applications]
    return bulk.choose(hub=hub, what=what, applications=rows, by=by)


def statuses():
    return sorted(Application.objects.values_list("status", flat=True))


def declined_letters():
    return Email.objects.filter(template="applications/declined").count()


def test_choosing_does_nothing_yet_and_says_what_will_happen(as_alice, two):
    page = as_alice.get(choose(as_alice, *two).url).content.decode()
    assert "2 schools will get an email now" in page
    assert (statuses(), declined_letters()) == (["submitted", "submitted"], 0)


def test_confirmed_each_is_declined_with_the_one_reason(as_alice, two):
    address = choose(as_alice, *two).url
    page = as_alice.get(as_alice.post(address, {"reason": FULL}).url).content.decode()
    assert "2 of 2 declined" in page
    assert {each.decline_reason for each in Application.objects.all()} == {FULL}
    assert declined_letters() == 2


def test_confirming_again_does_nothing_again(as_alice, two):
    address = choose(as_alice, *two).url
    for _ in range(3):
        as_alice.post(address, {"reason": FULL})
    assert declined_letters() == 2
    assert Event.objects.filter(kind="declined").count() == 2
    assert BulkItem.objects.exclude(refusal="").count() == 0


def test_without_a_reason_nobody_is_declined(as_alice, two):
    address = choose(as_alice, *two).url
    response = as_alice.post(address, {"reason": "  "})
    assert (response.status_code, statuses()) == (422, ["submitted", "submitted"])
    assert "Write the reason: each school reads it." in response.content.decode()


def test_what_a_colleague_did_meanwhile_stands_and_is_said(as_alice, two, frank):
    address = choose(as_alice, *two).url
    reviewing.take_on(two[0], by=frank)
    preview = as_alice.get(address)
    assert "Somebody has changed it since you chose it." in preview.content.decode()
    assert "1 school will get an email now" in preview.content.decode()
    page = as_alice.get(as_alice.post(address, {"reason": FULL}).url).content.decode()
    assert "1 of 2 declined" in page
    assert "Frank Farrow took on this application before you" in page
    assert statuses() == ["declined", "in_review"]


def test_a_hub_administrator_takes_on_and_does_not_decline(client, two, erin):
    client.force_login(erin)
    page = client.get(choose(client, *two).url).content.decode()
    assert "A hub lead or assistant hub lead decides." in page
    assert "This can be done to none of those you chose." in page
    client.post(choose(client, *two, what="take_on").url)
    assert statuses() == ["in_review", "in_review"]


def test_all_that_match_are_those_of_the_filter(as_alice, glow, readiness, two):
    many(glow, 3)
    action = BulkAction.objects.get(
        pk=choose(as_alice, what="take_on", query="?words=80000", all="yes").url.split("/")[-2]
    )
    assert {item.application.school_name for item in action.items.all()} == {"School 000", "School 001", "School 002"}


def test_nothing_ticked_and_nothing_known_are_said(as_alice, two):
    for fields in ({"what": "decline"}, {"what": "decline", "pick": ["\x00", "EOI-NOBODY"]}, {"what": "delete"}):
        response = as_alice.post(CHOOSE + "?status=all", fields, follow=True)
        assert response.redirect_chain[0][0] == QUEUE + "?status=all"
    assert not BulkAction.objects.exists()


def test_more_than_a_thousand_are_narrowed_first(glow, alice):
    with pytest.raises(Refused, match="Narrow the list"):
        bulk.choose(hub=glow, what="take_on", applications=[(n, "submitted", None) for n in range(1001)], by=alice)


def test_applications_of_another_hub_are_not_chosen(as_alice, ash_lane, jurassic, bob, two):
    foreign = steps.sent(ash_lane, jurassic, bob)
    choose(as_alice, foreign, two[0])
    assert [item.application for item in BulkItem.objects.all()] == [two[0]]


def test_what_is_left_a_worker_does_and_the_page_says_how_far_it_is(as_alice, glow, alice, readiness, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    address = choose(as_alice, *many(glow, 5), what="take_on").url
    as_alice.post(address)
    page = as_alice.get(address).content.decode()
    assert "2 of 5 taken on. 3 still to do." in page
    bulk.work_off_all()
    assert "5 of 5 taken on." in as_alice.get(address).content.decode()
    assert BulkAction.objects.get().finished
    assert bulk.work_off_all() == 0


def test_a_role_that_ended_meanwhile_does_nothing_more(glow, alice, two):
    action = chosen(glow, alice, *two)
    bulk.confirm(action, reason=FULL, by=alice)
    alice.hub_roles.update(ends=timezone.localdate() - timedelta(days=1))
    bulk.work_off(action)
    assert statuses() == [Status.SUBMITTED, Status.SUBMITTED]
    assert {item.refusal for item in BulkItem.objects.all()} == {f"Only people at the desk of {glow} can do this."}


def test_only_who_chose_confirms_and_what_nobody_confirms_is_forgotten(glow, alice, frank, two):
    action = chosen(glow, alice, *two)
    with pytest.raises(Refused, match="Somebody else chose these"):
        bulk.confirm(action, reason=FULL, by=frank)
    BulkAction.objects.update(made=timezone.now() - timedelta(days=2))
    bulk.work_off_all()
    assert not BulkAction.objects.exists()
    assert statuses() == ["submitted", "submitted"]


def test_a_preview_of_thirty_costs_the_queries_of_one(as_alice, glow, readiness):
    thirty = many(glow, 30)
    one_address, address = choose(as_alice, thirty[0]).url, choose(as_alice, *thirty).url
    with CaptureQueriesContext(connection) as one:
        as_alice.get(one_address)
    with CaptureQueriesContext(connection) as all_of_them:
        as_alice.get(address)
    assert len(one) == len(all_of_them)
