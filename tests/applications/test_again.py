"""The next year's application begins from the answers of the last one; what is ticked is ticked anew."""

import pytest
from django.urls import reverse

from applications import again
from applications.models import Application, Status
from journal.moves import Refused
from schools.models import SchoolLink
from tests import factories
from workgroups.editions import copy_to_next_year


@pytest.fixture
def next_opening(sent, adam):
    """GLOW opens next year's edition of the project that Ash Lane applied to."""
    return factories.OpeningFactory(hub=sent.hub, project=copy_to_next_year(sent.project, by=adam))


def test_what_was_typed_is_taken_over_and_what_was_ticked_is_not(sent, next_opening, bob):
    draft = again.start(sent, by=bob)
    assert (draft.project, draft.status, draft.school) == (next_opening.project, Status.DRAFT, sent.school)
    for name in ("first_name", "email", "maths_lead_email", "statement", "in_group"):
        assert draft.answers[name] == sent.answers[name]
    ticked = [name for name, answer in sent.answers.items() if answer is True]
    assert len(ticked) > 10
    assert not set(ticked) & draft.answers.keys()
    assert not [name for name in draft.answers if name.startswith(("evidence_", "inspected_", "clause_", "privacy"))]


def test_a_draft_that_is_there_is_not_written_over(sent, next_opening, bob):
    first = again.start(sent, by=bob)
    Application.objects.filter(pk=first.pk).update(answers={"first_name": "Robert"})
    assert again.start(sent, by=bob).answers == {"first_name": "Robert"}


def test_the_school_of_today_applies(sent, next_opening, bob):
    academy = factories.SchoolFactory(name="Ash Lane Academy", urn=900_050)
    type(academy).objects.filter(pk=sent.school_id).update(register_status="2")
    SchoolLink.objects.create(predecessor=sent.school, successor=academy)
    sent.refresh_from_db()
    assert again.start(sent, by=bob).school == academy


def test_nothing_later_is_open(sent, bob):
    with pytest.raises(Refused, match="takes no applications for a later year"):
        again.start(sent, by=bob)


def test_the_status_page_offers_it_and_leads_into_the_draft(client, sent, next_opening, bob):
    client.force_login(bob)
    page = client.get(reverse("apply:status", args=[sent.reference])).content.decode()
    assert f"Start {next_opening.project.academic_year} from these answers" in page
    answer = client.post(reverse("apply:again", args=[sent.reference]), follow=True)
    assert answer.status_code == 200
    assert "Check each page" in answer.content.decode()
    assert Application.objects.get(status=Status.DRAFT).answers["statement"] == sent.answers["statement"]


def test_it_is_not_offered_without_a_later_opening(client, sent, bob):
    client.force_login(bob)
    assert "from these answers" not in client.get(reverse("apply:status", args=[sent.reference])).content.decode()
    answer = client.post(reverse("apply:again", args=[sent.reference]), follow=True)
    assert "takes no applications for a later year" in answer.content.decode()


@pytest.mark.parametrize("person", ["grace", "charlie", "alice"])
def test_nobody_else_takes_the_answers_over(client, sent, next_opening, person, request):
    client.force_login(request.getfixturevalue(person))
    assert client.post(reverse("apply:again", args=[sent.reference])).status_code == 404
    assert not Application.objects.filter(status=Status.DRAFT).exists()
