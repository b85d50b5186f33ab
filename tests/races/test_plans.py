"""Two planners move one school at the same moment, or two schools to a last place: nobody writes over the other."""

import pytest

from applications.plans import moving
from applications.plans.models import Plan, PlanSeat
from tests import steps
from tests.races.conftest import together, winners

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def write_over(plan, application, *, group, seen, by):
    """Moving without looking what somebody did in between."""
    PlanSeat.objects.filter(plan=plan, application=application).update(group=group, by=by)


def both(verb, plan, application, groups, people) -> int:
    """How many of the two are told that their move stands."""
    PlanSeat.objects.filter(plan=plan).delete()
    PlanSeat.objects.create(plan=plan, application=application, by=people[0])
    moves = [
        lambda group=group, person=person: verb(
            Plan.objects.get(pk=plan.pk), application, group=group, seen=1, by=person
        )
        for group, person in zip(groups, people, strict=True)
    ]
    return winners(together(*moves))


def test_two_planners_move_one_school(sent, alice, frank, score):
    groups = [steps.group_of(sent), steps.group_of(sent)]
    plan = moving.begin(hub=sent.hub, project=sent.project, by=alice)
    for _ in range(ROUNDS):
        score.guarded.append(both(moving.move, plan, sent, groups, (alice, frank)))
    score.control.append(both(write_over, plan, sent, groups, (alice, frank)))
    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control lost nothing, so the race proves nothing"
