"""From check your answers to the receipt: once, whatever the browser does."""

import re

import pytest
from django.urls import reverse

from applications import reviewing, workflow
from applications.models import Application, Status
from journal.models import Email
from tests import factories, steps
from workgroups.models import Opening


@pytest.fixture
def filled(ash_lane, glow, bob, readiness):
    return steps.filled(ash_lane, glow, bob, email="office@example.org")


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


def to(name, application) -> str:
    return reverse(f"apply:{name}", args=[application.reference])


def words(response) -> str:
    """What a reader sees, in one line."""
    html = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def test_the_task_list_says_how_far_each_section_is(bobs, draft, bob):
    workflow.save_page(draft, answers={"first_name": "Bob"}, by=bob)
    said = words(bobs.get(to("tasks", draft)))
    assert "0 of 5 sections done" in said
    assert "People Started Enter your last name." in said
    assert "Saved at" in said


def test_the_task_list_says_the_deadline(bobs, draft):
    opening = Opening.objects.get()
    said = words(bobs.get(to("tasks", draft)))
    assert f"{opening.closes:%B %Y}" in said
    Opening.objects.update(closes=None)
    assert "no closing date" in words(bobs.get(to("tasks", draft)))


def test_a_complete_form_can_be_checked_and_changed(bobs, filled):
    response = bobs.get(to("check", filled))
    html = response.content.decode()
    assert "Send to GLOW Maths Hub" in html
    assert f"{reverse('apply:page', args=[filled.reference, 'people', 'you'])}?check" in html
    assert "office@example.org" in html


def test_the_verdict_is_shown_with_its_reasons_before_sending(bobs, filled):
    said = words(bobs.get(to("check", filled)))
    assert "What the rules say" in said
    assert "State-funded: Community school." in said
    filled.school.register_status = "2"
    filled.school.save()
    said = words(bobs.get(to("check", filled)))
    assert "your school is not eligible" in said
    assert "The register says the school has closed." in said


def test_an_incomplete_form_has_no_button_to_send(bobs, draft):
    said = words(bobs.get(to("check", draft)))
    assert "Send to" not in said
    assert "Not ready to send" in said


def test_sending_leads_to_the_receipt(bobs, filled):
    response = bobs.post(to("submit", filled), follow=True)
    assert response.redirect_chain == [(to("status", filled), 302)]
    said = words(response)
    assert f"Your receipt number {filled.reference}" in said
    for heading in ("Where it stands", "What you have to do", "What happens next", "Whom to ask", "What you sent"):
        assert heading in said


def test_sent_twice_is_sent_once(bobs, filled):
    first, second = bobs.post(to("submit", filled)), bobs.post(to("submit", filled))
    assert first["Location"] == second["Location"] == to("status", filled)
    assert Application.objects.exclude(status=Status.DRAFT).count() == 1
    assert Email.objects.filter(template="applications/received").count() == 1


def test_a_second_tab_left_on_the_answers_leads_to_the_receipt(bobs, filled):
    bobs.post(to("submit", filled))
    for name in ("tasks", "check"):
        assert bobs.get(to(name, filled))["Location"] == to("status", filled)


def test_a_colleagues_own_draft_is_told_of_the_first(client, bobs, filled, helen):
    hers = workflow.start(school=filled.school, project=filled.project, hub=filled.hub, by=helen)
    workflow.save_page(hers, answers=steps.complete_answers(hers), by=helen)
    bobs.post(to("submit", filled))
    client.force_login(helen)
    response = client.post(to("submit", hers))
    assert response.status_code == 409
    assert f"Your school has already sent this to GLOW Maths Hub: {filled.reference}" in words(response)
    assert reverse("apply:mine") in response.content.decode()


def test_what_is_missing_is_refused_on_the_page(bobs, draft):
    response = bobs.post(to("submit", draft))
    assert response.status_code == 409
    assert "This cannot be sent" in words(response)
    assert Application.objects.get().status == Status.DRAFT


def test_too_late_is_said_with_whom_to_ask(bobs, filled):
    steps.close(Opening.objects.get())
    assert "Your draft stays here: nothing of it is lost" in words(bobs.get(to("check", filled)))
    response = bobs.post(to("submit", filled))
    assert response.status_code == 409
    assert "Write to glow@example.org" in words(response)


def test_sending_by_a_link_changes_nothing(bobs, filled):
    assert bobs.get(to("submit", filled)).status_code == 405
    assert Application.objects.get().status == Status.DRAFT


def test_the_receipt_by_email_holds_the_form(bobs, filled):
    bobs.post(to("submit", filled))
    email = Email.objects.get(template="applications/received")
    assert email.to == "office@example.org"
    assert email.subject == f"GLOW Maths Hub has your application {filled.reference}"
    for text in (email.text, email.html):
        assert filled.reference in text
        assert "Both teachers take part in every workshop of the year." in text
        assert to("status", filled) in text


def test_what_was_sent_is_shown_in_the_wording_of_that_day(bobs, filled):
    bobs.post(to("submit", filled))
    filled.project.clauses.all().update(text="Other words.")
    said = words(bobs.get(to("status", filled)))
    assert "Both teachers take part in every workshop of the year." in said
    assert "Other words." not in said


def test_a_declined_school_reads_the_reason(bobs, sent, alice):
    reviewing.decline(sent, reason="All groups are full. Ask again in May.", by=alice)
    said = words(bobs.get(to("status", sent)))
    assert "All groups are full. Ask again in May." in said
    assert "Not placed" in said


def test_a_placed_school_reads_its_group(bobs, sent, alice):
    lead = factories.SpecialistFactory(hub=sent.hub, user=alice)
    group = steps.group_of(sent, name="Severn", venue="Ash Lane", lead=lead)
    steps.placed(sent, alice, group)
    said = words(bobs.get(to("status", sent)))
    assert "Your school has a place in the Work Group Severn." in said
    assert "Led by Alice Adeyemi" in said


def test_the_hubs_notes_are_never_shown_to_the_school(bobs, sent, alice):
    reviewing.add_note(sent, text="Visit them first.", by=alice)
    assert "Visit them first" not in words(bobs.get(to("status", sent)))


@pytest.mark.parametrize("who", ["charlie", "grace", "alice", "dana"])
def test_a_receipt_is_the_schools_own(client, sent, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(to("status", sent)).status_code == 404
    assert client.post(to("submit", sent)).status_code == 404


def test_my_applications_are_empty_at_first(bobs):
    said = words(bobs.get(reverse("apply:mine")))
    assert "You have not begun an application" in said
    assert "Find your school" in said


def test_my_applications_say_what_to_do_next(bobs, draft):
    said = words(bobs.get(reverse("apply:mine")))
    assert "You have not sent this yet. Finish it and send it by" in said


def test_my_applications_hold_the_schools_and_nobody_elses(client, sent, helen, grace):
    client.force_login(helen)
    assert sent.reference in words(client.get(reverse("apply:mine")))
    client.force_login(grace)
    assert sent.reference not in words(client.get(reverse("apply:mine")))


def test_my_applications_cost_the_same_with_more_of_them(bobs, draft, bob, django_assert_num_queries):
    bobs.get(reverse("apply:mine"))
    with django_assert_num_queries(18):
        bobs.get(reverse("apply:mine"))
    for _ in range(5):
        steps.draft(draft.school, factories.HubFactory(), bob)
    with django_assert_num_queries(18):
        bobs.get(reverse("apply:mine"))
