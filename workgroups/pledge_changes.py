"""What becomes of signatures when something changes: somebody else signs, the form is corrected, the hub goes on."""

from django.db import transaction
from django.utils import timezone

from journal.moves import Refused, move
from workgroups import pledge_letters as letters
from workgroups.models import Pledge, Signatory
from workgroups.pledges import MOVES, SIGNATORY_MOVES, P, Person, S, ask, locked, locked_signatory, write_text


def check_replace(signatory: Signatory) -> None:
    if not signatory.pledge.takes_signatures:
        raise Refused("Nobody is asked to sign this any more.")
    if signatory.status in (S.SIGNED, S.VOID):
        raise Refused("This signature is given. Somebody else signs once the form names them.")


@transaction.atomic
def replace(signatory: Signatory, *, name: str, email: str, by=None) -> Signatory:
    """Ask somebody else in this role, or the same person at another address; the link before is dead."""
    current = locked_signatory(signatory)
    check_replace(current)
    name, email = " ".join(name.split()), email.strip()
    if not (name and email):
        raise Refused("Give a name and an email address.")
    trn = current.trn if name == current.name else ""
    _void(current, why="Asked at another address." if name == current.name else "Somebody else signs.", by=by)
    person = Person(current.role, name, email, trn)
    return ask(current.pledge, person, title=current.title, order=current.order, anew=current.anew)


def write_to(pledge: Pledge, *, email: str, asked_by: str) -> None:
    """Somebody else of the school looks after it from now on: they are told, and whoever signs asks them."""
    Pledge.objects.filter(pk=pledge.pk).update(contact_email=email, asked_by=asked_by)


def _void(signatory: Signatory, *, why: str, by) -> None:
    dead = {"since": timezone.now(), "reason": why, "link_hash": None, "link_expires": None}
    move(signatory, S.VOID, by=by, table=SIGNATORY_MOVES, note=why, also=dead)


@transaction.atomic
def renew(pledge: Pledge, *, words: dict, people: list[Person], over: set[str], by=None) -> list[Signatory]:
    """After a correction: new words, and new signatures of just those concerned. Returns who is asked anew.

    `over` are the roles whose facts or commitments changed; `people` are those whom the correction names otherwise
    than before. The signatures of all others stay, over the words they signed.
    """
    current = locked(pledge)
    if current.status in (P.NEW, P.ENDED):
        return []
    write_text(current, words)
    named = {person.role: person for person in people}
    waiting_anew = []
    for signatory in list(current.signatories.asked()):
        signatory.pledge = current
        same = Person(signatory.role, signatory.name, signatory.email, signatory.trn)
        person = named.get(signatory.role, same)
        other = (person.name, person.email.lower()) != (signatory.name, signatory.email)
        if other or (signatory.role in over and signatory.status in (S.SIGNED, S.DECLINED)):
            waiting_anew.append(_anew(signatory, person, other=other, by=by))
        elif person.trn != signatory.trn:
            Signatory.objects.filter(pk=signatory.pk).update(trn=person.trn)
    if waiting_anew and current.status != P.OPEN:
        move(current, P.OPEN, by=by, table=MOVES, also={"completed": None, "waived_because": ""})
    return waiting_anew


def _anew(signatory: Signatory, person: Person, *, other: bool, by) -> Signatory:
    """Somebody else, or who had answered, is asked; who waits keeps their link and reads the new words by it."""
    had_signed = signatory.status == S.SIGNED
    why = "The form names somebody else." if other else "What was answered for has changed."
    _void(signatory, why=why, by=by)
    if had_signed and other:
        letters.no_longer_holds(signatory)
    anew = "" if other else "The form was corrected after you answered, in what you answer for."
    return ask(signatory.pledge, person, title=signatory.title, order=signatory.order, anew=anew)


@transaction.atomic
def go_ahead_without(pledge: Pledge, *, reason: str, by) -> Pledge:
    """The hub does not wait any longer, on record; who has not signed still can."""
    current = locked(pledge)
    check_go_ahead(current)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you go ahead without: it stays on record.")
    move(current, P.WAIVED, by=by, table=MOVES, note=reason, also={"waived_because": reason})
    return current


def check_go_ahead(pledge: Pledge) -> None:
    if pledge.status != P.OPEN:
        raise Refused("No signatures are being waited for.")


@transaction.atomic
def end(pledge: Pledge, *, by, note: str = "") -> None:
    """Signatures are no longer needed: links say so from now on. What was signed stays."""
    current = locked(pledge)
    if current.status != P.ENDED:
        move(current, P.ENDED, by=by, table=MOVES, note=note, also={"waived_because": ""})


@transaction.atomic
def take_up_again(pledge: Pledge, *, by) -> None:
    """What was ended is wanted after all: those who had not signed can again, by the links they have."""
    current = locked(pledge)
    if current.status != P.ENDED or not current.version:
        return
    move(current, P.OPEN, by=by, table=MOVES)
    if not current.signatories.asked().exclude(status=S.SIGNED).exists():
        move(current, P.COMPLETE, by=by, table=MOVES, also={"completed": current.completed or timezone.now()})
