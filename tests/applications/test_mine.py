"""My applications: what there is to do comes first, a page at a time."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from journal.models import Email
from tests import factories, steps
from workgroups.models import Opening, Signatory

pytestmark = pytest.mark.django_db


def test_drafts_come_first_by_their_closing_moment(client, ash_lane, glow, jurassic, bob, readiness):
    sent = steps.sent(ash_lane, factories.HubFactory(), bob)
    later = steps.draft(ash_lane, glow, bob)
    sooner = steps.draft(ash_lane, jurassic, bob)
    Opening.objects.filter(hub=jurassic).update(closes=timezone.now() + timedelta(days=1))
    client.force_login(bob)
    rows = client.get(reverse("apply:mine")).context["rows"]
    assert [one.pk for one, _ in rows] == [sooner.pk, later.pk, sent.pk]


def test_many_are_paged(client, bob, glow, readiness):
    for _ in range(27):
        steps.draft(factories.SchoolFactory(), glow, bob)
    client.force_login(bob)
    page = client.get(reverse("apply:mine"))
    assert len(page.context["rows"]) == 25
    assert "?page=2" in page.content.decode()
    assert len(client.get(reverse("apply:mine"), {"page": "2"}).context["rows"]) == 2


def test_a_late_draft_says_that_the_hub_was_asked_and_the_check_says_late_once(client, ash_lane, glow, bob, readiness):
    entry = steps.late(ash_lane, glow, bob)
    steps.close(Opening.objects.get())
    client.force_login(bob)
    assert "You asked GLOW Maths Hub to let it in, on" in client.get(reverse("apply:mine")).text
    check = client.get(reverse("apply:check", args=[entry.application.reference])).text
    assert check.count("Applications closed at") == 1
    assert "This cannot be sent" not in check


# --- Papers to sign


@pytest.fixture
def paper(ash_lane, glow, bob, charlie, editions):
    """Charlie signs as headteacher, at the address that he has proved."""
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True, primary=True)
    return steps.signatory(steps.pledged(ash_lane, glow, bob, headteacher_email=charlie.email), "headteacher")


def papers_of(client, user) -> list:
    client.force_login(user)
    return list(client.get(reverse("apply:mine")).context["papers"])


def test_papers_to_sign_come_first_with_the_next_thing_to_do(client, paper, charlie, bob):
    assert papers_of(client, bob) == []
    assert papers_of(client, charlie) == [paper]
    page = client.get(reverse("apply:mine")).text
    assert "Open the link in the email that went to charlie@example.org" in page
    assert page.index("Waiting for your signature") < page.index("You have not begun an application")
    Signatory.objects.update(link_expires=timezone.now())
    assert "works no longer: have a new one sent" in client.get(reverse("apply:mine")).text
    steps.sign(with_a_new_link(client, paper))
    assert papers_of(client, charlie) == []


def with_a_new_link(client, paper) -> Signatory:
    before = steps.sign_link(paper)
    client.post(reverse("apply:mine"), {"paper": paper.pk})
    paper.refresh_from_db()
    assert client.get(steps.sign_link(paper)).status_code == 200
    assert client.get(before).status_code == 404
    return paper


@pytest.mark.parametrize("key", ["", "x", "\x00", "٣", "9" * 30])
def test_a_paper_that_is_not_ones_own_is_sent_to_nobody(client, paper, bob, key):
    client.force_login(bob)
    links = Email.objects.filter(template="workgroups/sign")
    before = links.count()
    for asked in (key, paper.pk):
        page = client.post(reverse("apply:mine"), {"paper": asked}, follow=True)
        assert "That paper waits for you no longer." in page.text
    assert links.count() == before


def test_papers_cost_the_same_queries_at_one_and_at_thirty(client, paper, charlie, glow, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as few:
        assert len(papers_of(client, charlie)) == 1
    for _ in range(29):
        school = factories.SchoolFactory()
        steps.pledged(school, glow, factories.school_person(school), headteacher_email=charlie.email)
    with django_assert_max_num_queries(len(few)):
        assert len(papers_of(client, charlie)) == 30
