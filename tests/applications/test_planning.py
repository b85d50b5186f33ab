"""The planner's core: plain values in and out. Against every possible plan, against a flow, against a hand."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.planning import solving
from applications.planning.changes import changes
from applications.planning.greedy import by_hand
from applications.planning.problem import Group, Lead, Problem, School, score
from applications.planning.reasons import reasons, trades
from applications.planning.rules import breaches, pins_in_the_way
from applications.planning.solving import Loosened, Status, solve
from bench.planner import cheapest_flow

KM = 1000


def school(key, east=0, **own):
    return School(key, f"School {key}", (east * KM, 0), **own)


def group(key, east=0, room=2, **own):
    return Group(key, f"Group {key}", room, (east * KM, 0), **own)


def problem(schools, groups, **own):
    return Problem(tuple(schools), tuple(groups), **own)


@st.composite
def problems(draw):
    """Up to five schools and three groups, with every kind of side rule, pins that fit among them."""
    number, rooms = draw(st.integers(1, 5)), draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    keys = list(range(1, number + 1))
    lead = st.sampled_from([None, 1])
    groups = [group(k, draw(st.integers(0, 30)), room, lead=draw(lead)) for k, room in enumerate(rooms)]
    schools = [
        school(
            key,
            draw(st.integers(0, 30)),
            priority=draw(st.integers(1, 3)),
            waits=draw(st.sampled_from([None, None, 1, 2, 3])),
            trust=draw(st.sampled_from(["", "A", "B"])),
            barred=draw(st.sampled_from(["", "", "", "Not eligible."])),
            pinned=(pinned := draw(st.sampled_from([False, False, False, True]))),
            group=draw(st.sampled_from([None, *range(len(rooms))])) if pinned else None,
        )
        for key in keys
    ]
    return problem(
        schools,
        groups,
        leads=(Lead(1, "Lee Lead", draw(st.sampled_from([None, 1])), draw(st.sampled_from([None, 2]))),),
        together=(frozenset(draw(st.lists(st.sampled_from(keys), max_size=3))),),
        apart=tuple(draw(st.lists(st.tuples(st.just(1), st.just(number)), max_size=1))) if number > 1 else (),
        mixed=draw(st.booleans()),
    )


def every_plan(asked):
    for groups in product([None, *asked.group], repeat=len(asked.schools)):
        seats = dict(zip(asked.school, groups, strict=True))
        if not breaches(asked, seats):
            yield seats


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_plan_of_all_there_are_is_better(asked):
    answer = solve(asked)
    if pins_in_the_way(asked):
        assert answer.status == Status.IMPOSSIBLE
        assert answer.why
    else:
        assert answer.status == Status.OPTIMAL
        assert breaches(asked, answer.seats) == []
        assert score(asked, answer.seats) == min(score(asked, seats) for seats in every_plan(asked))


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_plan_made_by_hand_keeps_the_rules_and_is_never_better(asked):
    seats = by_hand(asked)
    if not pins_in_the_way(asked):
        assert breaches(asked, seats) == []
        assert solve(asked).score <= score(asked, seats)


@settings(max_examples=40, deadline=None)
@given(problems(), st.sampled_from([Loosened.SEAT, Loosened.CLUSTER]))
def test_what_gives_way_in_one_place_never_makes_it_worse(asked, loosened):
    if not pins_in_the_way(asked):
        assert solve(asked, loosened=loosened).score <= solve(asked).score


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=20), st.lists(st.integers(0, 90), min_size=1, max_size=5))
def test_without_side_rules_it_costs_what_the_cheapest_flow_costs(schools, groups):
    asked = problem([school(k, at) for k, at in enumerate(schools)], [group(k, at, 4) for k, at in enumerate(groups)])
    answer = solve(asked)
    assert (answer.score.all_left_out, answer.score.tenths) == cheapest_flow(asked)


def test_schools_that_named_each_other_sit_together_though_one_travels_farther():
    asked = problem([school(1, 0), school(2, 20)], [group(1, 0), group(2, 20)], together=(frozenset({1, 2}),))
    answer = solve(asked)
    assert answer.seats[1] == answer.seats[2]
    assert "With School 2: they named each other." in reasons(asked, answer.seats)[1]
    assert any("do not sit" in said or "does not sit" in said for said in trades(asked, answer.seats))


def test_the_first_priority_has_the_last_place_and_the_others_read_why_they_have_none():
    asked = problem([school(1, 0), school(2, 30, priority=1)], [group(1, 0, room=1)])
    answer = solve(asked)
    assert answer.seats == {1: None, 2: 1}
    assert reasons(asked, answer.seats)[1] == "All places are taken by schools of an earlier priority."


def test_a_school_that_is_not_in_its_nearest_group_reads_which_is_nearer_and_what_stands_in_the_way():
    asked = problem([school(1, 0), school(2, 1)], [group(1, 0, room=1), group(2, 9)])
    seats = solve(asked).seats
    assert seats == {1: 1, 2: 2}
    assert reasons(asked, seats) == {
        1: "Its nearest group.",
        2: "Group 1 (1.0 km) is nearer: it has no place left.",
    }


def test_a_group_is_not_of_one_trust_alone_where_the_hub_asks_for_a_mix():
    schools = [school(1, 0, trust="A"), school(2, 0, trust="A"), school(3, 20), school(4, 20)]
    asked = problem(schools, [group(1, 0), group(2, 20)])
    assert solve(asked).score.tenths == 0
    mixed = solve(asked.but(mixed=True))
    assert mixed.seats[1] != mixed.seats[2]
    assert mixed.score.tenths == 400


def test_pins_stay_and_what_they_make_impossible_is_said():
    pinned = [school(key, 0, pinned=True, group=1) for key in (1, 2)]
    assert solve(problem([*pinned, school(3)], [group(1, 50), group(2, 0)])).seats == {1: 1, 2: 1, 3: 2}
    answer = solve(problem(pinned, [group(1, 0, room=1)]))
    assert answer.status == Status.IMPOSSIBLE
    assert answer.why == [
        "Group 1 has 1 place left, and 2 schools are meant for it. Move one out, or make the group larger."
    ]


def test_two_that_are_kept_apart_and_pinned_together_are_named():
    pinned = [school(key, 0, pinned=True, group=1) for key in (1, 2)]
    answer = solve(problem(pinned, [group(1)], apart=((1, 2),)))
    assert answer.why[0].startswith("School 1 and School 2 are in one group, and you keep them apart.")


def test_a_group_that_meets_online_is_far_from_nobody():
    asked = problem([school(1, 80)], [group(1, 70), group(2, 0, online=True)])
    assert solve(asked).seats == {1: 2}


@pytest.mark.parametrize("kind", [Loosened.SEAT, Loosened.CLUSTER, Loosened.GROUP])
def test_a_change_that_helps_is_named_with_what_it_brings(kind):
    asked = {
        Loosened.SEAT: problem([school(1), school(2, 1)], [group(1, room=1)]),
        Loosened.CLUSTER: problem(
            [school(1), school(2)], [group(1, 0, 1), group(2, 0, 1)], together=(frozenset({1, 2}),)
        ),
        Loosened.GROUP: problem([school(1), school(2, 1), school(3, 2)], [group(1, room=1)]),
    }[kind]
    found = changes(asked, solve(asked), size=8)
    assert found[0].score == min(change.score for change in found)
    said = next(change.said for change in found if change.kind == kind)
    assert f"{2 if kind == Loosened.GROUP else 1} more school" in said


def test_nothing_is_proposed_where_nothing_would_be_better():
    asked = problem([school(1)], [group(1)])
    assert changes(asked, solve(asked), size=8) == []


def test_the_same_problem_has_the_same_plan_each_time():
    asked = problem([school(key, key % 3) for key in range(12)], [group(key, key, 3) for key in range(4)])
    assert len({tuple(solve(asked).seats.items()) for _ in range(3)}) == 1


def test_whether_the_planner_is_there_is_known_without_loading_it(monkeypatch):
    monkeypatch.setattr(solving, "find_spec", lambda name: None)
    solving.is_installed.cache_clear()
    assert not solving.is_installed()
    solving.is_installed.cache_clear()
