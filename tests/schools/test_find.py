"""Finding a school by what people type."""

import unicodedata

import pytest

from schools.find import find, find_page, fold
from schools.models import School, SchoolLink
from schools.register import import_register
from tests import factories
from tests.schools.conftest import school

pytestmark = pytest.mark.django_db


def urns(query: str, limit: int = 20) -> list[int]:
    return [found.urn for found in find(query, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("St. Mary's C.E. (VA) Primary", "saint marys churchofengland va primary"),
        ("SAINT MARYS Church of England", "saint marys churchofengland"),
        ("St Mary’s CofE", "saint marys churchofengland"),
        ("St Mary's C of E", "saint marys churchofengland"),
        ("St James's R.C.", "saint james catholic"),
        ("St James' Roman Catholic", "saint james catholic"),
        ("Peter & Paul", "peter and paul"),
        ("Jnr and Inf Sch", "junior and infant school"),
        ("Ysgol Gynradd Brontë, Łódź Æthel", "ysgol gynradd bronte lodz aethel"),
        ("Stow-on-the-Wold", "stow on the wold"),
        ("\x00\ud800 \u202e", ""),
    ],
)
def test_the_same_name_is_folded_alike_however_it_is_written(typed, folded):
    assert fold(typed) == folded


def test_a_long_run_of_accents_goes_without_being_put_in_order(monkeypatch):
    """To order it takes quadratic time, and would join no letter to its accent across so many."""
    real, asked = unicodedata.normalize, set()
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: asked.add(len(text)) or real(form, text))
    assert fold("a" + "\u0301\u0327" * 20_000 + "sh") == "ash"
    assert asked == {1}


@pytest.mark.parametrize(
    "query",
    [
        "st oswalds church of england",
        "Saint Oswald's C.E.",
        "ST OSWALD COFE",
        "st. oswald c of e primary",
        "primary oswald",
        "stow under hill",
        "osw valebury prim",
        "swald valebury prim",
        "vb10 3zz",
        "VB103ZZ",
        "oswald VB10",
        "700004",
        "19900004",
        "942/3001",
        "9423001",
        "942 3001",
    ],
)
def test_a_school_is_found_by_each_of_its_parts(register, query):
    assert 700004 in urns(query)


@pytest.mark.parametrize(
    "query", ["oswald larch", "00004", "9999/9999", "zzz", "", "   ", "'", "\x00", "\ud800", "%", "_"]
)
def test_what_fits_no_school_finds_none(register, query):
    assert urns(query) == []


def test_part_of_a_word_finds_a_school_where_no_word_begins_so(register):
    assert urns("fisher academy") == [700008]
    assert set(urns("mary catholic")) == {700002, 700003}


def test_every_word_has_to_fit(register):
    assert set(urns("catholic primary")) == {700002, 700003, 700006}
    assert urns("catholic primary marlcester") == [700003]


def test_part_of_a_postcode_finds_all_in_it(register):
    assert set(urns("vb1")) == {700011, 700030, 700004, 700005}
    assert set(urns("FB2 5")) == {700006}


def test_a_number_in_full_finds_only_its_school(register):
    factories.SchoolFactory(urn=700099, ukprn="70000100")
    assert urns("700001") == [700001]
    assert urns("19900001") == [700001]


def test_open_schools_come_first_then_proposed_then_closed(register):
    School.objects.filter(urn=700001).update(register_status=School.RegisterStatus.CLOSED)
    statuses = [found.register_status for found in find("primary")]
    ranks = [{"1": 0, "3": 0, "4": 1, "2": 2}[status] for status in statuses]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_names_that_begin_with_the_words_come_before_names_that_hold_them(register):
    assert urns("valebury")[:2] == [700017, 700024]
    assert urns("fernbridge academy")[:2] == [700014, 700015]


def test_the_name_itself_comes_before_longer_names():
    factories.SchoolFactory(name="Ash Lane Primary Academy")
    exact = factories.SchoolFactory(name="Ash Lane")
    assert find("ash lane")[0] == exact


def test_an_old_number_finds_the_school_of_today_and_says_so(register):
    hit = find("700007")[0]
    assert (hit.urn, hit.was) == (700008, ["Kingfisher Primary School (URN 700007)"])


def test_an_old_name_finds_the_schools_of_today_and_says_so(register):
    hits = find("hollow oak infant")
    assert [(hit.urn, hit.was) for hit in hits] == [(700011, ["Hollow Oak Infant School (URN 700009)"])]


def test_a_school_that_was_split_finds_its_parts(register):
    assert set(urns("700012")) == {700014, 700015}
    assert {700014, 700015} <= set(urns("fernbridge school"))


def test_a_hit_by_its_own_name_says_nothing_of_its_past(register):
    assert find("kingfisher primary")[0].was == []


def test_schools_in_a_circle_of_links_are_still_found(register):
    SchoolLink.objects.all().delete()
    SchoolLink.objects.create(predecessor=school(700009), successor=school(700010))
    SchoolLink.objects.create(predecessor=school(700010), successor=school(700009))
    assert set(urns("hollow oak")) == {700009, 700010, 700011}


def test_a_changed_register_is_searched_at_once(register, made):
    assert urns("buttercup")
    made.row(700026)["EstablishmentName"] = "Daisy Nursery School"
    import_register(made.write())
    assert urns("buttercup") == []
    assert urns("daisy") == [700026]


def test_a_link_made_by_hand_is_followed_at_once(register):
    assert urns("700005") == [700005]
    assert len(urns("oswald")) == 2
    School.objects.filter(urn=700005).update(register_status=School.RegisterStatus.CLOSED)
    SchoolLink.objects.create(predecessor=school(700005), successor=school(700004))
    assert urns("oswald infant") == [700004]


@pytest.mark.parametrize(
    "query", ["primary " * 1000, "x" * 100_000, "é" * 5000, "9" * 1000, " ".join("abcdefghij" * 9)]
)
def test_a_query_of_any_size_is_safe(register, query):
    assert find(query) is not None


def test_pages_follow_each_other(db):
    factories.SchoolFactory.create_batch(30, name="Elm Primary School")
    first, second = find_page("elm", page=1), find_page("elm", page=2)
    assert (len(first.schools), len(second.schools), first.total) == (25, 5, 30)
    assert not {hit.pk for hit in first.schools} & {hit.pk for hit in second.schools}
    assert find_page("elm", page=3).schools == []


def test_the_number_of_queries_does_not_depend_on_the_hits(register, django_assert_num_queries):
    find("warm the directory")
    with django_assert_num_queries(2):
        find("buttercup")
    with django_assert_num_queries(2):
        assert len(find("primary")) == 10
