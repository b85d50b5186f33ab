"""What a hub changes of itself: its contact and words, its page's pieces, its specialists."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.specialist_forms import SpecialistForm
from hubs import details, pieces, specialists
from hubs.models import HubPiece, Specialist
from journal.models import Event
from journal.moves import Refused, Stale
from journal.seen import fingerprint
from tests import factories
from workgroups.leads import leads_for, may_lead


def test_a_change_names_its_fields_and_not_their_words(glow, erin):
    changed = details.change_details(glow, by=erin, privacy_notice="We keep it.", words_placed="")
    assert changed.privacy_notice == "We keep it."
    event = Event.objects.about(glow).get()
    assert (event.kind, event.note, event.data) == ("changed its own page", "privacy notice", {})


def test_of_two_who_change_the_contact_the_second_is_told(glow, alice, erin):
    seen = fingerprint(glow, details.CONTACT)
    details.change_details(glow, by=alice, seen=seen, enquiry_email="a@example.org", enquiry_phone="")
    with pytest.raises(Stale):
        details.change_details(glow, by=erin, seen=seen, enquiry_email="b@example.org", enquiry_phone="")
    # Another part of the page is another matter.
    details.change_details(glow, by=erin, seen=fingerprint(glow, details.PRIVACY), privacy_notice="New")


def test_a_piece_comes_changes_and_goes_on_record(glow, alice):
    piece = pieces.add_piece(hub=glow, kind="link", title="News", url="https://news.example.org/", by=alice)
    pieces.change_piece(piece, by=alice, title="Newsletter")
    pieces.remove_piece(piece, by=alice)
    assert not HubPiece.objects.exists()
    assert [event.note for event in Event.objects.about(glow)] == ["News", "Newsletter", "Newsletter"]
    with pytest.raises(Refused, match="meanwhile"):
        pieces.remove_piece(piece, by=alice)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "story"},
        {"kind": "link"},
        {"kind": "link", "url": "http://a.example.org"},
        {"kind": "other", "text": "x"},
    ],
)
def test_the_database_refuses_a_piece_that_says_nothing_or_leads_into_the_open(glow, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        HubPiece.objects.create(hub=glow, title="A title", **fields)


def test_a_page_takes_only_so_many_pieces(glow, alice):
    HubPiece.objects.bulk_create(HubPiece(hub=glow, kind="story", title="T", text="x") for _ in range(pieces.MOST))
    with pytest.raises(Refused, match="Take one off"):
        pieces.add_piece(hub=glow, kind="story", title="T", text="x", by=alice)


def added(hub, by, **own):
    person = {"email": "Lea@Example.org", "first_name": "Lea", "last_name": "Lund", "kind": "readiness"}
    return specialists.add_specialist(hub=hub, by=by, **person | {"cohort": 3, "first_year": 2024, **own})


def test_a_new_specialist_is_a_person_who_can_sign_in_and_lead(glow, erin, readiness):
    lea = added(glow, erin)
    assert (lea.user.email, str(lea)) == ("lea@example.org", "Lea Lund")
    assert leads_for(readiness, hub=glow) == [lea]


def test_somebody_who_signs_in_already_keeps_their_name(glow, erin, charlie):
    lea = added(glow, erin, email=charlie.email)
    assert (lea.user, str(lea)) == (charlie, "Charlie Cole")


def test_a_specialist_is_added_once_and_comes_back_after_an_end(glow, alice, erin, readiness):
    lea = added(glow, erin)
    with pytest.raises(Refused, match="already"):
        added(glow, erin)
    ended = specialists.end_specialist(lea, by=alice)
    assert not may_lead(ended, readiness, hub=glow)
    assert leads_for(readiness, hub=glow) == []
    assert added(glow, erin, cohort=4).pk == lea.pk
    assert Specialist.objects.get().cohort == 4
    assert len(leads_for(readiness, hub=glow)) == 1


@pytest.mark.parametrize("person", ["frank", "erin", "dana"])
def test_only_the_hubs_lead_ends_a_specialist(glow, person, request):
    lea = factories.SpecialistFactory(hub=glow)
    with pytest.raises(Refused, match="Only the hub lead"):
        specialists.end_specialist(lea, by=request.getfixturevalue(person))


def test_an_ended_lead_keeps_the_groups_they_lead(glow, alice, readiness):
    lea = factories.SpecialistFactory(hub=glow)
    group = factories.WorkGroupFactory(hub=glow, project=readiness, lead=lea)
    specialists.end_specialist(lea, by=alice)
    assert leads_for(readiness, hub=glow, group=group) == [lea]


def test_of_two_who_change_a_specialist_the_second_is_told(glow, alice, erin):
    lea = factories.SpecialistFactory(hub=glow)
    seen = fingerprint(lea, specialists.FIELDS)
    specialists.change_specialist(lea, by=alice, seen=seen, most_groups=2)
    with pytest.raises(Stale):
        specialists.change_specialist(lea, by=erin, seen=seen, most_groups=5)


def test_a_specialist_travels_to_authorities_and_a_second_page_is_told(glow, alice, erin):
    lea, stroud = added(glow, erin, travel_km=20, days="Tuesdays"), factories.LocalAuthorityFactory()
    seen = fingerprint(lea, specialists.FIELDS)
    specialists.change_specialist(lea, by=alice, seen=seen, travel_areas=[stroud])
    assert list(lea.travel_areas.all()) == [stroud]
    assert Event.objects.about(lea).last().data["travel_areas"] == ["", str(stroud)]
    with pytest.raises(Stale):
        specialists.change_specialist(lea, by=erin, seen=seen, travel_areas=[])
    specialists.change_specialist(lea, by=alice, travel_areas=[stroud])
    assert Event.objects.about(lea).count() == 2


def test_an_end_can_be_a_day_to_come_and_is_no_day_gone_by(glow, alice, readiness):
    lea, today = factories.SpecialistFactory(hub=glow), timezone.localdate()
    with pytest.raises(Refused, match="before today"):
        specialists.end_specialist(lea, by=alice, on=today - timedelta(days=1))
    lea = specialists.end_specialist(lea, by=alice, on=today + timedelta(days=9))
    assert not lea.has_ended()
    assert specialists.end_specialist(lea, by=alice).has_ended()
    with pytest.raises(Refused, match="ended already"):
        specialists.end_specialist(lea, by=alice)


def test_a_specialist_does_not_begin_after_their_end(client, glow, alice):
    lea, end = factories.SpecialistFactory(hub=glow), timezone.localdate() + timedelta(days=9)
    specialists.end_specialist(lea, by=alice, on=end)
    with pytest.raises(Refused, match="leads no new groups from"):
        specialists.change_specialist(lea, by=alice, starts_on=end + timedelta(days=1))
    lea.refresh_from_db()
    typed = {"starts_on": str(end + timedelta(days=1))}
    assert "leads no new groups from" in SpecialistForm(typed, hub=glow, row=lea).errors["starts_on"][0]
