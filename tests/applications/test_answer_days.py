"""Until when a school answers stands in its own list and in the hub's, whatever it is asked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.arrivals import plan
from applications.models import Application
from journal.clock import day
from tests import steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("question", ["asked", "instead"])
def test_the_day_to_answer_by_is_in_both_lists(client, request, question, sent, bob, alice):
    until = request.getfixturevalue(question).answer_by
    client.force_login(bob)
    assert f"by the end of {day(until)}" in client.get(reverse("apply:mine")).text
    client.force_login(alice)
    assert f", open until {until.day} {until:%b %Y}" in client.get("/desk/glow/queue/?status=all").text


def test_a_form_of_a_school_that_was_passed_on_is_not_here_already(sent, alice):
    arrival = steps.arrived(sent.hub, alice)
    assert plan.schools_here(arrival) == {sent.school_id}
    Application.objects.filter(pk=sent.pk).update(status="passed_on", decided=timezone.now())
    assert plan.schools_here(arrival) == set()
