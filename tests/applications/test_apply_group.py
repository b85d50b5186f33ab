"""Naming the schools one wants to work with: picked from the register, whatever was typed."""

import pytest
from django.urls import reverse

from applications.models import Application
from tests import factories


@pytest.fixture
def page(client, bob, draft):
    """The page, as a function of what is typed in it."""
    client.force_login(bob)
    url = reverse("apply:page", args=[draft.reference, "group", "schools"])

    def post(*rows, go="next"):
        data = {"in_group": "yes", "go": go}
        for number, row in enumerate(rows):
            data |= {f"group_schools_{number}_{part}": value for part, value in row.items()}
        return client.post(url, data)

    post.url = url
    return post


@pytest.fixture
def st_marys(db):
    return [
        factories.SchoolFactory(name="St Mary's Primary School", urn=900_011 + n, town=town)
        for n, town in enumerate(["Stroud", "Tewkesbury"])
    ]


def named(draft) -> list[dict]:
    return Application.objects.get(pk=draft.pk).answers["group_schools"]


def errors(response) -> dict:
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_yes_needs_a_school(page):
    assert errors(page()) == {"group_schools_0_school": ["Name at least one school you want to be placed with."]}


def test_no_needs_none(page, client, draft):
    assert client.post(page.url, {"in_group": "no"}).status_code == 302


@pytest.mark.parametrize("typed", ["Birch Road Primary School", "birch road", "900002", " BIRCH  ROAD primary school "])
def test_one_school_that_fits_is_taken(page, draft, birch_road, typed):
    assert page({"school": typed, "relationship": "trust"}).status_code == 302
    assert [(row["urn"], row["relationship"]) for row in named(draft)] == [(900_002, "trust")]
    assert named(draft)[0]["typed"] == "Birch Road Primary School, Stroud, GL5 1AA (URN 900002)"


def test_several_that_fit_are_shown_with_their_town_to_choose_from(page, draft, st_marys):
    response = page({"school": "St Marys", "relationship": "cluster"})
    html = response.content.decode()
    assert "More than one school fits" in errors(response)["group_schools_0_school"][0]
    assert "Tewkesbury, GL5 1AA (URN 900012)" in html
    assert 'value="St Marys"' in html
    assert page({"school": "St Marys", "which": "900012", "relationship": "cluster"}).status_code == 302
    assert named(draft)[0]["urn"] == 900_012


def test_a_choice_that_was_not_among_the_hits_is_no_choice(page, st_marys, birch_road):
    response = page({"school": "St Marys", "which": "900002", "relationship": "trust"})
    assert "group_schools_0_school" in errors(response)


def test_a_school_nobody_knows_is_said_so_and_what_was_typed_stays(page):
    response = page({"school": "Hogwarts", "relationship": "trust"})
    assert errors(response) == {
        "group_schools_0_school": ["We found no school that fits “Hogwarts”. Try its postcode or its URN, 6 numbers."]
    }
    assert 'value="Hogwarts"' in response.content.decode()


def test_ones_own_school_is_not_another(page):
    assert errors(page({"school": "900001", "relationship": "trust"}))["group_schools_0_school"] == [
        "That is your own school. Name the others."
    ]


def test_the_same_school_twice_is_once_too_often(page, birch_road):
    row = {"school": "900002", "relationship": "trust"}
    assert errors(page(row, row)) == {"group_schools_1_school": ["You have named Birch Road Primary School already."]}


def test_each_school_is_tied_to_ours_somehow(page, birch_road):
    assert list(errors(page({"school": "900002"}))) == ["group_schools_0_relationship"]
    assert list(errors(page({"school": "900002", "relationship": "other"}))) == ["group_schools_0_other"]
    assert page({"school": "900002", "relationship": "other", "other": "A shared maths lead"}).status_code == 302


def test_a_gap_between_the_rows_puts_the_error_on_the_right_one(page, birch_road):
    response = page({"school": ""}, {"school": "900002"})
    assert list(errors(response)) == ["group_schools_1_relationship"]


def test_what_is_not_clear_yet_is_kept_for_later(page, client, draft, st_marys):
    assert page({"school": "St Marys", "relationship": "trust"}, go="later").status_code == 302
    assert 'value="St Marys"' in client.get(page.url).content.decode()
    assert "Say which school you mean by “St Marys”." in client.get(
        reverse("apply:check", args=[draft.reference])
    ).content.decode().replace("&#x27;", "'")


def test_another_row_can_be_added_without_javascript(page, client, birch_road):
    assert page({"school": "900002"}, {"school": "Somewhere"}, go="more")["Location"] == page.url
    html = client.get(page.url).content.decode()
    assert "group_schools_2_school" in html
    assert "group_schools_3_school" not in html


@pytest.mark.parametrize("typed", ["\x00", "9" * 31, "x" * 400, "%", "'; DROP TABLE", "🦉"])
def test_whatever_is_typed_is_answered_in_words(page, typed):
    response = page({"school": typed, "relationship": "trust"})
    assert list(errors(response)) == ["group_schools_0_school"]


def test_a_relationship_that_was_never_offered_is_refused(page, birch_road):
    assert "group_schools_0_relationship" in errors(page({"school": "900002", "relationship": "friends"}))
