"""Decisions are prepared in private, looked at as a whole, and released together, now or at a set time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import bulk, corrections, more, placement, reviewing, withdrawal
from applications.deciding import preparing, releasing
from applications.models import Application, Decision, Release
from journal.models import Email, Event
from tests import factories, steps
from tests.applications.test_workflow import refusal
from workgroups.models import Place, WorkGroup

pytestmark = pytest.mark.django_db

PAGE = "/desk/glow/decisions/"


@pytest.fixture
def prepared(sent, alice):
    return steps.prepared(sent, alice)


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def release_all(glow, by, **more):
    seen = releasing.fingerprint(releasing.ready(glow))
    return releasing.ask(hub=glow, by=by, seen=seen, **more)


def now_is(application) -> str:
    return Application.objects.get(pk=application.pk).status


def letters_since_the_receipts():
    return Email.objects.exclude(template__in=["applications/received", "workgroups/sign"])


# --- Preparing


def test_a_prepared_offer_keeps_its_seat_and_the_school_sees_nothing(prepared, sent, client, bob):
    client.force_login(bob)
    page = client.get(f"/apply/{sent.reference}/status/").content.decode()
    assert "has your application" in page
    assert prepared.place.group.name not in page
    assert (now_is(sent), prepared.place.status) == ("submitted", "reserved")
    assert not letters_since_the_receipts().exists()
    assert prepared.place.group.name not in client.get("/my/").content.decode()


def test_the_start_page_of_a_school_does_not_tell_of_a_seat_that_is_kept(prepared, client, bob):
    client.force_login(bob)
    assert prepared.place.group.name not in client.get("/start/", follow=True).content.decode()


def test_dropping_it_frees_the_seat_and_leaves_the_application_as_it_was(prepared, sent, erin):
    preparing.drop(prepared, by=erin)
    assert (now_is(sent), Place.objects.get().status) == ("submitted", "given_up")
    assert "dropped already" in refusal(preparing.drop, prepared, by=erin)


def test_the_hub_administrator_prepares_and_a_lead_releases(sent, glow, erin, frank):
    steps.prepared(sent, erin)
    assert refusal(release_all, glow, erin) == releasing.ONLY_DECIDERS
    assert release_all(glow, frank).count == 1


def test_what_is_prepared_is_dropped_before_it_is_decided_otherwise(prepared, sent, alice, glow):
    again = {"kind": "decline", "words": "Full."}
    assert "Alice Adeyemi has prepared a decision" in refusal(preparing.prepare, sent, by=alice, **again)
    assert "Drop it before" in refusal(placement.place, sent, group=prepared.place.group, by=alice)
    assert "Drop it before" in refusal(reviewing.decline, sent, reason="Full.", by=alice)
    asked = {"questions": {}, "general": "Why?", "due": timezone.localdate() + timedelta(days=5)}
    assert "Drop it before" in refusal(more.ask, sent, by=alice, **asked)
    chosen = bulk.choose(hub=glow, what="decline", applications=[(sent.pk, "submitted", None, sent.version)], by=alice)
    assert "A decision is prepared" in bulk.preview(chosen).refused[0][1]


def test_a_school_that_withdraws_drops_what_was_prepared(prepared, sent, bob):
    withdrawal.withdraw(sent, reason="We merge.", by=bob)
    assert (Decision.objects.get().status, Place.objects.get().status) == ("dropped", "given_up")


def test_only_the_lead_prepares_a_place_for_a_school_that_is_not_eligible(sent, frank, alice):
    Application.objects.update(outcome="not_eligible")
    sent.refresh_from_db()
    assert refusal(steps.prepared, sent, frank) == placement.ONLY_LEAD
    assert "Write why it gets a place all the same" in refusal(steps.prepared, sent, alice)


# --- Releasing


def test_a_release_tells_every_school_once(prepared, sent, birch_road, glow, grace, alice):
    other = steps.sent(birch_road, glow, grace)
    steps.prepared(other, alice, kind="decline", words="All places are taken.")
    release = release_all(glow, alice)
    assert (releasing.release_due(), releasing.release_due()) == (2, 0)
    assert (now_is(sent), now_is(other)) == ("offered", "declined")
    templates = sorted(letters_since_the_receipts().values_list("template", flat=True))
    assert templates == ["applications/declined", "applications/offered"]
    release.refresh_from_db()
    assert (release.state, release.count) == ("released", 2)


def test_asking_twice_releases_once(prepared, glow, alice):
    seen = releasing.fingerprint(releasing.ready(glow))
    releasing.ask(hub=glow, by=alice, seen=seen)
    assert "has changed, or is being released already" in refusal(releasing.ask, hub=glow, by=alice, seen=seen)


def test_what_was_prepared_since_it_was_looked_at_does_not_go_out_with_it(prepared, birch_road, glow, grace, alice):
    seen = releasing.fingerprint(releasing.ready(glow))
    steps.prepared(steps.sent(birch_road, glow, grace), alice, kind="decline", words="Full.")
    assert "has changed" in refusal(releasing.ask, hub=glow, by=alice, seen=seen)
    assert not Release.objects.exists()


def test_a_set_time_is_waited_for_and_can_be_stopped(prepared, sent, glow, alice):
    release = release_all(glow, alice, due=timezone.now() + timedelta(days=2))
    assert (releasing.release_due(), now_is(sent)) == (0, "submitted")
    releasing.stop(release, by=alice)
    Release.objects.update(due=timezone.now())
    assert (releasing.release_due(), now_is(sent)) == (0, "submitted")
    assert list(releasing.ready(glow)) == [prepared]
    assert "stopped already" in refusal(releasing.stop, release, by=alice)


def test_an_answer_day_before_the_release_is_refused(sent, glow, alice):
    steps.prepared(sent, alice, days=3)
    said = refusal(release_all, glow, alice, due=timezone.now() + timedelta(days=5))
    assert said.startswith("Ash Lane Primary School would have to answer by")


def test_what_was_corrected_meanwhile_is_left_out_with_the_reason(prepared, sent, glow, bob, alice):
    corrections.save_page(corrections.begin(sent, by=bob), answers={"job": "Deputy head"})
    corrections.send(sent, by=bob)
    release_all(glow, alice)
    assert (releasing.release_due(), now_is(sent)) == (0, "submitted")
    assert list(releasing.ready(glow).values_list("refusal", flat=True)) == [reviewing.CORRECTED]
    assert Event.objects.about(sent).filter(kind="left out of a release").exists()


def test_a_worker_killed_midway_leaves_whole_decisions_and_the_next_goes_on(glow, alice, readiness, monkeypatch):
    for _ in range(3):
        steps.prepared(steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()), alice)
    release_all(glow, alice)
    real, done = releasing.carry_out, []

    def dies_at_the_second(decision, by):
        if done:
            raise KeyboardInterrupt
        done.append(decision)
        return real(decision, by=by)

    monkeypatch.setattr(releasing, "carry_out", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        releasing.release_due()
    monkeypatch.setattr(releasing, "carry_out", real)
    assert releasing.release_due() == 2
    assert Email.objects.filter(template="applications/offered").count() == 3


# --- The pages


def test_a_decision_is_prepared_on_a_page_and_made_at_once_on_the_same(as_alice, sent, birch_road, glow, grace):
    group = steps.group_of(sent, name="Stroud")
    typed = {"kind": "offer", "group": group.pk, "answer_by": "20 March 2100", "words": "Welcome.", "seen": "submitted"}
    page = as_alice.post(f"/desk/glow/applications/{sent.reference}/decide/", typed)
    assert page.status_code == 409
    assert "within 60 days" in page.content.decode()
    assert "20 March 2100" in page.content.decode()
    typed["answer_by"] = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    page = as_alice.post(f"/desk/glow/applications/{sent.reference}/decide/", typed | {"do": "prepare"}, follow=True)
    assert "Prepared: offer a place in Stroud" in page.content.decode()
    other = steps.sent(birch_road, glow, grace)
    decline = {"kind": "decline", "words": "Full.", "seen": "submitted", "do": "now"}
    as_alice.post(f"/desk/glow/applications/{other.reference}/decide/", decline)
    assert (now_is(sent), now_is(other)) == ("submitted", "declined")


def test_what_is_missing_is_said_beside_its_field(as_alice, sent):
    address = f"/desk/glow/applications/{sent.reference}/decide/"
    offer = as_alice.post(address, {"kind": "offer", "seen": "submitted"})
    assert offer.status_code == 422
    assert {"group", "answer_by"} <= set(offer.context["form"].errors)
    assert "words" in as_alice.post(address, {"kind": "decline", "seen": "submitted"}).context["form"].errors


def test_the_whole_is_looked_at_and_released_on_one_page(as_alice, prepared, sent, birch_road, glow, grace):
    steps.sent(birch_road, glow, grace)
    page = as_alice.get(PAGE)
    words = page.content.decode()
    assert "1 prepared: offer a place 1. 1 application with no decision yet." in words
    assert "1 school will get an email" in words
    project, form = page.context["projects"][0]
    typed = {"project": project.project.pk, "seen": form["seen"].value(), "when": "now"}
    state = as_alice.post(PAGE, typed, follow=True)
    assert "Release of 1 decision" in state.content.decode()
    assert as_alice.post(PAGE, typed).status_code == 409
    releasing.release_due()
    assert now_is(sent) == "offered"


def test_all_projects_are_released_together_after_a_look_at_each(
    as_alice, prepared, sent, birch_road, glow, grace, alice
):
    other = steps.sent(birch_road, glow, grace, factories.project("embedding"))
    decline = steps.prepared(other, alice, kind="decline", words="Full.")
    page = as_alice.get(PAGE)
    words = page.content.decode()
    assert "2 decisions are prepared, in 2 projects." in words
    assert "Offer a place: 1" in words
    assert f'href="{PAGE}{decline.pk}/">Read the next email' in as_alice.get(f"{PAGE}{prepared.pk}/").content.decode()
    typed = {"project": "all", "seen": page.context["all_form"]["seen"].value(), "when": "now"}
    assert as_alice.post(PAGE, typed | {"when": "later", "on": "soon"}).context["all_form"].errors.keys() == {
        "on",
        "at",
    }
    assert as_alice.post(PAGE, typed | {"project": "none"}).status_code == 409
    assert "Release of 2 decisions" in as_alice.post(PAGE, typed, follow=True).content.decode()
    assert releasing.release_due() == 2
    assert (now_is(sent), now_is(other)) == ("offered", "declined")


def test_a_time_that_has_passed_or_is_missing_is_refused_where_it_was_typed(as_alice, prepared):
    project, form = as_alice.get(PAGE).context["projects"][0]
    typed = {"project": project.project.pk, "seen": form["seen"].value(), "when": "later"}
    assert {"on", "at"} == set(as_alice.post(PAGE, typed).context["form"].errors)
    past = as_alice.post(PAGE, typed | {"on": "5 March 2020", "at": "9am"})
    assert past.status_code == 409
    assert "That moment has passed" in past.content.decode()
    assert "5 March 2020" in past.content.decode()


def test_the_email_is_read_before_it_goes_out_and_the_decision_dropped_there(as_alice, prepared, sent):
    address = f"{PAGE}{prepared.pk}/"
    assert "the-link-stands-here" in as_alice.get(address).content.decode()
    page = as_alice.post(address, follow=True)
    assert "is dropped. Nobody was told." in page.content.decode()
    assert WorkGroup.objects.with_seats().get().taken == 0


def test_the_summary_costs_the_same_for_many(as_alice, glow, alice, readiness):
    def one_more():
        steps.prepared(steps.sent(factories.SchoolFactory(), glow, factories.UserFactory()), alice)
        steps.sent(factories.SchoolFactory(), glow, factories.UserFactory())

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert as_alice.get(PAGE).status_code == 200
        return len(seen)

    one_more()
    with_one = cost()
    for _ in range(9):
        one_more()
    assert cost() == with_one
