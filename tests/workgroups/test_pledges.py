"""What a school commits to is signed by those whom its edition asks, each by a link of their own (Y7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import pledging, reviewing, spec, withdrawal
from applications.models import Application
from journal.models import Email, Event
from journal.moves import Refused
from tests import factories, steps
from workgroups import pledge_changes, pledges
from workgroups.models import NamedRole, Pledge, Signature

pytestmark = pytest.mark.django_db

FOUR = ["headteacher", "head_of_department", "advocate_experienced", "advocate_developing"]


@pytest.fixture
def pledge(ash_lane, glow, bob, editions) -> Pledge:
    return steps.pledged(ash_lane, glow, bob)


@pytest.fixture
def head(pledge):
    return steps.signatory(pledge, "headteacher")


def refusal(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def states(pledge) -> dict[str, str]:
    return dict(pledge.signatories.asked().values_list("role", "status"))


def test_four_are_asked_for_a_department_each_at_their_own_address(pledge):
    asked = list(pledge.signatories.all())
    assert [one.role for one in asked] == FOUR
    assert {one.status for one in asked} == {"waiting"}
    letters = Email.objects.filter(template="workgroups/sign")
    assert sorted(letters.values_list("to", flat=True)) == sorted(one.email for one in asked)
    assert all(letter.secret for letter in letters)
    assert len({steps.sign_link(one) for one in asked}) == 4


def test_asking_again_changes_nothing(pledge):
    assert pledging.ask_all() == 0
    pledges.open_pledge(pledge, words={}, people=[])
    assert pledge.signatories.count() == 4


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("readiness", ["headteacher"]),
        ("development", ["headteacher"]),
        ("embedding", ["headteacher"]),
        ("sustaining", ["lead_participant", "headteacher"]),
    ],
)
def test_who_signs_for_a_primary_school_is_asked_on_its_form(ash_lane, glow, bob, editions, kind, roles):
    pledge = steps.pledged(ash_lane, glow, bob, kind, headteacher_first_name="Siân", headteacher_last_name="Head")
    assert [one.role for one in pledge.signatories.all()] == roles
    assert steps.signatory(pledge, "headteacher").name == "Siân Head"
    assert Email.objects.filter(template="workgroups/sign").count() == len(roles)


def test_the_edition_says_who_signs_and_whoever_does_is_asked_for_on_the_form(ash_lane, glow, bob, editions):
    NamedRole.objects.filter(code="headteacher").update(signs=False, named=False)
    NamedRole.objects.filter(code="second_teacher").update(signs=True, named=False)
    pledge = steps.pledged(ash_lane, glow, bob, "readiness")
    form = spec.form_for(pledge.project)
    assert form.page("people", "second-teacher").intro.endswith("to read it and to sign.")
    assert not [field.name for field in form.fields() if field.name.startswith("headteacher")]
    assert [(one.role, bool(one.email)) for one in pledge.signatories.all()] == [("second_teacher", True)]


def test_where_a_form_came_in_without_who_signs_the_school_is_asked(ash_lane, glow, bob, editions):
    application = steps.sent(ash_lane, glow, bob, factories.project("readiness"))
    Application.objects.update(answers={**application.answers, "headteacher_email": ""})
    pledging.ask_all()
    assert not Email.objects.filter(template="workgroups/sign").exists()
    letter = Email.objects.get(template="workgroups/who_signs")
    assert letter.to == application.contact_email
    assert f"/apply/{application.reference}/signatures/" in letter.text


def test_an_edition_that_asks_nobody_ends_its_pledge(ash_lane, glow, bob, editions):
    NamedRole.objects.update(signs=False)
    assert steps.pledged(ash_lane, glow, bob).status == Pledge.Status.ENDED


def test_a_link_is_kept_as_its_hash_alone(pledge, head):
    token = steps.sign_link(head).split("/")[2]
    assert len(token) == 43  # 32 bytes
    assert token not in str(vars(head))
    assert pledges.found_by(token) == head


def test_a_signature_keeps_what_was_signed_by_whom_and_how_they_were_reached(pledge, head):
    pledges.sign(head, name="  Zoë  Ñandú 李 ", version=1, address="192.0.2.7")
    signature = Signature.objects.get()
    text = pledge.texts.get()
    assert (signature.name, signature.role, signature.address) == ("Zoë Ñandú 李", head.title, "192.0.2.7")
    assert (signature.text, signature.text_hash) == (text, pledges.hash_of_words(text.words))
    assert signature.reached == head.email
    event = Event.objects.about(head).last()
    assert (event.kind, event.data["hash"], event.data["version"]) == ("signed", text.hash, 1)


def test_a_name_is_needed(head):
    assert refusal(pledges.sign, head, name=" \n ", version=1, address=None) == "Type your name to sign."


def test_signing_twice_is_one_signature(head):
    first = pledges.sign(head, name="Ann", version=1, address=None)
    assert pledges.sign(head, name="Somebody Else", version=1, address=None) == first
    assert Signature.objects.get().name == "Ann"


def test_when_all_have_signed_each_is_sent_a_copy_and_no_number_stands_in_the_message(pledge):
    steps.all_signed(pledge)
    assert pledge.status == Pledge.Status.COMPLETE
    copies = Email.objects.filter(template="workgroups/signed")
    assert copies.count() == 4
    trns = [one.trn for one in pledge.signatories.all()]
    assert all(trns)
    assert not [copy for copy in copies for trn in trns if trn in copy.text + copy.html]


def test_who_declines_says_why_and_school_and_hub_read_it(pledge, head):
    assert "Write why" in refusal(pledges.decline, head, reason="  ")
    pledges.decline(head, reason="We cannot release two teachers.")
    letters = Email.objects.filter(template="workgroups/not_signed")
    assert {letter.to for letter in letters} == {pledge.contact_email, "glow@example.org"}
    assert all("We cannot release two teachers." in letter.text for letter in letters)
    assert "declined already" in refusal(pledges.sign, head, name="Ann", version=1, address=None)


def test_who_declined_can_be_asked_again(head):
    pledges.decline(head, reason="Not yet.")
    again = pledges.reissue(head)
    assert (again.status, again.reason) == ("waiting", "")
    steps.sign(again)


def test_a_link_that_reached_somebody_else_is_dead_and_a_right_address_gets_its_own(pledge, head, bob):
    token = steps.sign_link(head).split("/")[2]
    pledges.not_me(head)
    assert pledges.found_by(token) is None
    assert Email.objects.filter(template="workgroups/not_signed").count() == 2
    head.refresh_from_db()
    new = pledge_changes.replace(head, name=head.name, email="Right@Example.org", by=bob)
    assert new.email == "right@example.org"
    assert new.trn == head.trn
    steps.sign(new)
    assert states(pledge)["headteacher"] == "signed"


def test_a_new_link_kills_the_one_before(head):
    old = steps.sign_link(head).split("/")[2]
    pledges.reissue(head)
    new = steps.sign_link(head).split("/")[2]
    assert pledges.found_by(old) is None
    assert pledges.found_by(new) == head


def test_links_to_one_person_come_to_an_end(head):
    for _ in range(pledges.MOST_LINKS - 1):
        pledges.reissue(head)
    assert "another would not help" in refusal(pledges.reissue, head)


def test_a_link_runs_out_after_thirty_days(head):
    head.link_expires = timezone.now() - timedelta(seconds=1)
    head.save()
    assert "run out" in refusal(pledges.sign, head, name="Ann", version=1, address=None)


def test_the_hub_goes_ahead_without_on_record_and_signing_stays_open(pledge, head, alice):
    assert "stays on record" in refusal(pledge_changes.go_ahead_without, pledge, reason=" ", by=alice)
    pledge_changes.go_ahead_without(pledge, reason="Two are on leave.", by=alice)
    assert Event.objects.about(pledge).last().note == "Two are on leave."
    pledge.refresh_from_db()
    assert pledge.status == Pledge.Status.WAIVED
    steps.all_signed(pledge)
    assert pledge.status == Pledge.Status.COMPLETE


def test_nobody_signs_what_was_withdrawn(pledge, head, bob):
    application = Application.objects.get()
    withdrawal.withdraw(application, reason="We wait a year.", by=bob)
    assert "no longer needed" in refusal(pledges.sign, head, name="Ann", version=1, address=None)


def test_what_is_reopened_is_signed_after_all(pledge, head, alice):
    application = reviewing.decline(Application.objects.get(), reason="Full.", by=alice)
    assert "no longer needed" in refusal(pledges.sign, head, name="Ann", version=1, address=None)
    reviewing.reopen(application, reason="A place is free.", by=alice)
    steps.sign(head)


def test_a_hub_asks_for_what_was_never_asked(sent, alice, bob):
    sent.pledge, pledge = None, sent.pledge
    sent.save()
    pledge.delete()
    assert "Only people of" in refusal(pledging.ask, sent, by=bob)
    Application.objects.filter(pk=sent.pk).update(status="passing_on")  # it may stay with the hub
    asked = pledging.ask(sent, by=alice)
    assert asked.status == Pledge.Status.OPEN
    assert "already" in refusal(pledging.ask, Application.objects.get(), by=alice)


def test_who_is_not_on_the_form_is_asked_once_somebody_says_who_it_is(ash_lane, glow, bob, editions):
    application = steps.sent(ash_lane, glow, bob, factories.project("secondary"))
    Application.objects.update(answers={**application.answers, "headteacher_email": ""})
    pledging.ask_all()
    head = steps.signatory(Application.objects.get().pledge, "headteacher")
    assert (head.email, head.link_hash) == ("", None)
    assert "Say first who signs" in refusal(pledges.reissue, head)
    new = pledge_changes.replace(head, name="Ann Head", email="ann@example.org", by=bob)
    assert steps.sign_link(new)
