"""The school's side of an application: one function per verb, one reason per refusal; and the one table of moves.

The hub's verbs are in `reviewing` and `placement`, the messages in `letters`.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import continuing, eligibility, facts, letters, pledging, spec, stale
from applications.deciding import counting
from applications.going_on.models import waits_for
from applications.holders import as_holder
from applications.models import Application, CriterionClaim, Status
from applications.named_schools import name_schools
from applications.senders import sender_of
from journal import outbox
from journal.clock import day_and_clock, how_long
from journal.moves import Refused, Stale, move, record
from schools.access import left_by, school_ids_of
from schools.find import fold
from schools.frozen import frozen_school
from workgroups.models import Opening

ENDS = {Status.PLACED: "placed", Status.DECLINED: "declined", Status.WITHDRAWN: "withdrew"}
ASKED = {
    Status.OFFERED: "offered a place",
    Status.ALTERNATIVE_OFFERED: "offered an alternative",
    Status.PASSING_ON: "asked whether to pass it on",
}
OPEN_TO_THE_HUB = {**ASKED, Status.WAITING_LIST: "put on the waiting list", **ENDS}
MOVES = {
    Status.DRAFT: {Status.SUBMITTED: "sent"},
    Status.SUBMITTED: {Status.IN_REVIEW: "took on", Status.MORE_ASKED: "asked for more", **OPEN_TO_THE_HUB},
    Status.IN_REVIEW: {Status.IN_REVIEW: "took over", Status.MORE_ASKED: "asked for more", **OPEN_TO_THE_HUB},
    Status.MORE_ASKED: {Status.IN_REVIEW: "handed back", Status.WITHDRAWN: "withdrew"},
    Status.WAITING_LIST: {Status.IN_REVIEW: "took off the waiting list", **ASKED, **ENDS},
    Status.OFFERED: {
        Status.PLACED: "accepted the place",
        Status.TURNED_DOWN: "turned the place down",
        Status.LAPSED: "let the offer lapse",
        Status.IN_REVIEW: "took the offer back",
    },
    Status.PASSING_ON: {
        Status.PASSED_ON: "passed on",
        Status.IN_REVIEW: "kept at the hub",
        Status.WAITING_LIST: "kept on the waiting list",
    },
    # Whatever becomes of an alternative, the application itself is whole: it is placed, waits again, or rests.
    Status.ALTERNATIVE_OFFERED: {
        Status.TOOK_ALTERNATIVE: "took the alternative",
        Status.PLACED: "accepted the other group",
        Status.IN_REVIEW: "came back from the alternative",
        Status.WAITING_LIST: "kept on the waiting list",
    },
    Status.TOOK_ALTERNATIVE: {Status.IN_REVIEW: "reopened"},
    Status.PLACED: {Status.IN_REVIEW: "reopened"},
    Status.DECLINED: {Status.IN_REVIEW: "reopened"},
    Status.TURNED_DOWN: {Status.IN_REVIEW: "reopened"},
    Status.LAPSED: {Status.IN_REVIEW: "reopened"},
    Status.PASSED_ON: {},
    Status.WITHDRAWN: {},
}

# No vowels to spell words with, nothing that reads like something else.
NOT_SENT = (Status.DRAFT, Status.WITHDRAWN, Status.PASSED_ON)
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    return "EOI-" + "".join(secrets.choice(LETTERS) for _ in range(7))


def opening_of(application: Application) -> Opening | None:
    opening = Opening.objects.filter(hub=application.hub_id, project=application.project_id).first()
    if opening:
        opening.hub, opening.project = application.hub, application.project
    return opening


def check_open(opening: Opening | None, hub, *, at: datetime | None = None) -> None:
    """Refuses what comes before the hub has opened the project, or after it has closed it; `at` is now unless given."""
    ask = f" Write to {hub.enquiry_email} to ask what is possible." if hub.enquiry_email else ""
    if opening is None:
        raise Refused(f"{hub} is not taking expressions of interest for this.{ask}")
    now = at or timezone.now()
    if now < opening.opens:
        raise Refused(f"{hub} takes expressions of interest for this from {day_and_clock(opening.opens)}.")
    if not opening.is_open(now):
        late = how_long(now - opening.ends)
        raise Refused(f"This closed at {day_and_clock(opening.ends)}, {late} ago. What you wrote is kept.{ask}")


def check_may_send(application: Application, opening: Opening | None, *, at: datetime | None = None) -> None:
    """Refuses a draft whose moment has passed, unless the hub has let it in late (see `late`)."""
    at = at or timezone.now()
    if is_over(opening, at):
        until = application.let_in_until
        if until and at < until:
            return
    check_open(opening, application.hub, at=at)


def is_over(opening: Opening | None, at: datetime) -> bool:
    """Whether the closing moment has passed: the moment itself is late."""
    return bool(opening and opening.ends <= at)


@transaction.atomic
def start(*, school, project, hub, by, answers: dict | None = None) -> Application:
    """A draft for this school; the same person asking again gets the draft they have.

    `answers` given before (the guide's) are a new draft's first ones, as far as its form asks for them. A school that
    goes on with its group finds last year's answers in it, to be checked (`continuing`); what we know goes before.
    """
    _check_not_left(school, by)
    mine = {"school": school, "project": project, "hub": hub, "started_by": by}
    existing = Application.objects.filter(**mine, status=Status.DRAFT).first()
    if existing:
        return existing
    check_may_start(school, project, hub, by=by)
    known = continuing.from_history(spec.form_for(project), school=school, project=project, by=by)
    try:
        with transaction.atomic():
            kept = {"started_email": by.email.lower(), "answers": spec.first_answers(project, answers or {}) | known}
            application = Application.objects.create(**mine, **kept, reference=new_reference())
    except IntegrityError:  # a double click: the other request has made it
        return Application.objects.get(**mine, status=Status.DRAFT)
    record(application, "started", by=by)
    return application


def _check_not_left(school, by) -> None:
    """Refuses who has left the school: what they begin there would not be theirs to see."""
    if left_by(by).filter(school=school).exists() and school.pk not in school_ids_of(by):
        raise Refused(f"You no longer act for {school}. Say that you act for it again, or ask a colleague to apply.")


def check_may_start(school, project, hub, *, by) -> Opening:
    """Refuses a draft of what is not open, has no form yet, or has been sent already as far as they may know."""
    opening = Opening.objects.filter(hub=hub, project=project).first()
    if opening:
        opening.project = project
    check_open(opening, hub)
    _check_not_sent_by_ours(school, project, hub, by)
    if project.kind not in spec.DECLARATIONS:
        raise Refused(f"{project.title} is not applied for here yet. Write to {hub} about it.")
    return opening


def save_page(application: Application, *, answers: dict, by, drawn: stale.Drawn | None = None) -> Application:
    """Merge one page's answers into the draft; other pages' answers stay as they are.

    One UPDATE that holds while nobody saved in between; then the merge is done again on what they saved. With `drawn`,
    what the page was drawn from, it never writes over newer words: raises `stale.Clash`, which holds both.
    """
    changes = {
        "answers": {**application.answers, **stale.settled(application, answers, drawn)},
        "version": application.version + 1,
        "saved": timezone.now(),
    }
    as_seen = Application.objects.filter(pk=application.pk, status=Status.DRAFT, version=application.version)
    if not as_seen.update(**changes):
        return _save_over(application, answers, drawn)
    for name, value in changes.items():
        setattr(application, name, value)
    return application


@transaction.atomic
def _save_over(application: Application, answers: dict, drawn: stale.Drawn | None) -> Application:
    draft = locked(application)
    if draft.status != Status.DRAFT:
        raise Refused("This has been sent, so it can no longer be changed.")
    draft.answers = {**draft.answers, **stale.settled(draft, answers, drawn)}
    draft.version += 1
    draft.saved = timezone.now()
    draft.save(update_fields=["answers", "version", "saved"])
    return draft


def submit(application: Application, *, by, at: datetime | None = None) -> Application:
    """Send it to the hub, once: asked again, it answers with what was sent.

    `at` is when the request arrived, now unless given: that moment counts, however long the sending takes.

    Keeps the verdict, the school's facts and the form's wording, and queues the receipt. What is sent is the draft
    as it was read; where somebody sent it or saved a page since, it is read again under lock.
    """
    try:
        return _send_once(application, by, at or timezone.now())
    except IntegrityError:  # a colleague's own draft came first
        check_first(application.school, application.project, application.hub, by)
        raise


def _send_once(application: Application, by, at: datetime) -> Application:
    try:
        return _send(application, by, at)
    except Stale:
        return _send_as_it_is_now(application, by, at)


@transaction.atomic
def _send_as_it_is_now(application: Application, by, at: datetime) -> Application:
    if application.carried_from_id:
        counting.hold(application)
    return _send(locked(application), by, at)


@transaction.atomic
def _send(draft: Application, by, at: datetime) -> Application:
    if draft.status != Status.DRAFT:
        return draft
    if waits_for(draft):
        raise Refused("Your hub keeps a place for this: confirm it on the page with your answers.")
    if draft.carried_from_id:
        counting.hold(draft)
    opening = opening_of(draft)
    check_may_send(draft, opening, at=at)
    form = send_now(draft, by=by, at=at)
    for letter in letters.receipts(draft, opening=opening, sections=form):
        outbox.queue(**letter)
    if draft.carried_from_id:
        counting.count(draft, by=as_holder(by), at=at, table=MOVES)
    return draft


def send_now(draft: Application, *, by, at: datetime) -> list[dict]:
    """Send a draft that may be sent, in the transaction of the caller; the form as it was sent, for the letter."""
    missing = spec.missing(draft)
    if missing:
        raise Refused("Some answers are still missing: " + "; ".join(missing) + ".")
    form = spec.frozen_form(draft)
    as_read = {"version": draft.version}
    holder = as_holder(by)
    kept_with_it = {**submission(draft, form, at), "pledge": pledging.begin(draft)}
    told = {"data": holder.in_trail(draft), "also": kept_with_it, "only_if": as_read}
    move(draft, Status.SUBMITTED, by=holder, table=MOVES, **told)
    claim_criteria(draft)
    name_schools(draft)
    return form


def submission(application: Application, form: list[dict], at: datetime) -> dict:
    """The fields that submission writes: the verdict, and what it was judged on."""
    verdict = eligibility.assess(facts.gather(application))
    return kept(application, verdict, form, names=spec.searchable(application), at=at)


def kept(application: Application, verdict: eligibility.Verdict, form: list[dict], *, names: str, at) -> dict:
    """What an application keeps of the moment it was sent. No queries of its own."""
    school = application.school
    return {
        "submitted": at,
        "outcome": verdict.outcome,
        "checks": verdict.as_json(),
        "rules_version": verdict.version,
        "frozen": {
            "school": frozen_school(school),
            "form": form,
            "instead": [fit.as_json() for fit in verdict.instead],
        },
        "school_name": school.name,
        "authority": school.authority,
        "search_text": fold(f"{school.name} {school.urn} {application.reference} {names}"),
    }


def claim_criteria(application: Application) -> None:
    claimed = spec.criteria_claimed(application)
    CriterionClaim.objects.bulk_create(claims_of(application, claimed, spec.read(application.project).criteria))


def claims_of(application: Application, claimed: dict[str, str], criteria) -> list[CriterionClaim]:
    return [
        CriterionClaim(application=application, criterion_id=criterion.pk, evidence=claimed[criterion.code])
        for criterion in criteria
        if criterion.code in claimed
    ]


def locked(application: Application) -> Application:
    """The row as it is now, under a lock that lasts to the end of the transaction; Stale where it is gone."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("school__authority", "project", "hub")
    try:
        return rows.get(pk=application.pk)
    except Application.DoesNotExist:
        raise Stale("It was taken back with the file it was brought in from.") from None


def locked_all(keys: Iterable[int]) -> list[Application]:
    """Several rows as `locked` has one, the smallest key first, so that no two who hold several wait for each other."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("school__authority", "project", "hub")
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


def check_first(school, project, hub, by) -> None:
    """One application per school, project and hub: the second is told about the first."""
    _check_not_sent_by_ours(school, project, hub, by)
    if Application.objects.filter(school=school, project=project, hub=hub).exclude(status__in=NOT_SENT).exists():
        raise Refused(
            f"This cannot be sent: {hub} has an application for {school.name} already. "
            "Ask the school’s office, or the hub, how it stands. What you wrote is kept."
        )


def _check_not_sent_by_ours(school, project, hub, by) -> None:
    """Anybody can begin for any school, so only who may see what it sent is told of it before they send their own."""
    here = Application.objects.visible_to(by).filter(school=school, project=project, hub=hub)
    sent = here.exclude(status__in=NOT_SENT).first()
    if sent and _is_a_strangers(sent, by):
        raise Refused(
            f"Somebody whom your school has not confirmed has sent this to {hub}: {sent.reference}, on "
            f"{day_and_clock(sent.submitted)}. Open it in your applications, and take it over or set it aside."
        )
    if sent:
        raise Refused(
            f"Your school has already sent this to {hub}: {sent.reference}, on {day_and_clock(sent.submitted)}."
        )


def _is_a_strangers(sent: Application, by) -> bool:
    """Whether `by` acts for the school, and nobody knows who sent this."""
    if sent.school_id not in school_ids_of(as_holder(by).user):
        return False
    sender = sender_of(sent)
    return sender is not None and not sender.is_known
