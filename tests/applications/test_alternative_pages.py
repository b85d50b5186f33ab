"""The pages of a suitable alternative: the desk offers it, the school reads both beside each other and answers."""

import re

import pytest

from applications import reviewing
from applications.models import Application
from journal.models import Email
from tests.applications.test_offers import now_is

pytestmark = pytest.mark.django_db


def made_of(alternative) -> Application:
    alternative.refresh_from_db()
    return Application.objects.get(pk=alternative.became_id)


# --- The school


def link_of(alternative) -> str:
    newest = Email.objects.filter(template="applications/alternative_offered").order_by("id").last()
    return re.search(r"/alternative/[\w-]{43}/", newest.text)[0]


def test_whoever_has_the_link_reads_both_beside_each_other_and_answers_without_signing_in(client, instead, sent):
    link = link_of(instead)
    page = client.get(link)
    words = page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "offers you an alternative" in words
    assert {row.label for row in page.context["rows"] if row.differs} >= {"Project", "Work Group"}
    assert "Who is filling this in?" in page.context["over"].carried
    assert "What your school commits to" in page.context["over"].asked
    assert now_is(sent) == "alternative_offered"
    after = client.post(link, {"answer": "accept"}, follow=True).content.decode()
    assert "You have said yes: complete your application" in after
    assert client.get(f"/apply/{made_of(instead).reference}/").status_code == 302  # to sign in


def test_a_person_of_the_school_goes_straight_on_to_the_draft(client, instead, sent, helen):
    client.force_login(helen)
    assert "Read the alternative and answer" in client.get(f"/apply/{sent.reference}/status/").content.decode()
    page = client.post(f"/apply/{sent.reference}/alternative/", {"answer": "accept"}, follow=True)
    assert page.redirect_chain[-1][0] == f"/apply/{made_of(instead).reference}/"
    assert "Your school has accepted this as an alternative" in page.content.decode()


def test_a_no_without_a_reason_is_asked_again_and_one_that_is_too_late_keeps_its_words(client, instead, sent, alice):
    link = link_of(instead)
    page = client.post(link, {"answer": "decline", "reason": ""})
    assert page.status_code == 422
    assert "Write why the alternative does not suit" in page.content.decode()
    reviewing.reopen(Application.objects.get(pk=sent.pk), reason="Wrong.", by=alice)
    late = client.post(link, {"answer": "decline", "reason": "Too far."})
    assert late.status_code == 409
    assert "Too far." in late.content.decode()
