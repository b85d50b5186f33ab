"""Events form chains, one a subject, and are anchored daily: whatever is tampered with by hand is found and named."""

from datetime import timedelta
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from journal import anchors, chain, guards
from journal.models import Anchor, ChainEnd, Event
from journal.moves import event_about, record
from journal.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def subjects(bob, alice):
    """Five events about Bob and two about Alice, all of the day before yesterday or earlier."""
    for number in range(5):
        record(bob, f"step {number}", by=alice, note=f"Müller {number}", count=number, parts=(1, 2.0, {"a": None}))
    record(alice, "began")
    record(alice, "ended", by=bob)
    return SimpleNamespace(bob=Event.objects.about(bob), alice=Event.objects.about(alice))


@pytest.fixture
def anchored(subjects, monkeypatch):
    """The same, and the next morning's anchor."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(anchors.timezone, "localdate", lambda: tomorrow)
    anchors.anchor_yesterday()
    return subjects


def by_hand(sql: str, *values) -> None:
    """As somebody does who has taken the guards away (`journal.guards`)."""
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def verify(**options) -> str:
    """What the command finds; nothing where the journal is as it was written."""
    said = StringIO()
    if not list(faults()):
        call_command("verify_journal", stdout=said, **options)
        return ""
    with pytest.raises(CommandError) as refused:
        call_command("verify_journal", stderr=said, **options)
    assert refused.value.returncode == 1
    return said.getvalue()


def test_nothing_is_found_where_nothing_was_touched(anchored):
    assert verify() == ""
    assert verify(since="2020-01-01") == ""
    assert [event.number for event in anchored.bob] == [1, 2, 3, 4, 5]
    assert len({event.digest for event in Event.objects.all()}) == 7
    assert Anchor.objects.get().events == 7


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "Müller 8"),
        ("kind", "step 8"),
        ("at", "2020-01-01 10:00:00+00:00"),
        ("by", 8),
        ("data", '{"count": 8}'),
        ("to_status", "sent"),
        ("digest", "8" * 64),
    ],
)
def test_a_changed_byte_is_found_and_named(subjects, column, value):
    changed = subjects.bob[2]
    kind = "::jsonb" if column == "data" and connection.vendor == "postgresql" else ""
    by_hand(f'UPDATE journal_event SET "{column}" = %s{kind} WHERE id = %s', value, changed.pk)
    found = verify()
    assert f"accounts.user {changed.subject_key}, number 3 (" in found
    assert "it is not what was written" in found


def test_an_event_taken_out_of_the_middle_is_named(subjects):
    by_hand("DELETE FROM journal_event WHERE id = %s", subjects.bob[2].pk)
    assert "before it, number 3 of this subject is missing" in verify()


def test_the_last_events_of_a_subject_are_missed_once_their_day_is_anchored(anchored):
    key = anchored.alice[1].subject_key
    by_hand("DELETE FROM journal_event WHERE id = %s", anchored.alice[1].pk)
    found = verify()
    assert f"accounts.user {key}, number 2: it was there when its day was anchored" in found
    assert "7 events were anchored, 6 are there" in found


def test_a_whole_subject_is_missed_even_if_its_end_is_taken_away_too(anchored):
    key = anchored.alice[0].subject_key
    for table in ("event", "chainend"):
        by_hand(f"DELETE FROM journal_{table} WHERE subject_key = %s", key)
    assert "7 events were anchored, 5 are there" in verify()


@pytest.mark.parametrize(("columns", "key"), [(["id"], "number"), (["number"], "id"), (["number", "digest"], "id")])
def test_two_events_that_changed_places_are_found(anchored, columns, key):
    first, second = anchored.bob[1], anchored.bob[3]
    for column in columns:
        swaps = [("999999", first), (getattr(first, column), second), (getattr(second, column), first)]
        for value, event in swaps:
            statement = f"UPDATE journal_event SET {column} = %s WHERE {key} = %s AND subject_key = %s"
            by_hand(statement, value, getattr(event, key), first.subject_key)
    assert f"accounts.user {first.subject_key}, number" in verify()


def test_an_anchor_that_was_changed_or_taken_out_is_found(anchored, bob, monkeypatch):
    record(bob, "later")
    later = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(anchors.timezone, "localdate", lambda: later)
    anchors.anchor_yesterday()
    assert verify() == ""
    by_hand("DELETE FROM journal_anchor WHERE id = %s", Anchor.objects.order_by("day").first().pk)
    assert "The anchor of" in verify()


def test_a_day_is_anchored_once_and_says_how_far_each_chain_had_come(anchored):
    assert anchors.anchor_yesterday() is None
    assert sorted(ChainEnd.objects.values_list("number", flat=True)) == [2, 5]


def test_what_happened_today_waits_for_tomorrows_anchor(subjects):
    assert anchors.anchor_yesterday().events == 0


def test_many_are_written_onto_the_chains_that_are_there(subjects, bob, alice):
    chain.write_all([event_about(bob, "a"), event_about(alice, "b"), event_about(bob, "c")])
    assert [event.number for event in subjects.bob.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert verify() == ""


def test_an_event_costs_one_look_and_one_insert(bob, django_assert_num_queries):
    with django_assert_num_queries(2):
        record(bob, "once")


def test_the_events_of_before_are_linked_by_the_migration(subjects, monkeypatch):
    for event in Event.objects.all():
        by_hand("UPDATE journal_event SET number = %s, digest = '' WHERE id = %s", event.pk + 1000, event.pk)
    assert verify()
    migration = import_module("journal.migrations.0002_chains")
    monkeypatch.setattr(migration, "BATCH", 2)
    with guards.lifted():
        migration.link_what_is_there(apps, SimpleNamespace(connection=connection))
    assert verify() == ""
