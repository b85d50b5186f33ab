"""Pages that everybody may read: the directory, a hub, a project; how they are found and shared."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hubs.models import HubPiece
from tests import factories
from workgroups.models import Opening, Project

PROJECT = "/hubs/glow/NCP26-08/"


@pytest.fixture
def opening(glow, readiness):
    return factories.OpeningFactory(hub=glow, project=readiness, contact_name="Pip Park", words="We meet in Stroud.")


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def set_dates(opening, opens: int, closes: int | None):
    """In days from now."""
    now = timezone.now()
    opening.opens = now + timedelta(days=opens)
    opening.closes = now + timedelta(days=closes) if closes is not None else None
    opening.save()


def test_a_project_tells_all_that_a_school_asks(client, opening, glow):
    group = factories.WorkGroupFactory(hub=glow, project=opening.project, name="Stroud Readiness", venue="The Old Mill")
    group.lead = factories.SpecialistFactory(hub=glow, user__first_name="Lea", user__last_name="Lund")
    group.save()
    page = text(client, PROJECT)
    for words in (
        *("What it is", "five key areas", "What is involved", "Maths lead", "Who can take part", "At least 1 of these"),
        *(
            "What your school gains",
            "Cost and grant",
            "There is no grant in this year",
            "Both teachers take part in every",
        ),
        *("Stroud Readiness", "The Old Mill", "Led by Lea Lund", "Mastery Readiness Lead", "We meet in Stroud."),
        *("Pip Park", "glow@example.org", "Find your school and apply", "How to apply", "Open until"),
    ):
        assert words in page, words
    assert group.lead.user.email not in page


def test_the_way_to_the_form_remembers_the_hub_and_the_project(client, opening, ash_lane):
    assert "/schools/?hub=glow&amp;project=NCP26-08" in client.get(PROJECT).content.decode()
    found = client.get("/schools/?q=ash+lane&hub=glow&project=NCP26-08").content.decode()
    assert f'href="/apply/{ash_lane.urn}/?hub=glow&amp;project=NCP26-08"' in found
    assert '<input type="hidden" name="project" value="NCP26-08">' in found
    assert "evil" not in client.get("/schools/?q=ash+lane&hub=%22evil&project=a%00evil").content.decode()


def test_an_edition_without_these_words_still_makes_a_page(client, opening):
    Project.objects.update(outline="", involves="", for_whom="", gains="", summary="", money_words="", grant=1000)
    page = text(client, PROJECT)
    assert "What it is" not in page
    assert "State-funded primary schools" in page
    assert "a grant of £1,000 for each school" in page


def test_the_name_of_a_lead_without_one_is_not_their_address(client, opening, glow):
    user = factories.UserFactory(email="lea@example.org", first_name="", last_name="")
    lead = factories.SpecialistFactory(hub=glow, user=user)
    factories.WorkGroupFactory(hub=glow, project=opening.project, lead=lead)
    assert "lea@example.org" not in text(client, PROJECT)


@pytest.mark.parametrize(
    ("opens", "closes", "says", "offered"),
    [
        (-9, 9, "Open until", True),
        (-9, None, "Open now", True),
        (2, 9, "Opens at", False),
        (-9, -1, "This closed", False),
    ],
)
def test_a_page_says_where_the_opening_stands(client, opening, opens, closes, says, offered):
    set_dates(opening, opens, closes)
    page = text(client, PROJECT)
    assert says in page
    assert ("Find your school and apply" in page) is offered
    assert says in text(client, "/hubs/glow/")


def test_what_closed_long_ago_is_no_longer_listed_and_says_when_it_closed(client, opening):
    set_dates(opening, -90, -70)
    assert "This closed on" in text(client, PROJECT)
    assert 'name="robots" content="noindex"' in client.get(PROJECT).content.decode()
    assert "Nothing is open here today" in text(client, "/hubs/glow/")
    assert PROJECT not in client.get("/sitemap.xml").content.decode()


def test_a_rolling_opening_of_a_year_that_is_over_is_closed(client, opening):
    set_dates(opening, -700, None)
    Project.objects.filter(pk=opening.project_id).update(year=2023)
    assert "This closed at the end of 2023/24." in text(client, PROJECT)
    assert not Opening.objects.announced().exists()


def test_a_project_that_the_hub_has_not_opened_is_not_found(client, opening, jurassic):
    for path in ("/hubs/jurassic/NCP26-08/", "/hubs/glow/NCP26-09/", "/hubs/glow/%00/", "/hubs/nowhere/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/hubs/glow/ncp26-08/").url == PROJECT


def test_a_hub_tells_its_area_its_contact_and_its_own_stories(client, opening, glow):
    factories.HubAreaFactory(hub=glow)
    HubPiece.objects.create(
        hub=glow, kind="story", title="A year in Stroud", text="It began.\n\n<b>Then</b> it went on."
    )
    HubPiece.objects.create(hub=glow, kind="link", title="Our newsletter", url="https://news.example.org/")
    page = client.get("/hubs/glow/").content.decode()
    for words in ("Gloucestershire", "glow@example.org", "01632 960 100", "A year in Stroud", "<p>It began.</p>"):
        assert words in page, words
    assert "&lt;b&gt;Then&lt;/b&gt;" in page
    assert '<a href="https://news.example.org/" rel="noopener">Our newsletter</a>' in page


def test_a_hub_that_has_set_up_nothing_still_has_a_page(db, client):
    factories.HubFactory(slug="empty", enquiry_email="", enquiry_phone="")
    page = text(client, "/hubs/empty/")
    assert "Nothing is open here today" in page
    assert "has not given its contact" in page


def test_the_directory_lists_every_hub_and_finds_one(client, glow, jurassic):
    factories.HubAreaFactory(hub=glow)
    page = text(client, "/hubs/")
    assert "GLOW Maths Hub" in page
    assert "Its area is not listed here yet." in page
    found = text(client, "/hubs/?q=gloucestershire")
    assert "1 hub for “gloucestershire”" in found
    assert "No hub for “zzzz”" in text(client, "/hubs/?q=zzzz")


@pytest.mark.parametrize("path", ["/hubs/", "/hubs/glow/", PROJECT])
def test_a_page_can_be_found_and_shared(client, opening, path, settings):
    settings.SITE_URL = "https://hubs.example.org"
    page = client.get(path, HTTP_HOST="localhost").content.decode()
    assert f'<link rel="canonical" href="https://hubs.example.org{path}">' in page
    assert f'<meta property="og:url" content="https://hubs.example.org{path}">' in page
    assert re.search(r'<meta name="description" content="[^"]{40,160}">', page)
    assert re.search(r'<meta property="og:title" content="[^"]{8,}">', page)
    assert path in client.get("/sitemap.xml").content.decode()


def test_crawlers_are_kept_from_everything_that_is_not_named(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /" in lines
    assert {line for line in lines if line.startswith("Allow")} >= {"Allow: /$", "Allow: /hubs/", "Allow: /schools/$"}
    assert not any(private in line for line in lines for private in ("apply", "desk", "admin", "account"))
    assert lines[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_pages_cost_the_same_for_many_rows(client, opening, glow, django_assert_max_num_queries):
    for _ in range(12):
        factories.WorkGroupFactory(hub=glow, project=opening.project, lead=factories.SpecialistFactory(hub=glow))
        factories.HubAreaFactory(
            hub=glow, authority=factories.LocalAuthorityFactory(code=str(100 + _), name=f"Area {_}")
        )
    for path, most in ((PROJECT, 8), ("/hubs/glow/", 4), ("/hubs/", 2)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200
