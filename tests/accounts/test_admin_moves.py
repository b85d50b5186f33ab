"""The administration does what the verbs do, shows their reasons, and leaves history alone."""

import pytest
from django.utils import timezone

from accounts.models import User
from applications import reviewing
from applications.models import Application
from hubs.access import desk_hubs
from hubs.models import HubRole
from journal import outbox
from journal.models import Email, Event
from journal.moves import record
from tests import factories, steps
from workgroups import places
from workgroups.models import Place, Project, WorkGroup


@pytest.fixture
def signed_in(client, adam):
    client.force_login(adam)
    return client


def at(application, move=""):
    return f"/admin/applications/application/{application.pk}/" + (f"move/{move}/" if move else "change/")


def text(response):
    return response.content.decode()


def test_an_administrator_places_through_the_verb(signed_in, sent, adam):
    group = steps.group_of(sent)
    assert f"{group} (8 of 8 places left)" in text(signed_in.get(at(sent, "place")))
    answer = signed_in.post(at(sent, "place"), {"group": group.pk, "reason": "", "seen": "submitted"}, follow=True)
    assert "has a place in" in text(answer)
    sent.refresh_from_db()
    assert (sent.status, sent.place.group) == ("placed", group)
    assert Event.objects.about(sent).last().by == adam.pk


def test_a_decline_asks_for_its_reason(signed_in, sent):
    nothing = signed_in.post(at(sent, "decline"), {"reason": " ", "seen": "submitted"})
    assert "Fill this in." in text(nothing)
    signed_in.post(at(sent, "decline"), {"reason": "All groups are full.", "seen": "submitted"})
    sent.refresh_from_db()
    assert (sent.status, sent.decline_reason) == ("declined", "All groups are full.")


def test_a_closed_move_shows_the_reason_the_verb_would_give(signed_in, sent, adam):
    reason = next(option.why for option in reviewing.options(sent, adam) if option.move == "reopen")
    assert reason in text(signed_in.get(at(sent)))
    answer = signed_in.post(at(sent, "reopen"), {"reason": "A mistake", "seen": "submitted"})
    assert reason in text(answer)


def test_the_second_of_two_is_told_who_was_faster(signed_in, sent, alice):
    reviewing.take_on(sent, by=alice)
    answer = signed_in.post(at(sent, "decline"), {"reason": "No room.", "seen": "submitted"})
    assert "Alice Adeyemi" in text(answer)
    assert "No room." in text(answer)
    assert Application.objects.get().status == "in_review"


def test_several_are_taken_on_at_once(signed_in, sent, adam):
    data = {"action": "take_on_selected", "_selected_action": [sent.pk]}
    signed_in.post("/admin/applications/application/", data)
    sent.refresh_from_db()
    assert sent.owner == adam


def test_an_unknown_move_and_an_unknown_application_are_not_found(signed_in, sent):
    assert signed_in.get(at(sent, "delete-all")).status_code == 404
    assert signed_in.get(f"/admin/applications/application/{'9' * 30}/move/decline/").status_code == 404


def test_no_status_can_be_typed_anywhere(signed_in, sent, birch_road, alice):
    place = places.take(group=steps.group_of(sent), school=birch_road, by=alice)
    for path in (at(sent), f"/admin/workgroups/place/{place.pk}/change/"):
        assert 'name="status"' not in text(signed_in.get(path))
        assert signed_in.post(path, {"status": "declined"}).status_code == 403


@pytest.mark.parametrize("name", ["journal/event", "journal/email", "applications/application", "applications/note"])
def test_history_is_never_added_or_deleted(signed_in, sent, alice, name):
    reviewing.add_note(sent, text="Rang them.", by=alice)
    assert signed_in.post(f"/admin/{name}/add/").status_code == 403
    assert signed_in.post(f"/admin/{name}/1/delete/", {"post": "yes"}).status_code == 403


def test_a_message_with_a_code_never_shows_its_words(signed_in, bob):
    words = {"code": "1234-5678"}
    email = outbox.queue("a-code", "account/login_code", bob.email, words, secret=True)
    page = text(signed_in.get(f"/admin/journal/email/{email.pk}/change/"))
    assert "1234-5678" in Email.objects.get().text
    assert "1234-5678" not in page
    assert "not shown" in page


def send_again(client, *emails):
    data = {"action": "send_again", "_selected_action": [email.pk for email in emails]}
    return text(client.post("/admin/journal/email/", data, follow=True))


def test_parked_messages_are_sent_again_except_those_with_a_code(signed_in, bob, adam):
    notice = outbox.queue("a-notice", "account/notice", bob.email, {"what": "Your password was changed."})
    code = outbox.queue("a-code", "account/login_code", bob.email, {"code": "1234-5678"}, secret=True)
    assert "neither parked nor uncertain" in send_again(signed_in, notice)
    Email.objects.update(parked=timezone.now(), attempts=7)
    said = send_again(signed_in, notice, code)
    assert "1 put back to be sent." in said
    assert "has run out" in said
    assert list(Email.objects.filter(parked=None).values_list("pk", "attempts")) == [(notice.pk, 0)]
    assert Event.objects.about(notice).get().by == adam.pk


def test_a_place_without_an_application_is_given_and_given_up(signed_in, readiness, glow, birch_road):
    group = factories.WorkGroupFactory(hub=glow, project=readiness, capacity=1)
    signed_in.post("/admin/workgroups/place/add/", {"group": group.pk, "school": birch_road.pk})
    place = Place.objects.get()
    signed_in.post(f"/admin/workgroups/place/{place.pk}/move/give_up/", {"reason": "They moved.", "seen": "held"})
    place.refresh_from_db()
    assert place.status == "given_up"
    assert Event.objects.about(place).count() == 2


def test_a_full_group_says_so_beside_what_was_typed(signed_in, readiness, glow, birch_road, ash_lane, alice):
    group = factories.WorkGroupFactory(hub=glow, project=readiness, capacity=1)
    places.take(group=group, school=ash_lane, by=alice)
    answer = signed_in.post("/admin/workgroups/place/add/", {"group": group.pk, "school": birch_road.pk})
    assert "is full" in text(answer)
    assert Place.objects.count() == 1


def test_a_place_held_by_an_application_is_given_up_by_reopening_it(signed_in, sent, alice):
    place = steps.placed(sent, alice).place
    page = f"/admin/workgroups/place/{place.pk}/move/give_up/"
    answer = signed_in.post(page, {"reason": "They moved.", "seen": "held"})
    assert f"It is held by {sent}" in text(answer)
    place.refresh_from_db()
    assert place.status == "held"


def test_a_group_is_set_up_and_changed_through_the_verbs(signed_in, readiness, glow):
    data = {"hub": glow.pk, "project": readiness.pk, "name": "East", "capacity": 8, "mode": "online", "venue": ""}
    inline = {"places-TOTAL_FORMS": 0, "places-INITIAL_FORMS": 0}
    signed_in.post("/admin/workgroups/workgroup/add/", data | inline)
    group = WorkGroup.objects.get()
    signed_in.post(f"/admin/workgroups/workgroup/{group.pk}/change/", data | inline | {"capacity": 6})
    group.refresh_from_db()
    assert group.capacity == 6
    assert [event.kind for event in Event.objects.about(group)] == ["set up", "changed the capacity"]


def test_a_lead_of_the_wrong_kind_is_refused_in_the_form(signed_in, readiness, glow):
    lead = factories.SpecialistFactory(hub=glow, kind="primary")
    data = {"hub": glow.pk, "project": readiness.pk, "name": "East", "capacity": 8, "mode": "online", "lead": lead.pk}
    inline = {"places-TOTAL_FORMS": 0, "places-INITIAL_FORMS": 0}
    answer = signed_in.post("/admin/workgroups/workgroup/add/", data | inline)
    assert "Readiness groups are led by a Mastery Readiness Lead" in text(answer)
    assert not WorkGroup.objects.exists()


def project_form(project, **changes):
    names = ("code", "year", "kind", "title", "summary", "group_size", "group_unit", "criteria_needed", "meetings")
    names += (
        "statement_prompt",
        "statement_words",
        "meeting_pattern",
        "release_days",
        "grant",
        "money_words",
        "fewest",
        "lead_year",
    )
    data = {name: getattr(project, name) for name in names} | {"default_closing_0": "", "default_closing_1": ""}
    for part in ("criteria", "clauses", "named_roles", "questions"):
        data |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}
    return data | changes


def test_an_edited_edition_has_an_event_that_names_the_fields(signed_in, readiness, adam):
    data = project_form(readiness, title="Another title")
    answer = signed_in.post(f"/admin/workgroups/project/{readiness.pk}/change/", data)
    assert answer.status_code == 302
    event = Event.objects.about(readiness).last()
    assert event.by == adam.pk
    assert "Title" in event.note
    assert Project.objects.get(pk=readiness.pk).title == "Another title"


def test_what_has_a_history_is_not_deleted_and_a_slip_is(signed_in, readiness, glow):
    record(readiness, "shipped")
    assert signed_in.post(f"/admin/workgroups/project/{readiness.pk}/delete/", {"post": "yes"}).status_code == 403
    signed_in.post(f"/admin/hubs/hub/{glow.pk}/delete/", {"post": "yes"})
    assert not type(glow).objects.exists()


def test_a_role_that_was_in_force_is_ended_and_a_slip_of_today_is_deleted(signed_in, alice, glow):
    held = alice.hub_roles.get()
    slip = HubRole.objects.create(user=alice, hub=glow, kind=HubRole.Kind.ADMINISTRATOR)
    for role, status in ((held, 403), (slip, 302)):
        assert signed_in.post(f"/admin/hubs/hubrole/{role.pk}/delete/", {"post": "yes"}).status_code == status
    data = {"user": alice.pk, "hub": glow.pk, "kind": held.kind, "starts": held.starts, "ends": held.starts}
    signed_in.post(f"/admin/hubs/hubrole/{held.pk}/change/", data)
    assert not desk_hubs(alice).exists()
    assert "Ends" in Event.objects.about(held).last().note


def test_a_person_who_did_something_is_switched_off_rather_than_deleted(signed_in, sent, bob):
    assert signed_in.post(f"/admin/accounts/user/{bob.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_person_is_added_without_a_password(signed_in, db):
    inline = {"national_roles-TOTAL_FORMS": 0, "national_roles-INITIAL_FORMS": 0}
    data = {"email": "New@Example.org", "first_name": "New", "last_name": "Person", "is_active": "on"}
    signed_in.post("/admin/accounts/user/add/", data | inline)
    person = User.objects.get(email="new@example.org")
    assert not person.has_usable_password()


def test_nobody_switches_themselves_off(signed_in, adam):
    inline = {"national_roles-TOTAL_FORMS": 0, "national_roles-INITIAL_FORMS": 0}
    signed_in.post(f"/admin/accounts/user/{adam.pk}/change/", {"email": adam.email} | inline)
    adam.refresh_from_db()
    assert adam.is_active


def test_a_page_of_the_administration_has_no_inline_script(signed_in, sent):
    page = text(signed_in.get(at(sent)))
    assert "<script>" not in page
    assert 'style="' not in page
