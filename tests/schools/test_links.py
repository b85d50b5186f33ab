"""Which school carries on from which: read from the register, followed both ways (U3)."""

import pytest

from schools.lineage import predecessor_ids, school_of_today, schools_of_today
from schools.models import SchoolLink
from schools.register import import_register
from tests.schools.conftest import REGISTER, school

pytestmark = pytest.mark.django_db


def links() -> set[tuple[int, int]]:
    return set(SchoolLink.objects.values_list("predecessor__urn", "successor__urn"))


def load(tmp_path, *rows: str):
    path = tmp_path / "links.csv"
    path.write_text("URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n" + "\n".join(rows) + "\n")
    return import_register(REGISTER, links=path).links


def urns(schools) -> list[int]:
    return [found.urn for found in schools]


def test_both_ends_of_a_tie_become_one_link_from_the_older_to_the_newer(register):
    assert links() == {
        (700007, 700008),
        (700009, 700011),
        (700010, 700011),
        (700012, 700013),
        (700013, 700014),
        (700013, 700015),
    }
    assert (register.links.created, register.links.unknown, register.links.other) == (6, 1, 1)


def test_a_tie_that_the_file_has_from_one_end_only_counts_too(tmp_path):
    load(tmp_path, "700008,700007,,Predecessor,01-09-2024")
    assert links() == {(700007, 700008)}


def test_an_amalgamation_goes_from_the_school_that_closed(tmp_path):
    load(tmp_path, "700008,700007,,Result of Amalgamation,", "700007,700008,,Result of Amalgamation,")
    assert links() == {(700007, 700008)}


def test_of_two_that_contradict_each_other_the_closing_decides(tmp_path):
    counts = load(tmp_path, "700008,700007,,Predecessor,", "700007,700008,,Predecessor,")
    assert links() == {(700007, 700008)}
    assert counts.unclear == 1


def test_where_nothing_decides_there_is_no_link(tmp_path):
    counts = load(tmp_path, "700001,700002,,Predecessor,", "700002,700001,,Predecessor,", "700001,700001,,Successor,")
    assert links() == set()
    assert counts.unclear == 2


def test_a_link_that_the_file_no_longer_has_stays_and_is_counted(register, tmp_path):
    counts = load(tmp_path, "700008,700007,,Predecessor,01-09-2024")
    assert (counts.unchanged, counts.missing) == (1, 5)
    assert len(links()) == 6


def test_an_academy_carries_on_the_school_it_was(register):
    assert school_of_today(school(700007)) == school(700008)
    assert predecessor_ids(school(700008)) == {school(700007).pk, school(700008).pk}


def test_a_merged_school_has_the_history_of_both(register):
    ids = {school(urn).pk for urn in (700009, 700010, 700011)}
    assert predecessor_ids(school(700011)) == ids
    assert school_of_today(school(700009)) == school_of_today(school(700010)) == school(700011)


def test_a_split_school_has_several_of_today_the_one_in_its_buildings_first(register):
    assert urns(schools_of_today(school(700012))) == [700015, 700014]


def test_each_part_of_a_split_school_has_all_of_its_history(register):
    assert predecessor_ids(school(700014)) >= {school(700012).pk, school(700013).pk}


def test_an_open_school_is_its_own_even_where_another_carries_it_on(register):
    SchoolLink.objects.create(predecessor=school(700001), successor=school(700029))
    assert schools_of_today(school(700001)) == [school(700001)]


def test_a_school_that_nobody_carries_on_is_its_own(register):
    SchoolLink.objects.all().delete()
    assert schools_of_today(school(700007)) == [school(700007)]


def test_schools_in_a_circle_come_to_an_end(register):
    SchoolLink.objects.create(predecessor=school(700010), successor=school(700009))
    SchoolLink.objects.create(predecessor=school(700009), successor=school(700010))
    SchoolLink.objects.filter(successor=school(700011)).delete()
    assert predecessor_ids(school(700009)) == {school(700009).pk, school(700010).pk}
    assert schools_of_today(school(700009)) == [school(700009)]


def test_one_query_a_step(register, django_assert_num_queries):
    fernbridge_north = school(700014)
    with django_assert_num_queries(3):
        predecessor_ids(fernbridge_north)
