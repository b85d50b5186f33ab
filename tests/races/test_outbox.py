"""Workers that look into the outbox at the same moment share what is there; no message is two workers'."""

from collections import Counter
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from journal import outbox
from journal.models import Email
from tests.races.conftest import Pause, together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
WORKERS = 4


def claim_together(monkeypatch) -> list[int]:
    """How many workers got each of 40 messages."""
    Email.objects.all().delete()
    Email.objects.bulk_create(
        Email(key=f"k{n}", message_id=f"<{n}@example.org>", to="ann@example.org", due=timezone.now()) for n in range(40)
    )
    pause = Pause(WORKERS)
    with monkeypatch.context() as patched:
        # F is asked for between the look and the claim: the place where another worker may come in between.
        patched.setattr(outbox, "F", pause.after(outbox.F))
        batches = together(*[lambda: outbox.claim(10)] * WORKERS)
    counts = Counter(email.pk for batch in batches for email in batch)
    return list(counts.values())


def test_the_same_message_claimed(monkeypatch, score):
    for _ in range(ROUNDS):
        score.guarded.append(max(claim_together(monkeypatch)))
    no_transaction = SimpleNamespace(atomic=nullcontext, on_commit=transaction.on_commit)
    monkeypatch.setattr(outbox, "transaction", no_transaction)
    monkeypatch.setattr(
        outbox, "connection", SimpleNamespace(features=SimpleNamespace(has_select_for_update_skip_locked=False))
    )
    score.control.append(max(claim_together(monkeypatch)))

    assert score.guarded == [1] * ROUNDS
    assert score.control[0] > 1, "the control shared nothing twice, so the race proves nothing"
