"""Help, contact, privacy, cookies, accessibility: that they are there, and that they say what the software does."""

import re
from html import unescape

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import reverse
from django.utils.html import strip_tags

from applications import spec
from config.pages import HELP
from tests import factories
from tests.repository.files import files, lines_that_match

ABOUT_THE_SERVICE = ("help", "contact", "privacy", "cookies", "accessibility")


def words(response) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def named_cookies(client) -> set[str]:
    page = client.get(reverse("cookies")).content.decode()
    return set(re.findall(r"<code>([^<]+)</code>", page))


@pytest.mark.parametrize("name", ABOUT_THE_SERVICE)
def test_each_page_about_the_service_is_linked_from_the_footer(client, db, name):
    footer = client.get(reverse("front")).content.decode().split("<footer")[1]
    assert f'href="{reverse(name)}"' in footer


@pytest.mark.parametrize("name", ABOUT_THE_SERVICE)
def test_each_page_has_a_title_a_heading_and_a_description_of_its_own(client, glow, name):
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    description = re.search(r'<meta name="description" content="([^"]{50,170})"', page)[1]
    assert description != re.search(r'name="description" content="([^"]*)"', client.get("/schools/").text)[1]


@pytest.mark.parametrize("kind", HELP)
def test_there_is_help_for_each_kind_of_person(client, db, kind):
    page = client.get(reverse("help_for", args=[kind]))
    assert HELP[kind][0] in words(page)
    assert page.content.decode().count("<h2>") > 4


def test_help_for_nobody_in_particular_is_not_found(client, db):
    assert client.get(reverse("help_for", args=["base"])).status_code == 404


# --- Cookies


def test_the_cookies_page_names_every_cookie_that_is_set(client, charlie):
    """One walk that meets all: a form to send, signing in with a code, a message, signing out."""
    found = set()
    client.get(reverse("account_login"))
    found |= set(client.cookies)
    client.post(reverse("account_request_login_code"), {"email": charlie.email})
    client.force_login(charlie)
    client.get(reverse("start"))
    found |= set(client.cookies)
    client.post(reverse("account_logout"))
    found |= set(client.cookies)
    assert found == named_cookies(client)
    assert CookieStorage.cookie_name in found


@pytest.mark.parametrize("name", ["front", "schools:find", "help", "contact", "privacy", "cookies", "accessibility"])
def test_a_public_page_sets_no_cookie(client, glow, name):
    assert not client.get(reverse(name)).cookies


def test_what_a_script_keeps_in_the_browser_is_on_the_cookies_page(client, db):
    keeps = re.compile(r"\b(local|session)Storage\b|\bindexedDB\b|document\.cookie")
    said = "in your browser" in words(client.get(reverse("cookies")))
    assert said or lines_that_match(files(".js", under="static"), keeps) == []


# --- Privacy and contact


def test_a_hub_with_a_notice_of_its_own_shows_it(client, glow):
    assert glow.privacy_notice in words(client.get(reverse("public:privacy", args=[glow.slug])))


def test_a_hub_without_a_notice_shows_ours(client, ash_lane):
    hub = factories.HubFactory(slug="bare", name="Bare", privacy_notice="", lead_school=ash_lane)
    said = words(client.get(reverse("public:privacy", args=["bare"])))
    assert f"{hub}, led by Ash Lane Primary School, answers for what you send it" in said
    assert "Information Commissioner" in said


def test_a_notice_is_text_and_not_a_page(client, glow):
    type(glow).objects.update(privacy_notice="<script>alert(1)</script>")
    page = client.get(reverse("public:privacy", args=[glow.slug])).content.decode()
    assert "<script>alert" not in page


def test_a_hub_there_is_not_has_no_notice(client, db):
    assert client.get("/hubs/nowhere/privacy/").status_code == 404


def test_the_form_leads_to_the_whole_notice(client, draft, bob):
    client.force_login(bob)
    section, page = next(both for both in spec.form_for(draft.project).pages() if both[1].facts == "privacy")
    address = reverse("apply:page", args=[draft.reference, section.slug, page.slug])
    assert reverse("public:privacy", args=[draft.hub.slug]) in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["contact", "privacy"])
def test_a_list_of_hubs_takes_the_same_queries_for_one_and_for_thirty(
    client, glow, name, django_assert_max_num_queries
):
    factories.HubFactory.create_batch(29)
    with django_assert_max_num_queries(1):
        page = client.get(reverse(name))
    assert "GLOW Maths Hub" in page.text


def test_who_answers_for_the_service_is_on_the_contact_page(client, db, settings):
    settings.CONTACT_EMAIL = "service@example.org"
    assert "mailto:service@example.org" in client.get(reverse("contact")).content.decode()


@pytest.mark.parametrize("name", ["contact", "privacy", "accessibility"])
def test_without_an_address_of_the_service_the_hub_is_named(client, db, settings, name):
    settings.CONTACT_EMAIL = ""
    assert "Write to your Maths Hub" in words(client.get(reverse(name)))
