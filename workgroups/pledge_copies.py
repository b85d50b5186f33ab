"""The complete form with everybody's signature as a document: one for each who signed, and one for the hub (Y7).

It is made when its email is sent, or when somebody asks for it first; then it is kept, and its SHA-256 stands in the
journal. Whoever gets it later gets the same bytes, so a copy can be shown to be what was sent.
"""

from hashlib import sha256

from django.db import transaction

from journal import documents
from journal.documents import Document
from journal.moves import Refused, record
from workgroups.models import Pledge, PledgeCopy, PledgeText, Signatory, Signature
from workgroups.pledge_proofs import COPIED
from workgroups.pledges import locked


def for_email(*, text: int, signatory: int, signatures: list[int]) -> Document:
    """What an email attaches (`pledge_letters.send_copies`); keys of the words, the person and the signatures."""
    text = _texts().get(pk=text)
    copy = _kept(text, Signatory.objects.get(pk=signatory), Signature.objects.filter(pk__in=signatures))
    return Document(copy.name, copy.media_type, bytes(copy.content))


def check_copy(pledge: Pledge | None) -> None:
    if pledge is None or pledge.status != Pledge.Status.COMPLETE:
        raise Refused("There is a copy of the complete form once everybody has signed.")


def copy_of(pledge: Pledge, signatory: Signatory | None = None) -> PledgeCopy:
    """The copy of who signed, or the hub's, of what is signed by everybody now. Refused before that."""
    check_copy(pledge)
    signatures = Signature.objects.filter(signatory__in=pledge.signatories.asked())
    return _kept(_texts().filter(pledge=pledge).first(), signatory, signatures)


def made_of(pledge: Pledge | None) -> list[PledgeCopy]:
    """The copies that there are, without their bytes."""
    rows = PledgeCopy.objects.filter(text__pledge=pledge).select_related("signatory", "text")
    return list(rows.defer("content", "text__words")) if pledge else []


def _texts():
    return PledgeText.objects.select_related("pledge__school", "pledge__project", "pledge__hub")


def _kept(text: PledgeText, signatory: Signatory | None, signatures) -> PledgeCopy:
    """The copy that there is, else a new one. It is drawn before the lock is taken; of two, the first is kept."""
    mine = PledgeCopy.objects.filter(text=text, signatory=signatory)
    if found := mine.first():
        return found
    document = _drawn(text, signatory, signatures.select_related("text").order_by("signatory__order", "id"))
    with transaction.atomic():
        pledge = locked(text.pledge)
        return mine.first() or _keep(pledge, text, signatory, document)


def _keep(pledge: Pledge, text: PledgeText, signatory: Signatory | None, document: Document) -> PledgeCopy:
    digest = sha256(document.content).hexdigest()
    copy = PledgeCopy.objects.create(
        text=text,
        signatory=signatory,
        name=document.name,
        media_type=document.media_type,
        content=document.content,
        sha256=digest,
    )
    note = f"{document.name}, version {text.version}, for {signatory or pledge.hub}"
    record(pledge, COPIED, note=note, copy=copy.pk, sha256=digest)
    return copy


def _drawn(text: PledgeText, signatory: Signatory | None, signatures) -> Document:
    pledge = text.pledge
    context = {
        "pledge": pledge,
        "school": pledge.school,
        "project": pledge.project,
        "hub": pledge.hub,
        "text": text,
        "sections": text.read_with_own_trn(signatory),
        "signatures": list(signatures),
        "signatory": signatory,
    }
    return documents.make("workgroups/signed", context, name=f"{pledge.reference}-signed")
