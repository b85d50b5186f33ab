"""The messages about signatures, as they go into the outbox."""

from django.conf import settings
from django.urls import reverse

from journal import attachments, outbox
from journal.documents import AS_PDF
from journal.models import Event
from workgroups.models import Pledge, Signatory


def send_link(signatory: Signatory, token: str) -> None:
    """The link goes out once: the message's words are erased when it is sent, for they hold it."""
    address = settings.SITE_URL + reverse("sign:sign", args=[token])
    _queue(signatory, "sign", f"{signatory.links}", signatory.email, secret=True, link=address)


def ask_who_signs(pledge: Pledge) -> None:
    """To who sent the form, where it does not say whom to ask: a form that came in with gaps, or does not ask that."""
    unknown = list(pledge.signatories.asked().filter(email=""))
    if unknown:
        address = settings.SITE_URL + reverse("apply:signatures", args=[pledge.reference])
        _queue(unknown[0], "who_signs", "asked", pledge.contact_email, page=address, unknown=unknown)


def tell(signatory: Signatory, template: str, event: Event) -> None:
    """Somebody will not sign, or was not the person named: the school and the hub read it."""
    pledge = signatory.pledge
    status = settings.SITE_URL + reverse("apply:status", args=[pledge.reference])
    _queue(signatory, template, f"school-{event.pk}", pledge.contact_email, page=status, to_hub=False)
    if pledge.hub.enquiry_email:
        desk = settings.SITE_URL + reverse("desk:application", args=[pledge.hub.slug, pledge.reference])
        _queue(signatory, template, f"hub-{event.pk}", pledge.hub.enquiry_email, page=desk, to_hub=True)


def no_longer_holds(signatory: Signatory) -> None:
    """To who had signed, and whom the form no longer names."""
    if signatory.email:
        _queue(signatory, "signature_void", "void", signatory.email)


def send_copies(pledge: Pledge) -> None:
    """All have signed: everybody gets the complete form, in confirmation of their signature (Y7).

    What is attached is of this version with these signatures, whatever is corrected before a worker makes it.
    """
    signatories = list(pledge.signatories.asked().select_related("signature").order_by("order"))
    text = pledge.texts.first()
    made_of = {"text": text.pk, "signatures": [one.signature.pk for one in signatories]}
    for signatory in signatories:
        signatory.pledge = pledge
        attaches = attachments.wanted("signed_copy", signatory=signatory.pk, **made_of)
        words = {"signatories": signatories, "text": text, "attached": AS_PDF}
        _queue(signatory, "signed", f"{text.version}", signatory.email, attaches=attaches, **words)


def _queue(signatory: Signatory, template: str, which: str, to: str, *, secret=False, attaches=None, **more) -> None:
    pledge = signatory.pledge
    context = {
        "signatory": signatory,
        "pledge": pledge,
        "school": pledge.school,
        "hub": pledge.hub,
        "project": pledge.project,
        **more,
    }
    outbox.queue(
        f"{template}-{signatory.pk}-{which}",
        f"workgroups/{template}",
        to,
        context,
        about=pledge,
        reply_to=pledge.hub.enquiry_email,
        secret=secret,
        attaches=attaches,
    )
