"""What was signed stays as it was: the database refuses, and where it was made not to, it is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from journal import anchors, guards
from journal.documents import Document
from journal.models import Event
from journal.verifying import faults
from tests import steps
from workgroups import pledge_copies, pledge_proofs
from workgroups.models import PledgeCopy, Signature

pytestmark = pytest.mark.django_db

WRITTEN_ONCE = [
    "workgroups_signature",
    "workgroups_pledgetext",
    "workgroups_pledgecopy",
    "journal_event",
    "journal_anchor",
]


@pytest.fixture
def signature(ash_lane, glow, bob, editions) -> Signature:
    pledge = steps.pledged(ash_lane, glow, bob)
    steps.sign(steps.signatory(pledge, "headteacher"), "Siân Head")
    anchors.anchor_yesterday()
    pledge_copies._keep(pledge, pledge.texts.get(), None, Document("x.pdf", "application/pdf", b"x"))
    return Signature.objects.get()


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_the_database_refuses_to_change_or_delete_what_is_written_once(signature, table):
    commands = [f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        commands.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    for command in commands:
        with pytest.raises(IntegrityError, match="written once"):
            run(command)


CHANGES = {
    "the name": ("UPDATE workgroups_signature SET name = 'Somebody Else'", "it is not what was signed"),
    "the moment": ("UPDATE workgroups_signature SET at = '2020-01-01 10:00:00+00:00'", "it is not what was signed"),
    "all of it": ("DELETE FROM workgroups_signature", "it was given, and is missing"),
    "the words": ("""UPDATE workgroups_pledgetext SET words = '{"clauses": []}'""", "what their hash was made of"),
    "a copy": ("UPDATE workgroups_pledgecopy SET sha256 = '0'", "it is not what was made"),
    "its event": ("UPDATE journal_event SET note = 'x' WHERE kind = 'signed'", "it is not what was written"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_with_the_guards_away_it_goes_through_and_the_journal_finds_it(signature, change):
    """The control of the refusals above, and what remains where somebody owns the database."""
    statement, found = CHANGES[change]
    assert list(faults()) == []
    with guards.lifted():
        run(statement)
    assert [fault for fault in faults() if found in fault.why]
    with pytest.raises(CommandError):
        call_command("verify_journal")
    with pytest.raises(IntegrityError):  # they are back
        run("DELETE FROM journal_event")


def test_a_signature_that_nobody_gave_is_found(signature):
    Signature.objects.create(
        signatory=steps.signatory(signature.text.pledge, "head_of_department"),
        text=signature.text,
        text_hash=signature.text_hash,
        name="Forged",
        role="Head of department",
        reached="x@example.org",
    )
    assert [fault.why for fault in faults()] == ["nobody gave it: the journal knows nothing of it"]


def test_who_asks_to_be_erased_is_and_the_journal_says_so(signature, adam):
    pledge_proofs.erase(signature, because="Asked on 2 March.", by=adam)
    signature.refresh_from_db()
    assert (signature.name, signature.reached, signature.address) == ("Erased on request", "", None)
    assert not PledgeCopy.objects.exists()  # it held the name
    assert Event.objects.about(signature.signatory).last().note == "Asked on 2 March."
    assert list(faults()) == []
