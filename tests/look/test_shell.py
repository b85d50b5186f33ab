"""The shell that all pages stand in, and the pages that must stand when nothing else does."""

import pytest
from django.contrib.messages import constants
from django.template.loader import render_to_string
from django.urls import reverse


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_pages_for_broken_moments_need_no_context_and_no_database(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert "Sign in" not in html


def test_the_front_page_of_a_stranger_asks_the_database_once(client, editions, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("front"))


def test_the_header_asks_the_database_for_nothing(client, alice, django_assert_num_queries):
    client.force_login(alice, backend="accounts.backends.RoleBackend")
    client.get(reverse("start"))
    with django_assert_num_queries(2):  # the session and the person
        page = client.get(reverse("demo:look"))
    assert reverse("desk:home") in page.text


def test_a_form_with_errors_says_so_in_the_title(client):
    page = client.get(reverse("demo:look"), {"errors": 1})
    assert "<title>Error: Every element of the look – Maths Hubs</title>" in page.text


def test_a_message_is_shown_once_with_its_kind(client, db):
    page = client.get(reverse("demo:look"), {"said": 1})
    assert page.text.count("Your answers are saved.") == 1
    assert constants.DEFAULT_TAGS[constants.SUCCESS] == "success"
    assert "note-good" in page.text
