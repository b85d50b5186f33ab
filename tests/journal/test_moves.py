"""The one writer of statuses: what the table allows, once, with its Event."""

import pytest
from django.db import transaction

from accounts.models import User
from journal.models import Event
from journal.moves import Refused, Stale, move, record
from workgroups.models import Place

pytestmark = pytest.mark.django_db

TABLE = {"held": {"given_up": "gave up"}, "given_up": {}}


@pytest.fixture
def person():
    return User.objects.create_user("ann@example.org")


def test_a_move_in_the_table_changes_the_row_and_writes_one_event(place, person):
    event = move(place, "given_up", by=person, table=TABLE, note="They wrote to us.")

    assert Place.objects.get(pk=place.pk).status == place.status == "given_up"
    assert list(Event.objects.about(place).filter(kind="gave up")) == [event]
    assert (event.by, event.from_status, event.to_status, event.note) == (
        person.pk,
        "held",
        "given_up",
        "They wrote to us.",
    )


def test_a_move_outside_the_table_is_refused_in_words_a_reader_knows(place, person):
    move(place, "given_up", by=person, table=TABLE)

    with pytest.raises(Refused, match="from “Given up” to “Placed”"):
        move(place, "held", by=person, table=TABLE)
    assert Place.objects.get(pk=place.pk).status == "given_up"


def test_of_two_who_decide_from_the_same_page_the_second_is_told(place, person):
    seen_by_the_second = Place.objects.get(pk=place.pk)
    move(place, "given_up", by=person, table=TABLE)

    with pytest.raises(Stale):
        move(seen_by_the_second, "given_up", by=person, table=TABLE)
    assert Event.objects.about(place).filter(kind="gave up").count() == 1


def test_a_stale_move_leaves_the_object_as_it_was_read(place, person):
    seen = Place.objects.get(pk=place.pk)
    move(place, "given_up", by=person, table=TABLE)

    with pytest.raises(Stale):
        move(seen, "given_up", by=person, table=TABLE)
    assert seen.status == "held"


def test_other_fields_are_set_by_the_same_update(place, person):
    earlier = place.since.replace(year=2020)
    move(place, "given_up", by=person, table=TABLE, also={"since": earlier})

    assert place.since == Place.objects.get(pk=place.pk).since == earlier


def test_a_move_that_holds_only_if_a_field_is_as_it_was_read(place, person):
    with pytest.raises(Stale):
        move(place, "given_up", by=person, table=TABLE, only_if={"since": place.since.replace(year=2020)})
    assert Place.objects.get(pk=place.pk).status == "held"


def test_the_event_is_undone_with_the_change(place, person):
    def fail_after_the_move():
        with transaction.atomic():
            move(place, "given_up", by=person, table=TABLE)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, three lines above
        fail_after_the_move()
    assert not Event.objects.about(place).filter(kind="gave up").exists()


def test_an_event_of_a_job_has_no_person(place):
    event = record(place, "was counted", seats=3)

    assert event.by is None
    assert Event.objects.get(pk=event.pk).data == {"seats": 3}
