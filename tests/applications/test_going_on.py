"""Last year’s group goes on: its schools are asked, confirm with last year’s answers, and are placed (J3, S6)."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications import pledging, reviewing, senders, spec, workflow
from applications.going_on import answering, asking, seen
from applications.going_on.candidates import candidates
from applications.models import Application, Continuation
from journal.models import Email
from journal.moves import Refused
from schools.models import SchoolLink
from tests import factories, steps
from tests.applications.test_apply_send import words
from workgroups import places
from workgroups.editions import copy_to_next_year
from workgroups.models import Place, WorkGroup


@pytest.fixture
def embedding(editions, adam):
    """Next year's edition."""
    return copy_to_next_year(factories.project("embedding"), by=adam)


@pytest.fixture
def developed(ash_lane, birch_road, glow, bob, grace, alice, editions):
    """Ash Lane and Birch Road in a Development group, each by its application."""
    project = factories.project("development")
    group = factories.WorkGroupFactory(hub=glow, project=project, name="Stroud Development 2026/27", venue="Ash Lane")
    for school, by in ((ash_lane, bob), (birch_road, grace)):
        own = {"email": by.email, "lead_senior_first_name": "Siân"}
        steps.placed(steps.sent(school, glow, by, project, **own), alice, group)
    return group


@pytest.fixture
def stays(developed, embedding, alice):
    """The group that goes on; both schools are asked."""
    return steps.continued(developed, embedding, alice)


@pytest.fixture
def ours(stays, ash_lane):
    return Continuation.objects.get(school=ash_lane)


def link_of(one) -> str:
    letter = Email.objects.filter(template="applications/continue_asked", to=one.email).latest("pk")
    return re.search(r"/continue/[\w-]{43}/", letter.text)[0]


def confirmed(one, by) -> Application:
    return answering.confirm(filled(answering.begin(one, by=by)[0], by), by=by)


def filled(application, by) -> Application:
    answers = steps.complete_answers(application)
    workflow.save_page(application, answers=answers | application.answers | {"understood": True}, by=by)
    ticks = {name: True for name in answers if name.startswith(("checked_", "clause_", "privacy"))}
    return workflow.save_page(application, answers=ticks, by=by)


def test_the_new_group_begins_as_the_old_one_was(stays, developed, embedding, ours):
    assert (stays.name, stays.venue, stays.continues) == ("Stroud Embedding 2027/28", "Ash Lane", developed)
    assert (ours.place.status, ours.place.group) == ("reserved", stays)
    assert Email.objects.filter(template="applications/continue_asked").count() == 2


def test_pressed_twice_there_is_one_group_and_one_email_each(stays, developed, embedding, alice):
    assert steps.continued(developed, embedding, alice) == stays
    assert (
        Email.objects.filter(template="applications/continue_asked").count()
        == Place.objects.filter(group=stays).count()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.WorkGroupFactory(hub=stays.hub, project=embedding, continues=developed)


def test_all_or_nothing(developed, embedding, alice, ash_lane, glow):
    other = factories.WorkGroupFactory(hub=glow, project=embedding)
    schools = {one.earlier.pk: "office@example.org" for one in candidates(developed, embedding)}
    places.reserve(group=other, school=ash_lane, by=alice)
    with pytest.raises(Refused, match="Ash Lane Primary School cannot be asked"):
        steps.continued(developed, embedding, alice, schools=schools)
    assert not WorkGroup.objects.filter(continues=developed).exists()
    assert not Email.objects.filter(template="applications/continue_asked").exists()


def test_who_may_go_on(developed, embedding, glow, alice, ash_lane, birch_road):
    """Merged schools are followed (U3), who left is not ticked, who has applied is shown."""
    left = factories.SchoolFactory(name="Copse Primary School")
    places.give_up(places.take(group=developed, school=left, by=alice), by=alice)
    offered = factories.SchoolFactory(name="Dell Primary School")
    places.give_up(places.reserve(group=developed, school=offered, by=alice), by=alice)
    academy = factories.SchoolFactory(name="Ash Lane Academy")
    SchoolLink.objects.create(predecessor=ash_lane, successor=academy)
    type(ash_lane).objects.filter(pk=ash_lane.pk).update(register_status="2")
    steps.sent(birch_road, glow, factories.UserFactory(), embedding)
    first, second, third = candidates(developed, embedding)
    assert (first.school, first.is_usual, first.said) == (academy, True, ("It is carried on by Ash Lane Academy.",))
    assert "It has applied for this itself: new." in second.why_not
    assert (third.school, third.left, third.is_usual) == (left, True, False)
    assert "Embedding is for schools that were in Development" in third.why_not  # it did not complete Development


def test_the_form_stands_as_last_year_and_is_confirmed_on_one_page(client, ours, stays):
    client.post(link_of(ours), {"answer": "go_on"})
    draft = Application.objects.get(continuation=ours)
    assert (draft.answers["lead_senior_first_name"], draft.answers["email"]) == ("Siân", "bob@example.org")
    assert client.get(reverse("apply:continue", args=[ours.pk])).status_code == 200  # to say no after all
    page = client.get(reverse("apply:check", args=[draft.reference]))
    assert "What you sent" not in words(page)
    ticks = dict.fromkeys(page.context["form"].fields, "on")
    send = reverse("apply:submit", args=[draft.reference])
    said = words(client.post(send, {name: "on" for name in ticks if name != "checked_all"}))
    assert "Check the answers above, change what is different, and tick" in said
    assert client.post(send, ticks).url == reverse("apply:status", args=[draft.reference])
    ours.refresh_from_db()
    draft.refresh_from_db()
    assert (ours.status, draft.status, draft.place.group, draft.place.status) == (
        "confirmed",
        "placed",
        stays,
        "held",
    )
    assert draft.outcome == "eligible"
    assert senders.sender_of(draft) is None  # the hub itself wrote to that address
    assert not senders.with_unknown_sender(Application.objects.filter(pk=draft.pk)).exists()
    assert Email.objects.filter(template="applications/continued", to="bob@example.org").count() == 1
    assert not Email.objects.filter(template="applications/received", subject_key=str(draft.pk)).exists()
    client.post(send, ticks)
    assert Email.objects.filter(template="applications/continued").count() == 1


def test_the_commitments_are_signed_again_and_the_hub_sees_it(ours, stays, bob):
    application = confirmed(ours, bob)
    pledging.ask_all()
    rows = {row.one.school.name: row for row in seen.shown(stays).rows}
    ash = rows["Ash Lane Primary School"]
    assert (ash.one.status, ash.signed) == ("confirmed", 0)
    assert ash.signing == application.pledge.signatories.count() > 0
    assert rows["Birch Road Primary School"].tag == "Silent"


def test_a_school_says_no_and_its_seat_is_free(client, ours, stays):
    page = link_of(ours)
    assert "Write why your school does not go on" in words(client.post(page, {"answer": "no"}))
    client.post(page, {"answer": "no", "reason": "Our head leaves."})
    client.post(page, {"answer": "no", "reason": "Our head leaves."})
    ours.refresh_from_db()
    assert (ours.status, ours.reason, ours.place.status) == ("declined", "Our head leaves.", "given_up")
    assert Email.objects.filter(template="applications/continue_answered_hub").count() == 1
    assert "Your school does not go on" in words(client.get(page))


def test_who_wants_another_group_is_not_placed_by_itself(ours, bob):
    application, _ = answering.begin(ours, by=bob)
    complete = steps.complete_answers(application, group_stays="unsure")
    workflow.save_page(application, answers=complete, by=bob)
    sent = answering.confirm(application, by=bob)
    ours.refresh_from_db()
    assert (sent.status, ours.status, ours.place.status) == ("submitted", "to_decide", "given_up")


def test_who_is_not_eligible_any_more_is_decided_about_by_the_hub(ours, bob, ash_lane, glow, embedding, adam, alice):
    sustaining = copy_to_next_year(factories.project("sustaining"), by=adam)
    places.take(group=factories.WorkGroupFactory(hub=glow, project=sustaining), school=ash_lane, by=alice)
    assert confirmed(ours, bob).status == "submitted"
    assert Place.objects.get(continuation=ours).status == "given_up"


def test_a_draft_with_a_kept_place_is_not_sent_without_it(ours, bob):
    application, _ = answering.begin(ours, by=bob)
    with pytest.raises(Refused, match="Your hub keeps a place"):
        workflow.submit(application, by=bob)


def test_names_go_only_to_who_may_know_them(ours, alice):
    asking.write_to(ours, email="typo@example.org", by=alice)
    ours.refresh_from_db()
    draft, key = answering.begin(ours)
    assert draft.answers["group_name"] == "Stroud Development 2026/27"
    assert "lead_senior_first_name" not in draft.answers
    asking.write_to(ours, email="bob@example.org", by=alice)
    key.refresh_from_db()
    assert key.revoked


def test_all_silent_ones_are_reminded_once_a_day(stays, ours, alice):
    assert asking.remind_all(stays, by=alice) == 0
    Continuation.objects.update(asked=timezone.now() - timedelta(days=1))
    before = link_of(ours)
    assert asking.remind_all(stays, by=alice) == 2
    assert asking.remind_all(stays, by=alice) == 0
    assert link_of(ours) != before


def test_a_seat_is_taken_back_and_the_school_asked_again(client, stays, ours, alice):
    page = link_of(ours)
    asking.take_back(ours, reason="No answer.", by=alice)
    assert "no longer keeps this place" in words(client.get(page))
    again = asking.ask_more(
        stays, earlier=ours.earlier_id, email="new@example.org", answer_by=timezone.localdate() + timedelta(9), by=alice
    )
    assert (again.pk, again.status, again.place.status) == (ours.pk, "open", "reserved")
    assert client.get(page).status_code == 404


def test_a_decision_taken_back_afterwards_is_shown(stays, ours, bob, alice, client):
    reviewing.reopen(confirmed(ours, bob), reason="By mistake.", by=alice)
    client.force_login(alice)
    assert "Since then: in review." in words(client.get(reverse("desk:going_on", args=["glow", stays.pk])))


def test_the_invitation_stands_in_my_applications(client, bob, charlie, ours):
    client.force_login(bob)
    assert "Stroud Embedding 2027/28, 2027/28" in words(client.get(reverse("apply:mine")))
    assert client.post(reverse("apply:continue", args=[ours.pk]), {"answer": "go_on"}).status_code == 302
    listed = words(client.get(reverse("apply:mine")))
    assert "To confirm" in listed
    assert spec.missing(Application.objects.get(continuation=ours))
    client.force_login(charlie)
    assert client.get(reverse("apply:continue", args=[ours.pk])).status_code == 404
