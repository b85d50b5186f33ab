"""One application is carried over to another opening: nothing typed again, once, and the original stays whole."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import carrying, dossier, keys
from applications.models import Application
from applications.senders import sender_of
from journal.models import Email
from tests import factories, steps
from tests.applications.test_workflow import refusal
from workgroups.models import Opening

pytestmark = pytest.mark.django_db


def test_it_arrives_whole_and_the_original_stays_as_it_was(sent, there):
    was = Application.objects.values().get(pk=sent.pk)
    made = carrying.carry(sent, opening=there)
    assert (made.hub, made.status, made.answers, made.carried_from) == (there.hub, "submitted", sent.answers, sent)
    assert made.frozen["form"] == sent.frozen["form"]
    assert made.pledge_id not in (None, sent.pledge_id)
    assert made.checks
    assert [claim.criterion for claim in made.criterion_claims.all()] == [
        claim.criterion for claim in sent.criterion_claims.all()
    ]
    assert Application.objects.values().get(pk=sent.pk) == was
    assert dossier.gaps(made) == []


def test_the_moment_of_the_first_sending_is_kept_however_often_it_is_carried(sent, there, hubs_third):
    made = carrying.carry(sent, opening=there)
    again = carrying.carry(made, opening=factories.OpeningFactory(hub=hubs_third, project=sent.project))
    assert made.sent_first == again.sent_first == sent.submitted < made.submitted
    receipt = Email.objects.get(template="applications/received", subject_key=str(made.pk))
    assert f"comes from your application {sent.reference} to GLOW Maths Hub" in receipt.text


@pytest.fixture
def hubs_third(db):
    return factories.HubFactory(name="Third", slug="third")


def test_a_second_call_finds_what_the_first_made(sent, there):
    assert carrying.carry(sent, opening=there) == carrying.carry(sent, opening=there)
    assert Email.objects.filter(template="applications/received").count() == 2  # the original's, and one


def test_a_draft_of_the_school_there_is_not_in_the_way_and_what_it_sent_is(sent, there, bob):
    draft = steps.filled(sent.school, there.hub, bob, sent.project)
    made = carrying.carry(sent, opening=there)
    Application.objects.filter(pk=made.pk).update(status="withdrawn", withdraw_reason="No.")
    assert carrying.carry(sent, opening=there) == made
    other = steps.sent(factories.SchoolFactory(), sent.hub, bob, sent.project)
    steps.sent(other.school, there.hub, bob, sent.project)
    assert "has an application for" in refusal(carrying.carry, other, opening=there)
    assert Application.objects.get(pk=draft.pk).status == "draft"


def test_to_where_it_is_already_it_cannot_be_carried(sent):
    own = Opening.objects.get(hub=sent.hub, project=sent.project)
    assert "already" in refusal(carrying.carry, sent, opening=own)


def test_another_form_gets_the_answers_it_asks_for_and_shows_its_gaps(sent, jurassic):
    made = carrying.carry(
        sent, opening=factories.OpeningFactory(hub=jurassic, project=factories.project("development"))
    )
    assert made.answers["email"] == sent.answers["email"]
    assert not [name for name, answer in made.answers.items() if answer is True]
    assert dossier.gaps(made)


def test_who_held_a_link_gets_a_new_one_for_what_was_carried_and_who_sent_it_stays_known(
    ash_lane, glow, readiness, there
):
    key = keys.start(school=factories.SchoolFactory(), project=readiness, hub=glow, email="a@example.org", once="x")
    draft = key.application
    Application.objects.filter(pk=draft.pk).update(
        answers=steps.complete_answers(draft), status="submitted", submitted=timezone.now()
    )
    draft.refresh_from_db()
    made = carrying.carry(draft, opening=there)
    assert [(one.kind, one.email) for one in made.keys.all()] == [("starter", "a@example.org")]
    assert sender_of(made) == sender_of(draft)


def test_the_database_refuses_a_second_one(sent, there):
    made = carrying.carry(sent, opening=there)
    for wrong in ({"carried_from": made.pk}, {"first_sent": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=made.pk).update(**wrong)
    other = steps.sent(factories.SchoolFactory(), there.hub, factories.UserFactory(), sent.project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=other.pk).update(carried_from=sent.pk, first_sent=timezone.now())
