"""A school takes its application back, with a reason, until the hub has decided."""

import pytest
from django.urls import reverse

from applications import placement, reviewing, withdrawal, workflow
from applications.facts import gather
from applications.models import Application, Status
from journal.models import Email, Event
from journal.moves import Refused, Stale
from tests import steps

pytestmark = pytest.mark.django_db

WHY = "Our maths lead is leaving."


def refusal(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_it_is_withdrawn_with_its_reason_and_both_sides_are_told(sent, bob):
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    sent.refresh_from_db()
    assert (sent.status, sent.withdraw_reason) == (Status.WITHDRAWN, WHY)
    assert Event.objects.about(sent).last().kind == "withdrew"
    told = dict(Email.objects.filter(template__contains="withdrawn").values_list("template", "to"))
    assert told == {
        "applications/withdrawn": sent.contact_email,
        "applications/withdrawn_hub": "glow@example.org",
    }


def test_one_that_somebody_reads_can_be_withdrawn_too(sent, bob, alice):
    reviewing.take_on(sent, by=alice)
    assert withdrawal.withdraw(sent, reason=WHY, by=bob).status == Status.WITHDRAWN


def test_a_reason_is_needed(sent, bob):
    assert "Write why you withdraw" in refusal(withdrawal.withdraw, sent, reason="  ", by=bob)


def test_a_place_is_given_up_by_talking_to_the_hub(sent, bob, alice):
    placed = steps.placed(sent, alice)
    assert "glow@example.org" in refusal(withdrawal.withdraw, placed, reason=WHY, by=bob)
    assert Application.objects.get().place.status == "held"


def test_what_is_decided_or_withdrawn_stays(sent, bob, alice):
    reviewing.decline(sent, reason="No room.", by=alice)
    assert "nothing to withdraw" in refusal(withdrawal.withdraw, sent, reason=WHY, by=bob)
    reviewing.reopen(Application.objects.get(), reason="Room after all.", by=alice)
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    assert "already" in refusal(withdrawal.withdraw, sent, reason=WHY, by=bob)


def test_the_desk_can_do_nothing_more_with_it(sent, bob, alice):
    gone = withdrawal.withdraw(sent, reason=WHY, by=bob)
    options = {option.move: option for option in reviewing.options(gone, alice)}
    assert not any(option.is_open for option in options.values())
    assert {option.why for option in options.values()} == {"The school has withdrawn it. It can apply again."}


def test_a_hub_that_decides_on_a_page_from_before_is_told(sent, bob, alice):
    group = steps.group_of(sent)
    as_read = Application.objects.select_related("school", "hub", "project").get()
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    with pytest.raises(Stale) as caught:
        placement.place(as_read, group=group, by=alice)
    assert "Bob Bright withdrew this application before you" in caught.value.reason
    assert not group.places.exists()


def test_the_school_can_apply_again(sent, bob, ash_lane, glow, jurassic):
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    assert gather(steps.draft(ash_lane, jurassic, bob)).asked == ()
    again = workflow.start(school=ash_lane, project=sent.project, hub=glow, by=bob)
    workflow.save_page(again, answers=steps.complete_answers(again), by=bob)
    assert workflow.submit(again, by=bob).status == Status.SUBMITTED


# --- Pages


def test_the_page_says_what_will_happen_and_does_it(client, sent, bob):
    client.force_login(bob)
    address = reverse("apply:withdraw", args=[sent.reference])
    assert address in client.get(reverse("apply:status", args=[sent.reference])).content.decode()
    page = client.get(address).content.decode()
    assert "This cannot be undone." in page
    assert "Write why you withdraw" in client.post(address, {"reason": ""}).content.decode()
    page = client.post(address, {"reason": WHY}, follow=True).content.decode()
    assert "Your school has withdrawn this application." in page
    assert WHY in page


def test_what_was_typed_is_given_back_where_the_hub_was_faster(client, sent, bob, alice):
    reviewing.decline(sent, reason="No room.", by=alice)
    client.force_login(bob)
    answer = client.post(reverse("apply:withdraw", args=[sent.reference]), {"reason": WHY})
    assert answer.status_code == 409
    assert WHY in answer.content.decode()


def test_the_queue_has_a_tab_for_it(client, sent, bob, alice):
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    client.force_login(alice)
    queue = reverse("desk:queue", args=["glow"])
    assert sent.school_name not in client.get(queue).content.decode()
    assert sent.school_name in client.get(queue, {"status": "withdrawn"}).content.decode()
    assert WHY in client.get(reverse("desk:application", args=["glow", sent.reference])).content.decode()


def test_all_hubs_at_a_glance_count_it_apart(client, sent, bob, nadia):
    withdrawal.withdraw(sent, reason=WHY, by=bob)
    client.force_login(nadia)
    assert "1 application, and none of them waits" in client.get("/national/").content.decode()
