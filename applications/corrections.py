"""Before the closing moment a school corrects what it has sent; the hub goes on reading what it has until then.

The answers being corrected are kept apart (`Correction`). Sending them replaces answers, verdict and frozen form in one
transaction, and keeps what was replaced (`Revision`).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import judging, letters, pledging, spec, stale
from applications.holders import as_holder
from applications.models import UNDECIDED, Application, Correction, CriterionClaim, Revision, Status
from applications.named_schools import name_schools
from applications.spec.check import in_words
from applications.workflow import check_may_send, claim_criteria, locked, opening_of, submission
from journal import outbox
from journal.moves import Refused, Stale, record


@dataclass(frozen=True)
class Change:
    """One question whose answer is another now, in words; `name` is the field's, for what hangs on it."""

    name: str
    label: str
    before: str
    after: str


def open_of(application: Application) -> Correction | None:
    """The correction being written; None where there is none."""
    return application.corrections.filter(closed=None).first()


def check_correct(application: Application, *, at: datetime | None = None) -> None:
    """Refuses where the hub has decided, or the closing moment has passed and it has asked for nothing."""
    allowed(application, at=at)


def allowed(application: Application, *, at: datetime | None = None) -> frozenset[str] | None:
    """Names of the answers that may be corrected now; None is every one of them.

    After the closing moment those are the ones on the pages that the hub asks about. Raises Refused.
    """
    if application.status not in UNDECIDED:
        state = application.get_status_display().lower()
        raise Refused(f"This can no longer be corrected: it is {state}. Write to {application.hub} about it.")
    try:
        check_may_send(application, opening_of(application), at=at)
    except Refused:
        if application.asked_now is None:
            raise
        return _asked_about(application)
    return None


def _asked_about(application: Application) -> frozenset[str]:
    """What stands on the pages of the answers that the hub asks about: they are read and written together."""
    asked = {item.name for item in application.asked_now.items.all()}
    pages = [{field.name for field in page.fields} for _, page in spec.form_for(application.project).pages()]
    return frozenset().union(*(page for page in pages if page & asked))


@transaction.atomic
def begin(application: Application, *, by, at: datetime | None = None) -> Correction:
    """Answers to correct, as they were sent; asked again, those being written."""
    check_correct(application, at=at)
    found = open_of(application)
    if found:
        return found
    holder = as_holder(by)
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                application=application,
                answers=application.answers,
                based_on=application.version,
                started_by_id=holder.pk,
            )
    except IntegrityError:  # a double click, or a colleague: the other request has begun it
        return application.corrections.get(closed=None)
    record(application, "began to correct", by=holder, **holder.in_trail(application))
    return made


def corrected(sent: dict, correction: Correction, only: frozenset[str] | None) -> dict:
    """The answers sent, with those of the correction in their place that may be corrected."""
    if only is None:
        return correction.answers
    return sent | {name: answer for name, answer in correction.answers.items() if name in only}


def laid_over(application: Application, correction: Correction, only: frozenset[str] | None = None) -> Application:
    """The application as it would be with the correction: in memory, never saved."""
    application.answers, application.version, application.saved = (
        corrected(application.answers, correction, only),
        correction.version,
        correction.saved,
    )
    return application


def save_page(correction: Correction, *, answers: dict, drawn: stale.Drawn | None = None) -> Correction:
    """Merge one page's answers into the correction, never over newer words: raises `stale.Clash`."""
    for _ in range(3):
        changes = {
            "answers": {**correction.answers, **stale.settled(correction, answers, drawn)},
            "version": correction.version + 1,
            "saved": timezone.now(),
        }
        as_seen = Correction.objects.filter(pk=correction.pk, version=correction.version, closed=None)
        if as_seen.update(**changes):
            for name, value in changes.items():
                setattr(correction, name, value)
            return correction
        correction.refresh_from_db()
        if correction.closed:
            raise Refused("This correction was sent or dropped meanwhile, so it can no longer be changed.")
    raise Stale("Somebody else saved this page at the same moment. Save it again.")


def changes(application: Application, before: dict, after: dict) -> list[Change]:
    """What is different, question by question in the form's order."""
    found = []
    for field in spec.form_for(application.project).fields():
        was = in_words(field, before.get(field.name)) if field.is_asked(before) else ""
        now = in_words(field, after.get(field.name)) if field.is_asked(after) else ""
        if was != now:
            label = f"{field.about}: {field.label.lower()}" if field.about else field.label
            found.append(Change(field.name, label, was, now))
    return found


@transaction.atomic
def send(application: Application, *, by, at: datetime | None = None) -> Revision:
    """Put the corrected answers in the place of those sent. The hub is told; what was replaced is kept."""
    current = locked(application)
    if current.status == Status.MORE_ASKED:
        raise Refused(f"{current.hub} asks you something. Send your changes with your answer.")
    revision = put_in_place(current, by=by, at=at)
    if revision is None:
        raise Refused("Nothing is different from what you sent.")
    if current.owner_id:  # nobody has read what nobody has taken on
        letters.tell_hub(current, "corrected_hub", key=str(revision.pk), revision=revision)
    outbox.queue(**letters.to_school(current, "corrected", key=str(revision.pk), revision=revision))
    return revision


def put_in_place(current: Application, *, by, at: datetime | None = None) -> Revision | None:
    """The correction's answers instead of those sent, and what was replaced; None where nothing is different.

    Under the application's lock.
    """
    only = allowed(current, at=at)
    correction = Correction.objects.select_for_update().filter(application=current, closed=None).first()
    if correction is None:
        raise Refused("This correction was sent or dropped already.")
    answers = corrected(current.answers, correction, only)
    changed = changes(current, current.answers, answers)
    if not changed:
        return None
    revision = _keep(current, changed, by)
    _replace(current, answers, correction.saved)
    holder = as_holder(by)
    note = f"{len(changed)} answer{'' if len(changed) == 1 else 's'}"
    record(current, "corrected", by=holder, note=note, revision=revision.number, **holder.in_trail(current))
    _close(correction, Correction.Ending.SENT)
    pledging.renew(current, revision.changed, by=holder)
    return revision


def _keep(current: Application, changed: list[Change], by) -> Revision:
    last = current.revisions.order_by("-number").first()
    return Revision.objects.create(
        application=current,
        number=last.number + 1 if last else 1,
        by_id=as_holder(by).pk,
        answers=current.answers,
        frozen=current.frozen,
        checks=current.checks,
        outcome=current.outcome,
        changes=[vars(change) for change in changed],
    )


def _replace(current: Application, answers: dict, saved: datetime) -> None:
    """Answers, verdict and frozen form together; the moment it was sent, status and owner stay."""
    version, judged, before = current.version, current.checks, current.answers
    current.answers = answers
    missing = spec.missing(current)
    if missing:
        raise Refused("Some answers are still missing: " + "; ".join(missing) + ".")
    also = submission(current, spec.frozen_form(current), current.submitted)
    also |= {"answers": answers, "version": version + 1, "saved": saved}
    if answers.get("email") != before.get("email"):
        also["letters_to"] = ""  # who took it over now says where letters go
    as_seen = Application.objects.filter(pk=current.pk, version=version, status__in=UNDECIDED)
    if not as_seen.update(**also):
        raise Stale("Somebody else changed this a moment ago. Look at it as it is now.")
    for name, value in also.items():
        setattr(current, name, value)
    CriterionClaim.objects.filter(application=current).delete()
    claim_criteria(current)
    name_schools(current)
    judging.after_correction(current, before=judged)


@transaction.atomic
def discard(application: Application, *, by) -> None:
    """Drop the correction; what was sent stays as it is."""
    correction = open_of(application)
    if correction is None:
        raise Refused("This correction was sent or dropped already.")
    _close(correction, Correction.Ending.DISCARDED)
    holder = as_holder(by)
    record(application, "dropped a correction", by=holder, **holder.in_trail(application))


def _close(correction: Correction, ending: str) -> None:
    open_rows = Correction.objects.filter(pk=correction.pk, closed=None, version=correction.version)
    if not open_rows.update(closed=timezone.now(), ending=ending):
        raise Stale("Somebody changed this correction a moment ago. Look at it before you go on.")
