"""A check is judged on the application's page; the school reads how, not why."""

import pytest

from applications import judging, reviewing
from applications.models import Application, Judgement
from tests import factories, steps
from tests.applications.test_judging import met

pytestmark = pytest.mark.django_db


def page_of(application):
    return f"/desk/glow/applications/{application.reference}/"


def judge_page(application, code="state_funded"):
    return f"{page_of(application)}judge/{code}/"


def drawn_from(application, **more) -> dict:
    now = Application.objects.get(pk=application.pk)
    return {"seen": now.status, "seen_owner": now.owner_id or "", "outcome": "pass", "reason": "Ours.", **more}


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def test_a_check_is_judged_on_the_applications_page(as_alice, closing):
    page = as_alice.get(page_of(closing)).content.decode()
    assert f'action="{judge_page(closing)}?' in page
    response = as_alice.post(judge_page(closing) + "?status=all", drawn_from(closing))
    assert response.url == page_of(closing) + "?status=all"
    page = as_alice.get(page_of(closing)).content.decode()
    assert "The rules said no: The programme is for state-funded schools" in page
    assert "GLOW Maths Hub judged: met." in page
    assert "The rules said: not eligible." in page


def test_the_queue_finds_it_by_the_verdict_that_counts(as_alice, closing, alice):
    met(met(closing, "state_funded", alice), "open", alice)
    rows = as_alice.get("/desk/glow/queue/?outcome=eligible").context["rows"]
    assert [row["school"] for row in rows] == [closing.school_name]


def opened(response) -> list[str]:
    """The codes of the checks whose form stands open on the page."""
    return [line.check.code for line in response.context["checks"] if line.is_open]


def test_what_needs_an_eye_comes_first_and_every_form_is_folded(as_alice, closing):
    response = as_alice.get(page_of(closing))
    assert [line.check.outcome for line in response.context["checks"]][:3] == ["fail", "judge", "pass"]
    assert opened(response) == []


def test_what_is_missing_is_asked_for_at_the_check_and_what_was_written_stays(as_alice, closing):
    response = as_alice.post(judge_page(closing), drawn_from(closing, outcome="", reason="Because."))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say how you judge it." in page
    assert opened(response) == ["state_funded"]
    assert page.count("Because.") == 1
    assert "What the school says" in page
    assert as_alice.post(judge_page(closing), drawn_from(closing, reason="\0")).status_code == 422
    assert as_alice.post(judge_page(closing), {"outcome": "pass"}).status_code == 422


def test_who_was_faster_is_said_and_nothing_typed_is_lost(as_alice, closing, alice):
    met(closing, "state_funded", alice)  # in another window
    response = as_alice.post(judge_page(closing), drawn_from(closing, reason="My own words."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody was faster" in page
    assert f"{alice} judged this check before you" in page
    assert "My own words." in page
    assert opened(response) == ["state_funded"]


def test_words_for_a_check_that_is_decided_meanwhile_can_be_copied(as_alice, closing, alice):
    seen = drawn_from(closing, reason="My own words.")
    reviewing.decline(closing, reason="No room.", by=alice)
    response = as_alice.post(judge_page(closing), seen)
    assert response.status_code == 409
    assert opened(response) == []
    assert "My own words." in response.context["orphan"]


def test_an_address_of_a_check_leads_to_it(as_alice, closing):
    assert as_alice.get(judge_page(closing)).url.endswith("?status=waiting#check-state_funded")


def test_a_judgement_is_taken_back_with_a_button(as_alice, closing, alice):
    met(closing, "state_funded", alice)
    key = Judgement.objects.get().pk
    as_alice.post(judge_page(closing) + "take-back/", drawn_from(closing, seen_judgement=key))
    assert not Judgement.objects.exists()
    assert as_alice.post(judge_page(closing) + "take-back/", drawn_from(closing)).status_code == 409
    broken = as_alice.post(judge_page(closing) + "take-back/", {"seen": "x"})
    assert broken.status_code == 422
    assert "Open this page again" in broken.content.decode()


def test_who_prepares_reads_the_checks_and_is_told_who_judges(client, closing, erin):
    client.force_login(erin)
    page = client.get(page_of(closing)).content.decode()
    assert "Judge this" not in page
    assert "A hub lead or assistant hub lead decides." in page
    assert client.post(judge_page(closing), drawn_from(closing)).status_code == 409


def test_a_check_there_is_not_and_another_hubs_are_not_found(as_alice, client, closing, dana):
    assert as_alice.get(judge_page(closing, "weather")).status_code == 404
    client.force_login(dana)
    for path in (judge_page(closing), judge_page(closing).replace("/glow/", "/jurassic/")):
        assert client.get(path).status_code == 404
        assert client.post(path, drawn_from(closing)).status_code == 404


def test_the_school_reads_how_it_was_judged_and_not_why_or_by_whom(client, closing, alice, grace):
    judging.judge(closing, code="open", outcome="pass", reason="Their head told us in secret.", by=alice)
    client.force_login(grace)
    page = client.get(f"/apply/{closing.reference}/status/").content.decode()
    assert "GLOW Maths Hub has judged for itself: “Open school” is met." in page
    assert "in secret" not in page
    assert "Alice" not in page


def test_the_school_reads_what_fits_instead(client, glow, editions):
    school = factories.SchoolFactory(phase_code="4", low_age=11, high_age=16)
    person = factories.school_person(school)
    application = steps.sent(school, glow, person)
    client.force_login(person)
    page = client.get(f"/apply/{application.reference}/status/").content.decode()
    assert "<strong>Secondary</strong>" in page
    assert "The school teaches secondary pupils." in page


def test_the_administration_shows_rules_and_judgements(client, closing, alice, adam):
    met(closing, "state_funded", alice)
    client.force_login(adam)
    page = client.get(f"/admin/applications/application/{closing.pk}/change/").content.decode()
    assert "We know it well." in page
    assert "The programme is for state-funded schools" in page
