"""Nothing typed is lost: not to a colleague's newer words, not to a session that ended, not while it is typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from applications import stale
from applications.models import Application
from tests import steps
from tests.applications.test_apply_pages import YOU, kept, url
from tests.applications.test_apply_send import words


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def helens(helen):
    client = Client()
    client.force_login(helen)
    return client


@pytest.fixture
def page(draft):
    return url(draft, "people", "you")


def drawn(client, page) -> str:
    return re.search(r'name="drawn" value="([^"]+)"', client.get(page).content.decode())[1]


def autosave(client, page, **typed):
    return client.post(page, {**typed, "go": "autosave"})


# --- A page that somebody else has saved since ------------------------------------------------------


def test_a_stale_page_shows_both_and_overwrites_neither(bobs, helens, draft, page):
    seen = drawn(bobs, page)
    helens.post(page, YOU | {"job": "Maths lead", "drawn": drawn(helens, page)})
    response = bobs.post(page, YOU | {"job": "Deputy head", "drawn": seen})
    assert response.status_code == 409
    said = words(response)
    assert [part for part in ("Two versions", "Maths lead", "Deputy head") if part not in said] == []
    assert kept(draft)["job"] == "Maths lead"


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Deputy head"), ("theirs", "Maths lead")])
def test_one_of_the_two_is_chosen(bobs, helens, draft, page, choice, stays):
    seen = drawn(bobs, page)
    helens.post(page, YOU | {"job": "Maths lead"})
    both = bobs.post(page, YOU | {"job": "Deputy head", "drawn": seen}).content.decode()
    now = re.search(r'name="drawn" value="([^"]+)"', both)[1]
    response = bobs.post(page, YOU | {"job": "Deputy head", "drawn": now, "keep_job": choice})
    assert response.status_code == 302
    assert kept(draft)["job"] == stays


def test_other_answers_of_the_same_page_are_put_together(bobs, helens, draft, page):
    bobs.post(page, YOU)
    seen = drawn(bobs, page)
    helens.post(page, YOU | {"job": "Maths lead", "drawn": seen})
    assert bobs.post(page, YOU | {"telephone": "01632 960 002", "drawn": seen}).status_code == 302
    assert (kept(draft)["job"], kept(draft)["telephone"]) == ("Maths lead", "01632 960 002")


def test_the_same_words_twice_are_no_clash(bobs, helens, draft, page):
    seen = drawn(bobs, page)
    for client in (helens, bobs):
        assert client.post(page, YOU | {"drawn": seen}).status_code == 302


def test_another_page_saved_since_is_no_clash(bobs, helens, draft, page):
    seen = drawn(bobs, page)
    helens.post(url(draft, "agree", "privacy"), {"privacy": "on"})
    assert bobs.post(page, YOU | {"drawn": seen}).status_code == 302
    assert kept(draft) == YOU | {"privacy": True}


@pytest.mark.parametrize("odd", ["", "1", "1.zz", "9" * 400, "\x00", "1" + ".0123456789" * 300, "٣.0123456789"])
def test_an_odd_print_is_taken_for_none(bobs, draft, page, odd):
    assert bobs.post(page, YOU | {"drawn": odd}).status_code == 302


def test_a_list_of_schools_is_compared_as_one_answer(draft):
    rows = [{"typed": "Cedar School", "urn": None, "name": "", "relationship": "trust", "other": ""}]
    assert stale.print_of(rows) == stale.print_of([dict(reversed(rows[0].items()))])
    assert stale.print_of([]) == stale.print_of(None) == stale.print_of("")


# --- Signed out in between ---------------------------------------------------------------------------


def test_what_was_typed_waits_for_the_sign_in(client, draft, page, bob):
    response = client.post(page, YOU | {"job": "Deputy head"})
    assert response["Location"].startswith(reverse("account_login"))
    assert kept(draft) == {}
    client.force_login(bob)
    back = client.get(page)
    assert "Deputy head" in back.content.decode()
    assert "You typed this at" in words(back)
    client.post(page, YOU | {"job": "Deputy head"})
    assert kept(draft)["job"] == "Deputy head"
    assert "You typed this at" not in words(client.get(page))


def test_what_waits_can_be_dropped(client, draft, page, bob):
    client.post(page, YOU)
    client.force_login(bob)
    client.post(page, {"go": "drop"})
    assert "José" not in client.get(page).content.decode()
    assert kept(draft) == {}


def test_what_waits_is_not_shown_to_whom_the_draft_is_not(client, page, grace):
    client.post(page, YOU)
    client.force_login(grace)
    assert client.get(page).status_code == 404


def test_more_than_a_page_holds_is_not_kept_for_strangers(client, page):
    client.post(page, {"job": "x" * 100_000})
    assert not client.session.get("typed")


def test_a_form_from_before_the_sign_in_is_shown_again_as_typed(draft, page, bob):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    response = browser.post(page, YOU | {"csrfmiddlewaretoken": "x" * 64})
    assert response["Location"] == page
    assert kept(draft) == {}
    assert "José" in browser.get(page).content.decode()


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_posts_is_neither_saved_nor_kept(draft, page, bob, header):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    assert browser.post(page, YOU, headers=header).status_code == 403
    assert "typed" not in browser.session


# --- While it is typed -------------------------------------------------------------------------------


def test_typing_saves_and_says_when(bobs, draft, page):
    answer = autosave(bobs, page, job="Deputy he", drawn=drawn(bobs, page)).json()
    assert kept(draft)["job"] == "Deputy he"
    assert re.fullmatch(r"\d{1,2}:\d\d[ap]m", answer["saved"])
    assert answer["drawn"] == drawn(bobs, page)


def test_typing_keeps_what_is_not_right_yet(bobs, draft, page):
    autosave(bobs, page, email="bob@")
    assert kept(draft)["email"] == "bob@"


def test_typing_leaves_out_what_cannot_be_kept_and_names_it(bobs, draft, page):
    answer = autosave(bobs, page, first_name="Bob", job="a\x00b").json()
    assert kept(draft)["first_name"] == "Bob"
    assert "job" not in kept(draft)
    assert len(answer["wrong"]) == 1


def test_half_a_school_is_not_taken_for_a_school(bobs, draft, birch_road):
    group = url(draft, "group", "schools")
    typed = {"in_group": "yes", "group_schools_0_school": "Birch", "group_schools_0_relationship": "trust"}
    autosave(bobs, group, **typed)
    assert [(row["typed"], row["urn"]) for row in kept(draft)["group_schools"]] == [("Birch", None)]
    assert bobs.post(group, typed).status_code == 302
    assert kept(draft)["group_schools"][0]["urn"] == birch_road.urn


def test_typing_never_writes_over_newer_words(bobs, helens, draft, page):
    seen = drawn(bobs, page)
    helens.post(page, YOU | {"job": "Maths lead"})
    response = autosave(bobs, page, **YOU | {"job": "Deputy head"}, drawn=seen)
    assert (response.status_code, "clash" in response.json()) == (409, True)
    assert kept(draft)["job"] == "Maths lead"


def test_typing_while_signed_out_is_told_so(client, page):
    response = autosave(client, page, job="Deputy head")
    assert (response.status_code, response.json()) == (401, {"signed_out": True})


def test_typing_into_what_was_sent_is_told_so(bobs, ash_lane, glow, bob, readiness):
    sent = steps.sent(ash_lane, glow, bob)
    response = autosave(bobs, url(sent, "people", "you"), job="Deputy head")
    assert (response.status_code, response.json()["sent"]) == (409, True)


def test_typing_costs_what_saving_costs(bobs, draft, page, django_assert_max_num_queries):
    autosave(bobs, page, **YOU)
    with django_assert_max_num_queries(4):
        autosave(bobs, page, **YOU)
    assert Application.objects.get().version == 2
