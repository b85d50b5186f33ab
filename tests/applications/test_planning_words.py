"""What a school without a place reads about where it could go."""

from applications.planning.reasons import reasons
from applications.planning.solving import solve
from tests.applications.test_planning import group, problem, school


def test_before_anything_is_planned_a_school_reads_where_there_is_room_for_it_and_those_it_is_tied_to():
    asked = problem([school(1), school(2), school(3)], [group(1), group(2, 9)], together=(frozenset({1, 2}),))
    why = reasons(asked, {1: None, 2: None, 3: None})
    assert set(why.values()) == {"Not planned yet: Group 1 has room."}
    crowded = reasons(asked, {1: None, 2: None, 3: 1})
    assert crowded[1] == "Not planned yet: Group 2 has room."


def test_schools_that_named_each_other_read_that_no_group_has_room_for_them_all():
    asked = problem([school(1), school(2)], [group(1, room=1), group(2, 9, room=1)], together=(frozenset({1, 2}),))
    assert reasons(asked, {1: None, 2: None})[1].startswith("No group has room for all who named each other")


def test_of_one_priority_the_first_of_the_waiting_list_have_the_places_though_others_are_nearer():
    schools = [school(1, 30, waits=2), school(2, 0), school(3, 0, waits=3), school(4, 60, waits=1)]
    asked = problem(schools, [group(1, 0)])
    seats = solve(asked).seats
    assert seats == {1: 1, 2: None, 3: None, 4: 1}
    why = reasons(asked, seats)
    assert why[2] == "All places are taken by schools on the waiting list, before it."
    assert why[3] == "All places are taken by schools before it on the waiting list."
