"""The public page on which a school finds itself."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
PAGE = reverse("schools:find")


def test_anybody_may_look_for_a_school(client, register):
    page = client.get(PAGE, {"q": "st mary"}).content.decode()
    assert "2 schools fit" in page
    assert "Fernbridge, FB1 2BB" in page
    assert "Marlcester, MC4 7QD" in page
    assert "Voluntary aided school" in page


def test_a_hit_leads_to_applying_for_that_school(client, register):
    page = client.get(PAGE, {"q": "ash lane"}).content.decode()
    assert f'href="{reverse("apply:begin", args=[700001])}"' in page


def test_the_page_without_words_says_what_will_be_there(client, register):
    page = client.get(PAGE).content.decode()
    assert "Schools will be listed here" in page
    assert "result-list" not in page


def test_nothing_found_says_what_else_to_try(client, register):
    page = client.get(PAGE, {"q": "zzz"}).content.decode()
    assert "No school fits “zzz”" in page
    assert "6 numbers, like 115552" in page


def test_what_was_typed_stays_and_is_only_text(client, register):
    page = client.get(PAGE, {"q": '"><script>ash'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;ash" in page
    assert "<script>ash" not in page


def test_a_school_that_is_not_open_says_so(client, register):
    assert "Proposed to open" in client.get(PAGE, {"q": "larkrise"}).content.decode()


def test_an_old_name_says_what_carries_it_on(client, register):
    page = client.get(PAGE, {"q": "hollow oak junior"}).content.decode()
    assert "Carries on Hollow Oak Junior School (URN 700010)" in page


def test_pages_are_linked_and_counted(client):
    factories.SchoolFactory.create_batch(60, name="Elm Primary School")
    page = client.get(PAGE, {"q": "elm", "page": 2}).content.decode()
    assert "26 to 50 of 60" in page
    assert 'href="?q=elm&amp;page=1"' in page
    assert 'href="?q=elm&amp;page=3"' in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "10" * 50, "²", ""])
@pytest.mark.parametrize("q", ["ash", "\x00", "%ED%A0%80", "x" * 3000])
def test_an_odd_address_is_no_error(client, register, page, q):
    assert client.get(PAGE, {"q": q, "page": page}).status_code == 200
    assert client.get(f"{PAGE}?q={q[:5]}%FF%00&format=json&page={page}").status_code == 200


def test_the_suggestions_name_ten_and_say_whether_there_are_more(client):
    factories.SchoolFactory.create_batch(11, name="Elm Primary School", town="Stroud", postcode="GL5 1AA")
    answer = client.get(PAGE, {"q": "elm", "format": "json"}).json()
    assert (len(answer["schools"]), answer["more"]) == (10, True)
    urn = answer["schools"][0]["urn"]
    assert answer["schools"][0] == {
        "urn": urn,
        "name": "Elm Primary School",
        "place": "Stroud, GL5 1AA",
        "type": "Community school",
        "status": "",
        "was": [],
        "url": reverse("apply:begin", args=[urn]),
    }


def test_a_single_letter_suggests_nothing(client, register):
    assert client.get(PAGE, {"q": "a", "format": "json"}).json() == {"schools": [], "more": False}


def test_suggestions_may_be_kept_by_anyone_and_depend_on_nobody(client, register):
    response = client.get(PAGE, {"q": "ash", "format": "json"})
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in response.get("Vary", "")


def test_a_school_cannot_be_posted_to(client):
    assert client.post(PAGE).status_code == 405


def test_queries_do_not_grow_with_the_hits(client, django_assert_num_queries):
    factories.SchoolFactory.create_batch(20, name="Elm Primary School")
    factories.SchoolFactory(name="Oak Primary School")
    client.get(PAGE, {"q": "warm"})
    for words in ("oak", "elm"):
        with django_assert_num_queries(2):
            client.get(PAGE, {"q": words})
