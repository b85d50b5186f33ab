"""The pages of a suitable alternative: the desk offers it, the school reads both beside each other and answers."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from applications import reviewing
from applications.models import Application, Decision
from applications.views.door import OPENED
from journal.models import Email
from tests import factories
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


def test_who_opened_it_by_a_link_goes_on_with_the_draft_without_signing_in(client, instead, sent):
    key = sent.keys.create(kind="starter", email="office@example.org", expires=timezone.now() + timedelta(days=9))
    session = client.session
    session[OPENED] = {sent.reference: key.pk}
    session.save()
    page = client.post(f"/apply/{sent.reference}/alternative/", {"answer": "accept"}, follow=True)
    assert page.redirect_chain == [(f"/apply/{made_of(instead).reference}/", 302)]


def test_a_no_without_a_reason_is_asked_again_and_one_that_is_too_late_keeps_its_words(client, instead, sent, alice):
    link = link_of(instead)
    page = client.post(link, {"answer": "decline", "reason": ""})
    assert page.status_code == 422
    assert "Write why the alternative does not suit" in page.content.decode()
    reviewing.reopen(Application.objects.get(pk=sent.pk), reason="Wrong.", by=alice)
    late = client.post(link, {"answer": "decline", "reason": "Too far."})
    assert late.status_code == 409
    assert "Too far." in late.content.decode()


# --- The desk


def address_of(application) -> str:
    return f"/desk/glow/applications/{application.reference}/alternative/"


def test_the_desk_sees_at_once_where_the_school_is_eligible(client, sent, alice, group, jurassic):
    factories.OpeningFactory(hub=sent.hub, project=factories.project("embedding"))
    factories.OpeningFactory(hub=jurassic, project=group.project)
    client.force_login(alice)
    assert "Offer a suitable alternative" in client.get(address_of(sent).replace("alternative/", "")).content.decode()
    page = client.get(address_of(sent))
    found = {choice.opening.project.kind: choice.outcome for choice in page.context["form"].own}
    assert found == {"development": "eligible", "embedding": "not_eligible", "readiness": "eligible"}
    assert "Embedding is for schools that were in Development" in page.content.decode()
    assert [str(each.project.kind) for each in page.context["form"].far] == ["development"]


def test_it_is_prepared_read_as_an_email_and_offered_with_the_others(client, sent, alice, development, group):
    client.force_login(alice)
    typed = {
        "what": f"{development.pk}-{group.pk}",
        "words": "It fits your team.",
        "seen": "submitted",
        "do": "prepare",
    }
    wrong = client.post(address_of(sent), typed | {"answer_by": "", "words": ""})
    assert set(wrong.context["form"].errors) == {"answer_by", "words"}
    typed["answer_by"] = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    page = client.post(address_of(sent), typed | {"do": "prepare"}, follow=True).content.decode()
    assert "Prepared: offer a suitable alternative: Stroud Development" in page
    decision = Decision.objects.get()
    letter = client.get(f"/desk/glow/decisions/{decision.pk}/").content.decode()
    assert "the-link-stands-here" in letter
    assert "It fits your team." in letter
    assert client.get("/desk/glow/decisions/").context["projects"][0][0].who_gets_what == [
        ("Offer a suitable alternative", 1)
    ]


def test_another_hub_is_chosen_from_what_is_open_there_and_a_refusal_keeps_what_was_typed(client, sent, erin, jurassic):
    far = factories.OpeningFactory(hub=jurassic, project=factories.project("development"))
    client.force_login(erin)
    until = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    typed = {"what": "elsewhere", "words": "Nearer to you.", "answer_by": until, "seen": "submitted"}
    assert "elsewhere" in client.post(address_of(sent), typed).context["form"].errors
    refused = client.post(address_of(sent), typed | {"elsewhere": far.pk, "do": "now"})
    assert refused.status_code == 409
    assert "Nearer to you." in refused.content.decode()
    client.post(address_of(sent), typed | {"elsewhere": far.pk, "do": "prepare"})
    assert Decision.objects.get().opening == far


def test_the_desk_sees_what_waits_and_sends_its_email_again(client, instead, sent, alice):
    old = link_of(instead)
    client.force_login(alice)
    one = f"/desk/glow/applications/{sent.reference}/"
    assert "Offered instead: Stroud Development" in client.get(one).content.decode()
    owner = Application.objects.get(pk=sent.pk).owner_id
    client.post(f"{one}send_alternative/", {"seen": "alternative_offered", "seen_owner": owner})
    assert client.get(old).status_code == 404
    assert client.get(link_of(instead)).status_code == 200
