"""Whether what was signed is what is kept: every version of the words, and every signature against its own Event."""

import json
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from journal import guards
from journal.models import Event
from journal.moves import record
from journal.verifying import Fault
from workgroups.pledge_models import Pledge, PledgeCopy, PledgeText, Signatory, Signature

CHUNK = 1_000
ERASED, COPIED = "signature erased on request", "made a copy of what was signed"
KEPT = ("signatory_id", "text_id", "text_hash", "name", "role", "address", "reached")


def digest_of(signature: Signature) -> str:
    """SHA-256 over all that a signature keeps; it stands in the Event of the signing, and so in the journal's chain."""
    at = signature.at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(json.dumps([at, *(getattr(signature, name) for name in KEPT)]).encode("ascii")).hexdigest()


def hash_of_words(words: dict) -> str:
    """The hash that a signature keeps: of the words as JSON with sorted keys, so that any database gives the same."""
    return sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def faults() -> Iterator[Fault]:
    """Everything about signatures that is not as it was written; part of `verify_journal`."""
    for text in PledgeText.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if hash_of_words(text.words) != text.hash:
            yield Fault(f"The words signed, {text.pk}", "they are not what their hash was made of")
    batch: list[Event] = []
    for event in _signings().order_by("pk").iterator(chunk_size=CHUNK):
        batch.append(event)
        if len(batch) == CHUNK:
            yield from _changed(batch)
            batch = []
    yield from _changed(batch)
    yield from _changed_copies()
    told = _signings().filter(subject_key=Cast(OuterRef("signatory_id"), CharField()))
    for signature in Signature.objects.filter(~Exists(told)).iterator(chunk_size=CHUNK):
        yield Fault(f"Signature {signature.pk}", "nobody gave it: the journal knows nothing of it")


def _signings():
    return Event.objects.filter(subject=Signatory._meta.label_lower, kind="signed")


def _changed(events: list[Event]) -> Iterator[Fault]:
    """Of signings that kept a digest, those whose signature is another one by now, or gone, and not by request."""
    there = Signature.objects.in_bulk([event.data["signature"] for event in events])
    erased = Event.objects.filter(
        subject=Signatory._meta.label_lower, kind=ERASED, subject_key__in=[event.subject_key for event in events]
    )
    on_request = set(erased.values_list("subject_key", flat=True))
    for event in events:
        signature, digest = there.get(event.data["signature"]), event.data.get("digest")
        what = f"Signature {event.data['signature']}"
        if signature is None:
            yield Fault(what, "it was given, and is missing")
        elif digest and digest != digest_of(signature) and event.subject_key not in on_request:
            yield Fault(what, "it is not what was signed")


def _changed_copies() -> Iterator[Fault]:
    """Copies whose bytes are others than those whose digest the journal has."""
    made = Event.objects.filter(subject=Pledge._meta.label_lower, kind=COPIED)
    digests = {event.data["copy"]: event.data["sha256"] for event in made.iterator(chunk_size=CHUNK)}
    for copy in PledgeCopy.objects.order_by("pk").iterator(chunk_size=20):
        if not digests.get(copy.pk) == copy.sha256 == sha256(copy.content).hexdigest():
            yield Fault(f"The copy {copy.pk}, {copy}", "it is not what was made")


def erase(signature: Signature, *, because: str, by) -> None:
    """What says who somebody is goes, where they ask for it (U6): that they signed, over what and when, stays.

    The copies that were kept of the form go with it: they hold the name. Those sent are where they were sent to.
    """
    with guards.lifted():
        PledgeCopy.objects.filter(text__pledge=signature.text.pledge).delete()
        Signature.objects.filter(pk=signature.pk).update(name="Erased on request", address=None, reached="")
        record(signature.signatory, ERASED, by=by, note=because)
