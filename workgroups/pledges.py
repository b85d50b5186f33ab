"""Electronic signatures: who is asked, signs, declines or is somebody else; and what the hub does without (Y7, R5).

Whoever holds the newest link of a signatory acts as that person, for this one purpose; the link signs nobody in.
Each verb here locks the pledge first, so that of several people at once each sees what the others did.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from journal.moves import Refused, move, record
from journal.tokens import hash_of, new_token
from workgroups import pledge_letters as letters
from workgroups.models import NamedRole, Pledge, PledgeText, Signatory, Signature
from workgroups.pledge_proofs import digest_of, hash_of_words

LINK_KEPT = timedelta(days=30)
MOST_LINKS = 20  # to one person: more is nobody's forgetfulness

P, S = Pledge.Status, Signatory.Status
MOVES = {
    P.NEW: {P.OPEN: "asked for signatures", P.ENDED: "no longer needed"},
    P.OPEN: {P.COMPLETE: "signed by everybody", P.WAIVED: "went ahead without", P.ENDED: "no longer needed"},
    P.COMPLETE: {P.OPEN: "asked for signatures anew", P.ENDED: "no longer needed"},
    P.WAIVED: {P.COMPLETE: "signed by everybody", P.OPEN: "asked for signatures anew", P.ENDED: "no longer needed"},
    P.ENDED: {P.OPEN: "taken up again"},
}
SIGNATORY_MOVES = {
    S.WAITING: {
        S.SIGNED: "signed",
        S.DECLINED: "declined to sign",
        S.NOT_ME: "said it was not them",
        S.VOID: "no longer asked",
    },
    S.DECLINED: {S.WAITING: "asked again", S.VOID: "no longer asked"},
    S.NOT_ME: {S.VOID: "no longer asked"},
    S.SIGNED: {S.VOID: "signature no longer holds"},
    S.VOID: {},
}


@dataclass(frozen=True)
class Person:
    """Who is asked to sign in one role, as the form names them; without an address nobody can be asked yet."""

    role: str
    name: str = ""
    email: str = ""
    trn: str = ""


def begin(*, school, project, hub, reference: str, contact_email: str, asked_by: str = "") -> Pledge:
    """A pledge that nobody has been asked to sign yet: one row, in the transaction that sends the form."""
    return Pledge.objects.create(
        school=school, project=project, hub=hub, reference=reference, contact_email=contact_email, asked_by=asked_by
    )


@transaction.atomic
def open_pledge(pledge: Pledge, *, words: dict, people: list[Person], by=None) -> Pledge:
    """Ask everybody whom the edition wants to sign (`NamedRole.signs`), each by a link of their own.

    Done once: asked again, it changes nothing. An edition that wants nobody's signature ends it.
    """
    current = locked(pledge)
    if current.status != P.NEW:
        return current
    roles = NamedRole.objects.filter(project=current.project_id, signs=True)
    if not roles:
        move(current, P.ENDED, by=by, table=MOVES, note="This edition asks nobody to sign.")
        return current
    write_text(current, words)
    move(current, P.OPEN, by=by, table=MOVES)
    named = {person.role: person for person in people}
    for order, role in enumerate(roles, start=1):
        person = named.get(role.code, Person(role.code))
        ask(current, person, title=role.title, order=order)
    letters.ask_who_signs(current)
    return current


def write_text(pledge: Pledge, words: dict) -> PledgeText:
    """The next version of what is signed; the same words make none. Within a verb that holds the lock."""
    kept, newest = hash_of_words(words), pledge.texts.first()
    if newest and newest.hash == kept:
        return newest
    pledge.version += 1
    pledge.save(update_fields=["version"])
    return PledgeText.objects.create(pledge=pledge, version=pledge.version, words=words, hash=kept)


def ask(pledge: Pledge, person: Person, *, title: str, order: int, anew: str = "") -> Signatory:
    """A row for one person, and their link where it is known where to send it. Within a verb that holds the lock."""
    signatory = Signatory.objects.create(
        pledge=pledge,
        role=person.role,
        title=title,
        order=order,
        name=person.name[:170],
        email=person.email.lower(),
        trn=person.trn,
        anew=anew,
    )
    if signatory.email:
        send_link(signatory)
    return signatory


def send_link(signatory: Signatory) -> None:
    """A new link, which is the only one that works from now on. Call it inside the change's transaction."""
    token, now = new_token(), timezone.now()
    signatory.link_hash, signatory.link_sent = hash_of(token), now
    signatory.link_expires = now + LINK_KEPT
    signatory.links += 1
    signatory.save(update_fields=["link_hash", "link_sent", "link_expires", "links"])
    letters.send_link(signatory, token)


def found_by(token: str) -> Signatory | None:
    """Whose newest link this is, run out or not; None where there is none. One query, whatever was given."""
    rows = Signatory.objects.select_related("pledge__school", "pledge__project", "pledge__hub", "signature__text")
    return rows.filter(link_hash=hash_of(token)).first()


def text_for(signatory: Signatory) -> PledgeText:
    """What this person signed, or would sign now."""
    if signatory.status == S.SIGNED:
        return signatory.signature.text
    return PledgeText.objects.filter(pledge=signatory.pledge_id).first()


def locked(pledge: Pledge) -> Pledge:
    """The pledge under a lock that lasts to the end of the transaction (see `places.locked`)."""
    rows = Pledge.objects.select_for_update(of=("self",)).select_related("school", "project", "hub")
    return rows.get(pk=pledge.pk)


def locked_signatory(signatory: Signatory) -> Signatory:
    """The signatory as they are now, with their pledge under lock."""
    pledge = locked(signatory.pledge)
    current = Signatory.objects.get(pk=signatory.pk)
    current.pledge = pledge
    return current


def check_may_answer(signatory: Signatory) -> None:
    """Refuses what can no longer be answered, whatever the answer."""
    who = signatory.pledge.contact_email
    if not signatory.pledge.takes_signatures:
        raise Refused("Signatures are no longer needed for this: it was withdrawn, or the hub has decided otherwise.")
    if signatory.status == S.SIGNED:
        raise Refused("You have signed already.")
    if signatory.status == S.DECLINED:
        raise Refused(f"You have declined already. Write to {who} if you want to be asked again.")
    if signatory.status != S.WAITING:
        raise Refused("You are no longer asked to sign this.")
    if not signatory.link_works():
        raise Refused("This link has run out. Have a new one sent to you.")


@transaction.atomic
def sign(signatory: Signatory, *, name: str, version: int, address: str | None) -> Signature:
    """Sign the words of `version`, the one the page showed, as `name`. Signing twice is one signature.

    Refused where the words are other ones by now: nobody signs what they have not read.
    """
    current = locked_signatory(signatory)
    if current.status == S.SIGNED:
        return current.signature
    check_may_answer(current)
    name = " ".join(name.split())
    if not name:
        raise Refused("Type your name to sign.")
    text = text_for(current)
    if text.version != version:
        raise Refused("What you are asked to sign was corrected since you opened this page. Read it again, then sign.")
    signature = Signature.objects.create(
        signatory=current,
        text=text,
        text_hash=text.hash,
        name=name[:200],
        role=current.title,
        address=address,
        reached=current.email,
    )
    kept = {"signature": signature.pk, "version": text.version, "hash": text.hash, "digest": digest_of(signature)}
    also = {"since": signature.at}
    move(current, S.SIGNED, by=None, table=SIGNATORY_MOVES, data=kept, also=also)
    _complete_if_all_signed(current.pledge)
    return signature


def _complete_if_all_signed(pledge: Pledge) -> None:
    if pledge.signatories.asked().exclude(status=S.SIGNED).exists():
        return
    move(pledge, P.COMPLETE, by=None, table=MOVES, also={"completed": timezone.now()})
    letters.send_copies(pledge)


@transaction.atomic
def decline(signatory: Signatory, *, reason: str) -> Signatory:
    """Say no, with a reason that the school and the hub read."""
    current = locked_signatory(signatory)
    check_may_answer(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you do not sign: your school and the hub read it.")
    event = move(current, S.DECLINED, by=None, table=SIGNATORY_MOVES, note=reason, also=_now(reason=reason))
    letters.tell(current, "not_signed", event)
    return current


@transaction.atomic
def not_me(signatory: Signatory) -> Signatory:
    """Whoever got the link is not the person named: it is dead from now on, and school and hub are told."""
    current = locked_signatory(signatory)
    check_may_answer(current)
    event = move(current, S.NOT_ME, by=None, table=SIGNATORY_MOVES, also=_now(link_hash=None, link_expires=None))
    letters.tell(current, "not_signed", event)
    return current


def _now(**more) -> dict:
    return {"since": timezone.now(), **more}


def check_reissue(signatory: Signatory) -> None:
    """Refuses a new link for who needs none, or has been sent too many."""
    if not signatory.pledge.takes_signatures:
        raise Refused("Nobody is asked to sign this any more.")
    if signatory.status not in (S.WAITING, S.DECLINED):
        raise Refused("This person is not being waited for, so there is nothing to send.")
    if not signatory.email:
        raise Refused("Say first who signs, and at which address they are reached.")
    if signatory.links >= MOST_LINKS:
        raise Refused("So many links were sent to this address that another would not help. Try another address.")


@transaction.atomic
def reissue(signatory: Signatory, *, by=None) -> Signatory:
    """A new link to the same address; the one before is dead. Who has declined is asked again."""
    current = locked_signatory(signatory)
    check_reissue(current)
    if current.status == S.DECLINED:
        move(current, S.WAITING, by=by, table=SIGNATORY_MOVES, also=_now(reason=""))
    send_link(current)
    record(current, "sent the link again", by=by)
    return current
