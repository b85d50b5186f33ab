"""Whoever signed gets the complete form as a document: drawn when its email goes, and kept (Y7)."""

import os
import re
import socket
import zlib
from hashlib import sha256

import pytest
from django.urls import reverse

from applications import corrections
from applications.models import Application
from journal import documents, outbox
from journal.models import Email, Event
from journal.moves import Refused
from journal.verifying import faults
from tests import steps
from workgroups import pledge_copies
from workgroups.models import PledgeCopy

pytestmark = pytest.mark.django_db
TEMPLATE = "workgroups/signed"


@pytest.fixture
def as_html(monkeypatch):
    """A machine without Pango."""
    monkeypatch.setattr(documents, "_weasyprint", lambda: None)


@pytest.fixture
def pdf():
    """A machine with it; a build machine has it."""
    if not documents.can_make_pdfs():
        assert not os.environ.get("CI"), f"no PDF can be made here: install {documents.PDF_NEEDS}"
        pytest.skip(f"no PDF can be made here, documents are HTML: {documents.PDF_NEEDS} are not installed")


@pytest.fixture
def pledge(ash_lane, glow, bob, editions):
    pledge = steps.pledged(ash_lane, glow, bob, headteacher_first_name="مريم", statement="Why.\n<b>Not bold</b>")
    return steps.all_signed(pledge)


def attached(mailoutbox) -> dict[str, bytes]:
    """What each of them got, by address."""
    outbox.send_batch()
    messages = [one for one in mailoutbox if one.attachments]
    return {message.to[0]: message.attachments[0].get_payload(decode=True) for message in messages}


def opened(pdf: bytes) -> bytes:
    """What stands in its streams, which are packed."""
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(stream) for stream in streams)


def test_nothing_is_drawn_while_somebody_signs(pledge):
    assert Email.objects.filter(template=TEMPLATE, attaches__maker="signed_copy").count() == 4
    assert not PledgeCopy.objects.exists()


def test_each_gets_the_complete_form_with_their_own_number_alone(pledge, mailoutbox, as_html):
    copies = attached(mailoutbox)
    trns = {one.email: one.trn for one in pledge.signatories.all()}
    assert set(copies) == set(trns)
    for to, content in copies.items():
        page = content.decode()
        assert {trn for trn in trns.values() if trn in page} == {trns[to]}
        assert all(f"{one.signature.name}</bdi>" in page for one in pledge.signatories.all())
        assert "Why.<br>&lt;b&gt;Not bold" in page
        assert pledge.texts.get().hash in page


def test_without_a_pdf_the_email_says_so_and_stands_so_in_the_outbox(pledge, mailoutbox, as_html):
    attached(mailoutbox)
    message = next(one for one in mailoutbox if one.attachments)
    assert message.attachments[0].get_filename() == f"{pledge.reference}-signed.html"
    kept = Email.objects.get(template=TEMPLATE, to=message.to[0])
    for words in (message.body, message.alternatives[0].content, kept.text, kept.html):
        assert "as a web page (HTML) and not as a PDF" in words


def test_a_pdf_has_a_title_a_language_and_tags_and_asks_nobody_for_anything(pdf, pledge, mailoutbox):
    content = next(iter(attached(mailoutbox).values()))
    assert content.startswith(b"%PDF-1.7")
    said = opened(content)
    assert [
        mark for mark in (b"/StructTreeRoot", b"/Lang (en-GB)", b"/Title", b"/Marked true") if mark not in said
    ] == []
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        page = f"<link rel=stylesheet href={here}><style>@import '{here}'</style><img src={here}><p>Words"
        assert documents._pdf(documents._weasyprint(), page).startswith(b"%PDF")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_same_bytes_come_again_and_their_digest_is_in_the_journal(pledge, mailoutbox, client, alice):
    head = steps.signatory(pledge, "headteacher")
    link = steps.sign_link(head)
    sent = attached(mailoutbox)[head.email]
    again = client.get(f"{link}copy/")
    copy = PledgeCopy.objects.get(signatory=head)
    assert sent == again.content == bytes(copy.content)
    assert sha256(sent).hexdigest() in [event.data.get("sha256") for event in Event.objects.about(pledge)]
    assert list(faults()) == []
    client.force_login(alice)
    page = client.get(reverse("desk:signatures", args=["glow", pledge.reference])).content.decode()
    assert copy.sha256 in page
    theirs = client.get(reverse("desk:signed_copy", args=["glow", pledge.reference]))
    assert theirs["Content-Disposition"].startswith(f'attachment; filename="{pledge.reference}-signed.')
    assert PledgeCopy.objects.filter(signatory=None).count() == 1


def test_a_message_tried_again_brings_what_was_made_before(pledge, mailoutbox, monkeypatch, as_html):
    def fails(*args, **kwargs):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(documents, "render_to_string", fails)
        assert attached(mailoutbox) == {}
    first = Email.objects.filter(template=TEMPLATE).first()
    assert (first.last_error, first.handed, first.attempts, first.state) == ("MemoryError", None, 1, "waiting")
    one = pledge.signatories.first()
    made = pledge_copies.copy_of(pledge, one)
    Email.objects.filter(template=TEMPLATE).update(due=first.queued)
    assert attached(mailoutbox)[one.email] == bytes(made.content)


def test_what_was_signed_is_sent_even_if_it_is_corrected_before_the_worker_comes(pledge, mailoutbox, bob, as_html):
    application = Application.objects.select_related("school", "hub", "project").get()
    corrections.save_page(corrections.begin(application, by=bob), answers={"statement": "Other words."})
    corrections.send(Application.objects.select_related("school", "hub", "project").get(), by=bob)
    pledge.refresh_from_db()
    page = attached(mailoutbox)[steps.signatory(pledge, "advocate_developing").email].decode()
    assert "Why." in page
    assert "Other words." not in page
    with pytest.raises(Refused, match="once everybody has signed"):
        pledge_copies.copy_of(pledge)


def test_a_corrected_number_is_the_one_on_the_copy(ash_lane, glow, bob, editions, as_html):
    pledge = steps.pledged(ash_lane, glow, bob)
    steps.sign(steps.signatory(pledge, "headteacher"))
    application = Application.objects.select_related("school", "hub", "project").get()
    numbers = {"headteacher_trn": "1234567", "advocate_developing_trn": "7654321"}
    corrections.save_page(corrections.begin(application, by=bob), answers=numbers)
    corrections.send(Application.objects.select_related("school", "hub", "project").get(), by=bob)
    assert {steps.signatory(pledge, role.removesuffix("_trn")).trn for role in numbers} == set(numbers.values())
    steps.all_signed(pledge)
    copy = pledge_copies.copy_of(pledge, steps.signatory(pledge, "advocate_developing"))
    assert b"7654321" in bytes(copy.content)
    assert b"1234567" not in bytes(copy.content)
