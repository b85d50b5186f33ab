"""Before the closing moment what was sent can be corrected, with a trail of what changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import corrections, placement, reviewing
from applications.models import Application, Correction, Revision, Status
from journal.models import Email, Event
from journal.moves import Refused
from tests import steps
from workgroups.models import Opening

pytestmark = pytest.mark.django_db


def refusal(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def now(application) -> Application:
    return Application.objects.select_related("school", "hub", "project").get(pk=application.pk)


@pytest.fixture
def correcting(sent, bob):
    """Bob's correction, with another job title and nothing else."""
    begun = corrections.begin(sent, by=bob)
    return corrections.save_page(begun, answers={"job": "Deputy head"})


def test_the_hub_reads_what_was_sent_until_the_correction_is(sent, correcting):
    assert now(sent).answers["job"] != "Deputy head"
    assert "Deputy head" not in str(now(sent).frozen)


def test_sending_replaces_answers_and_form_and_keeps_what_was(sent, correcting, bob):
    revision = corrections.send(now(sent), by=bob)
    after = now(sent)
    assert after.answers["job"] == "Deputy head"
    assert "Deputy head" in str(after.frozen["form"])
    assert (after.status, after.submitted) == (Status.SUBMITTED, sent.submitted)
    assert revision.changed == {"job"}
    assert revision.changes[0]["after"] == "Deputy head"
    assert revision.frozen == sent.frozen
    assert Event.objects.about(sent).last().note == "1 answer"
    assert after.criterion_claims.count() == after.project.criteria.count()


def test_the_checks_are_made_again(sent, bob):
    code = sent.project.criteria.values_list("code", flat=True)
    begun = corrections.begin(sent, by=bob)
    corrections.save_page(begun, answers={f"criterion_{code[0]}": False})
    corrections.send(now(sent), by=bob)
    assert now(sent).criterion_claims.count() == sent.project.criteria.count() - 1


def test_the_hub_is_told_once_somebody_reads_it(sent, correcting, bob, alice):
    reviewing.take_on(sent, by=alice)
    corrections.send(now(sent), by=bob)
    email = Email.objects.get(template="applications/corrected_hub")
    assert email.to == "glow@example.org"
    assert "Your job at the school" in email.text
    assert "Deputy head" not in email.text
    assert now(sent).owner == alice


def test_nothing_changed_is_nothing_to_send(sent, bob):
    corrections.begin(sent, by=bob)
    assert "Nothing is different" in refusal(corrections.send, now(sent), by=bob)


def test_an_answer_taken_out_is_missed(sent, bob):
    begun = corrections.begin(sent, by=bob)
    corrections.save_page(begun, answers={"job": ""})
    assert "still missing" in refusal(corrections.send, now(sent), by=bob)
    assert Revision.objects.count() == 0


def test_one_correction_at_a_time(sent, correcting, helen):
    assert corrections.begin(now(sent), by=helen) == correcting


def test_a_colleagues_newer_words_are_not_written_over(sent, correcting, bob):
    old = Correction.objects.get()
    corrections.save_page(Correction.objects.get(), answers={"last_name": "Brighter"})
    merged = corrections.save_page(old, answers={"first_name": "Rob"})
    assert (merged.answers["last_name"], merged.answers["first_name"]) == ("Brighter", "Rob")


def test_dropped_it_leaves_what_was_sent(sent, correcting, bob):
    corrections.discard(now(sent), by=bob)
    assert now(sent).answers == sent.answers
    assert "dropped already" in refusal(corrections.send, now(sent), by=bob)
    assert corrections.begin(now(sent), by=bob).answers == sent.answers


def test_after_the_closing_moment_it_is_too_late(sent, correcting, bob):
    steps.close(Opening.objects.get())
    assert "This closed at" in refusal(corrections.send, now(sent), by=bob)


def test_a_rolling_project_can_be_corrected_until_the_decision(sent, correcting, bob, alice):
    Opening.objects.update(closes=None)
    reviewing.decline(now(sent), reason="No room.", by=alice)
    assert "it is declined" in refusal(corrections.send, now(sent), by=bob)


def test_what_arrived_in_time_is_in_time(sent, correcting, bob):
    closes = timezone.now() - timedelta(seconds=1)
    Opening.objects.update(opens=closes - timedelta(days=1), closes=closes)
    corrections.send(now(sent), by=bob, at=closes - timedelta(seconds=5))
    assert Correction.objects.get().ending == "sent"


def test_a_decision_on_a_page_from_before_the_correction_is_told(client, sent, correcting, bob, alice):
    drawn = {"seen": sent.status, "seen_owner": "", "seen_version": sent.version, "reason": "My reason."}
    corrections.send(now(sent), by=bob)
    client.force_login(alice)
    answer = client.post(reverse("desk:move", args=["glow", sent.reference, "decline"]), drawn)
    assert answer.status_code == 409
    assert "The school corrected this a moment ago" in answer.content.decode()
    assert "My reason." in answer.content.decode()
    assert now(sent).status == Status.SUBMITTED


# --- Pages


def test_the_form_pages_serve_the_correction(client, sent, bob):
    client.force_login(bob)
    status = reverse("apply:status", args=[sent.reference])
    assert "Correct your application" in client.get(status).content.decode()
    client.post(reverse("apply:correct", args=[sent.reference]))
    page = reverse("apply:page", args=[sent.reference, "people", "you"])
    fields = {name: sent.answers[name] for name in ("first_name", "last_name", "email", "telephone")}
    answer = client.post(f"{page}?check", {**fields, "job": "Deputy head"}, follow=True)
    said = answer.content.decode()
    assert "What will change" in said
    assert "Deputy head" in said
    assert now(sent).answers["job"] != "Deputy head"
    said = client.post(reverse("apply:finish_correction", args=[sent.reference, "send"]), follow=True).content.decode()
    assert "1 answer" in said
    assert now(sent).answers["job"] == "Deputy head"


def test_the_desk_sees_before_and_now(client, sent, correcting, bob, alice):
    corrections.send(now(sent), by=bob)
    client.force_login(alice)
    page = client.get(reverse("desk:application", args=["glow", sent.reference])).content.decode()
    assert "Corrected by the school" in page
    assert "Deputy head" in page
    assert "corrected it" in page


def test_what_was_typed_stays_readable_when_the_hub_was_faster(client, sent, correcting, bob, alice):
    placement.place(now(sent), group=steps.group_of(sent), by=alice)
    client.force_login(bob)
    answer = client.post(reverse("apply:finish_correction", args=[sent.reference, "send"]))
    assert answer.status_code == 409
    assert "it is placed" in answer.content.decode()
    assert "Deputy head" in answer.content.decode()


def test_an_ending_that_there_is_not_drops_nothing(client, sent, correcting, bob):
    client.force_login(bob)
    assert client.post(reverse("apply:finish_correction", args=[sent.reference, "other"])).status_code == 404
    assert Correction.objects.get().closed is None
