"""Claiming a school: somebody says that they act for it, and it is verified, refused, or said not to be so.

Who is not verified sees and does what any stranger may; verified, they have a SchoolRole. `applications.claiming` has
the hub's side, which this room does not know.
"""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import roles
from journal.moves import Refused, Stale, move, record
from journal.tokens import hash_of
from schools import claim_letters, domains, people
from schools.claim_models import Claim
from schools.models import School, SchoolRole
from schools.people import MANAGE, roles_at, why_not_change

Status, How = Claim.Status, Claim.How
MOVES = {
    Status.WAITING: {
        Status.VERIFIED: "verified",
        Status.REFUSED: "refused",
        Status.NOT_THEIRS: "said it was not right",
        Status.TAKEN_BACK: "took back",
    },
    Status.VERIFIED: {Status.REFUSED: "took the verification back", Status.NOT_THEIRS: "said it was not theirs"},
    Status.REFUSED: {},
    Status.NOT_THEIRS: {},
    Status.TAKEN_BACK: {},
}
MOST_WAITING = 3  # of one person, at all schools
MOST_A_SCHOOL = 4  # of one person at one school, ever: then they write to the hub
MOST_TRIES = 10
CODE_GOOD_FOR = timedelta(days=28)
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # as in a reference: nothing that is heard or read as something else


def check_claim(school: School, by) -> None:
    """Refuses a claim of who acts for the school already, of a school that is closed, and too many."""
    if roles_at(school).filter(user=by).exists():
        raise Refused(f"You act for {school} already.")
    if not school.is_open:
        raise Refused(f"{school} is not open by the national register. Claim the school that carries it on.")
    mine = Claim.objects.filter(user=by)
    if mine.filter(school=school).count() >= MOST_A_SCHOOL:
        raise Refused(f"You have asked for {school} {MOST_A_SCHOOL} times. Write to your Maths Hub about it.")
    if mine.waiting().count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} schools that you asked for wait already. Take one back first.")


@transaction.atomic
def begin(*, school: School, kind: str, name: str, by) -> tuple[Claim, str]:
    """Ask for a role; the claim, and the code for the hub ("" where nothing is to confirm, or it was asked before).

    Verified at once for the first headteacher or office of a school, by a proved address of the school's domain: where
    somebody says already who acts for the school, they say it of this person too. The school's row is locked, so of two
    who come first at the same moment one is the first.
    """
    school = locked_school(school)
    found = Claim.objects.waiting().filter(school=school, user=by).first()
    if found:
        return found, ""
    check_claim(school, by)
    email, is_ours = _address(school, by)
    is_first = not roles_at(school).filter(kind__in=MANAGE).exists()
    code = new_code()
    claim = Claim.objects.create(
        school=school, user=by, kind=kind, name=name, email=email, code_hash=hash_of(bare(code))
    )
    record(claim, "asked", by=by)
    if is_first and is_ours:
        return verify(claim, how=How.DOMAIN, by=by), ""
    claim_letters.tell_person(claim)
    for role in roles_at(school).filter(kind__in=MANAGE, user__is_active=True):
        claim_letters.ask_colleague(claim, role.user)
    return claim, code


def locked_school(school: School) -> School:
    return School.objects.select_for_update().get(pk=school.pk)


def _address(school: School, by) -> tuple[str, bool]:
    """The address to keep, and whether it shows that its owner is of the school."""
    proved = EmailAddress.objects.filter(user=by, verified=True).order_by("-primary", "pk")
    for email in proved.values_list("email", flat=True):
        if domains.proves(email, school):
            return email.lower(), True
    return by.email.lower(), False


def new_code() -> str:
    """Twelve letters and figures, like 7K4M-2QPX-9BCD, to be read out on the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def bare(code: str) -> str:
    """The code as it is compared: however somebody writes it down."""
    return "".join(c for c in code.upper() if c.isalnum())[:40]


@transaction.atomic
def verify(claim: Claim, *, how: str, by) -> Claim:
    """Give the role. The caller has asked whether `by` may; raises Stale where somebody answered meanwhile."""
    today = SchoolRole.objects.current()
    role = today.filter(user=claim.user_id, school=claim.school_id, kind=claim.kind).first()
    role = role or SchoolRole.objects.create(user_id=claim.user_id, school_id=claim.school_id, kind=claim.kind)
    decided = {"how": how, "role": role, "decided": timezone.now(), "decided_by": by, "code_hash": ""}
    move(claim, Status.VERIFIED, by=by, table=MOVES, note=How(how).label, also=decided)
    record(role, "given by a claim", by=by, claim=claim.pk)
    claim_letters.tell_person(claim)
    return claim


def use_code(claim: Claim, *, code: str, by) -> Claim:
    """The person enters the code that the hub gave the school. Each try counts, so that none is guessed."""
    if claim.user_id != by.pk:
        raise Refused("Only whoever asked can enter the code.")
    tried = Claim.objects.waiting().filter(pk=claim.pk, tries__lt=MOST_TRIES, asked__gt=timezone.now() - CODE_GOOD_FOR)
    if not tried.update(tries=F("tries") + 1):
        raise Refused("This code has run out. Ask your Maths Hub to confirm you instead.")
    if not secrets.compare_digest(hash_of(bare(code)), claim.code_hash):
        raise Refused("This is not the code. Check it and enter it again.")
    return verify(claim, how=How.CODE, by=by)


def check_answer(claim: Claim, by) -> None:
    """Refuses who does not say who acts for the school, and what has been answered."""
    if reason := why_not_change(claim.school, by):
        raise Refused(reason)
    check_waiting(claim)


def check_waiting(claim: Claim) -> None:
    if not claim.is_waiting:
        who = claim.decided_by or "Somebody"
        raise Stale(f"{who} answered this before you: {claim.get_status_display().lower()}.")


def confirm(claim: Claim, *, by) -> Claim:
    """A colleague who says who acts for the school knows the person."""
    check_answer(claim, by)
    return verify(claim, how=How.ADMINISTRATOR if by.is_administrator else How.COLLEAGUE, by=by)


def deny(claim: Claim, *, reason: str, by) -> Claim:
    """A colleague does not know the person, or they do not have this role."""
    check_answer(claim, by)
    return refuse(claim, reason=reason, by=by)


@transaction.atomic
def refuse(claim: Claim, *, reason: str, by) -> Claim:
    """Say no, with a reason that the person reads; what was verified loses its role. The caller has asked who may."""
    reason = reason.strip()
    if not reason:
        raise Refused("Write the reason: the person reads it.")
    _close(claim, Status.REFUSED, by=by, note=reason, also={"reason": reason})
    claim_letters.tell_person(claim)
    return claim


@transaction.atomic
def take_back(claim: Claim, *, by) -> Claim:
    """The person asks no more."""
    if claim.user_id != by.pk:
        raise Refused("Only whoever asked can take it back.")
    check_waiting(claim)
    _close(claim, Status.TAKEN_BACK, by=by)
    return claim


def _close(claim: Claim, to: str, *, by, note: str = "", also: dict | None = None) -> None:
    closed = {"decided": timezone.now(), "decided_by": by, "code_hash": "", **(also or {})}
    move(claim, to, by=by, table=MOVES, note=note, also=closed)
    if claim.role_id and SchoolRole.objects.current().filter(pk=claim.role_id).exists():
        roles.end_now(claim.role, by=by, note=note)


@transaction.atomic
def take_up(invitation, user) -> None:
    """An invitation gives its role; a claim of the same person that waits at that school is verified with it."""
    role = people.give(invitation, user)
    for claim in Claim.objects.waiting().filter(user=user, school=role.school_id):
        decided = {"how": How.INVITATION, "role": role, "decided": timezone.now(), "decided_by": user, "code_hash": ""}
        move(claim, Status.VERIFIED, by=user, table=MOVES, note=How.INVITATION.label, also=decided)
