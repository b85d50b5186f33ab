"""The pages of going on: many schools at the cost of a few, what the hub does there, and who is reminded when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.going_on import answering, reminders
from applications.models import Continuation
from hubs.reminders.types import Asked
from schools.calendar import SchoolDays
from tests import factories, steps
from tests.applications.test_apply_send import words
from workgroups import places
from workgroups.editions import copy_to_next_year
from workgroups.models import Project, WorkGroup


@pytest.fixture
def sustaining(editions, adam):
    return copy_to_next_year(factories.project("sustaining"), by=adam)


@pytest.fixture
def group_of(glow):
    """A group of last year with so many schools, each with somebody who acts for it."""

    def made(number: int) -> WorkGroup:
        group = factories.WorkGroupFactory(
            hub=glow, project=Project.objects.filter(kind="sustaining").earliest("year"), capacity=40
        )
        for _ in range(number):
            school = factories.SchoolFactory()
            factories.school_person(school)
            places.take(group=group, school=school, by=None)
        return group

    return made


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


def queries(client, route: str, group) -> int:
    client.get(reverse(route, args=["glow", group.pk]))
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert client.get(reverse(route, args=["glow", group.pk])).status_code == 200
    return len(told)


def test_a_large_group_costs_what_a_small_one_does(desk, group_of, sustaining, alice):
    small, large = group_of(1), group_of(30)
    assert queries(desk, "desk:continue_group", small) == queries(desk, "desk:continue_group", large)
    small, large = (steps.continued(group, sustaining, alice) for group in (small, large))
    assert queries(desk, "desk:going_on", small) == queries(desk, "desk:going_on", large)


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(desk, group_of, sustaining):
    old = group_of(2)
    one, other = (place.pk for place in old.places.order_by("pk"))
    address = reverse("desk:continue_group", args=["glow", old.pk])
    typed = {"name": "Vale", "capacity": "1", "mode": "blended", "answer_by": "1 May 2020", "words": "Hello"}
    said = words(desk.post(address, typed | {f"go_{one}": "on", f"to_{one}": "nobody"}))
    assert "Enter an email address like name@example.org." in said
    assert "Hello" in said
    typed |= {f"go_{one}": "on", f"to_{one}": "a@example.org", f"go_{other}": "on", f"to_{other}": "b@example.org"}
    assert "Choose a day from tomorrow on, within 60 days" in words(desk.post(address, typed))
    typed["answer_by"] = (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y")
    assert "You ask 2 schools, and the group has 1 places." in words(desk.post(address, typed))
    group_page = desk.post(address, typed | {"capacity": "8"}).url
    assert "2 to answer" in words(desk.get(group_page))
    assert desk.post(address, typed | {"capacity": "8"}).url == group_page


def test_the_hub_writes_to_another_address_takes_a_seat_back_and_asks_again(desk, group_of, sustaining, alice):
    group = steps.continued(group_of(1), sustaining, alice)
    one = group.continuations.get()
    page = reverse("desk:going_on", args=["glow", group.pk])
    assert "Enter an email address like" in words(desk.post(page, {"do": "write", "key": one.pk, "email": "x"}))
    desk.post(page, {"do": "write", "key": one.pk, "email": "New@Example.org"})
    assert group.continuations.get().email == "new@example.org"
    assert "Write why you take the seat back" in words(desk.post(page, {"do": "take_back", "key": one.pk}))
    desk.post(page, {"do": "take_back", "key": one.pk, "reason": "They merge."})
    assert "Ask it to go on" in words(desk.get(page))
    until = (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y")
    desk.post(page, {"do": "ask", "key": one.earlier_id, "email": "new@example.org", "answer_by": until})
    assert group.continuations.get().status == "open"
    assert desk.post(page, {"do": "remind_all"}).status_code == 409


def test_who_is_silent_is_reminded_until_they_answer(group_of, sustaining, alice):
    one = steps.continued(group_of(1), sustaining, alice).continuations.get()
    Continuation.objects.update(made="2027-02-22T09:00Z", answer_by=date(2027, 3, 19))
    asked = Asked(date(2027, 3, 1), date(2027, 4, 1), SchoolDays())
    found = list(reminders.unanswered(asked))
    assert [each.day for each in found] == [date(2027, 3, day) for day in (12, 17, 19, 25)]  # Easter
    assert {each.to for each in found} == {one.email}
    answering.say_no(one, reason="We merge.")
    assert list(reminders.unanswered(asked)) == []
