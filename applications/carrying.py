"""One application carried over to another opening: nothing is typed again, and the original stays whole (U2, R8).

What comes of it is an application like any other, with a verdict of its own for where it is now. It keeps the moment
in which the school first sent anything: that one counts, wherever it is carried.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications import again, keys, letters, pledging, spec, workflow
from applications.models import Application, DraftKey, Status
from applications.named_schools import name_schools
from journal import outbox
from journal.clock import day_and_clock
from journal.moves import Refused, move, record
from schools.lineage import predecessor_ids
from workgroups.models import Opening

ARRIVES = {Status.DRAFT: {Status.SUBMITTED: "carried over"}}
# What an application of the same school there does not stand in the way in.
ENDED = (Status.DRAFT, Status.WITHDRAWN, Status.PASSED_ON)


def made_of(original: Application, opening: Opening) -> Application | None:
    """What was made of it at this opening before; None where nothing was."""
    made = Application.objects.filter(carried_from=original, hub=opening.hub_id, project=opening.project_id)
    return made.select_related("school__authority", "project", "hub").first()


def check_unsent(made: Application | None) -> None:
    """Refuses a second one beside what was made of it before and sent, whatever came of that."""
    if made and not made.is_draft:
        raise Refused(f"{made.reference} was made of this for {made.project.title} before.")


def check_carry(original: Application, opening: Opening) -> None:
    """Refuses what goes nowhere else, has no form there, or is asked there already by the school or one before it."""
    hub, project = opening.hub, opening.project
    if (hub.pk, project.pk) == (original.hub_id, original.project_id):
        raise Refused(f"It is an application to {hub} for this already.")
    if project.kind not in spec.DECLARATIONS:
        raise Refused(f"{project.title} is not applied for here yet.")
    there = Application.objects.filter(hub=hub, project=project).exclude(status__in=ENDED)
    if there.filter(school__in=predecessor_ids(original.school)).exists():
        raise Refused(has_one(original, opening))


def has_one(original: Application, opening: Opening) -> str:
    return f"{original.school.name} has an application for {opening.project.title} at {opening.hub} already."


@transaction.atomic
def carry(original: Application, *, opening: Opening, by=None, receipt: bool = True) -> Application:
    """A new application at this opening with the original's answers, sent in the moment in which that was.

    Asked again, it answers with what the first call made. Move the original first: what it still asks for would count
    in the verdict. Answers that the other form asks for and the original has not are gaps, as in a form that arrived.
    """
    made = made_of(original, opening)
    if made:
        return made
    check_carry(original, opening)
    try:
        with transaction.atomic():
            return _make(original, opening, by, receipt)
    except IntegrityError:  # another call, or the school itself, was faster
        made = made_of(original, opening)
        if made:
            return made
        check_carry(original, opening)
        raise


@transaction.atomic
def draft(original: Application, *, opening: Opening, by=None) -> Application:
    """As `carry`, but not sent: the school fills in what the other form asks for in addition, and sends it itself."""
    made = made_of(original, opening)
    check_unsent(made)
    if made:
        return made
    check_carry(original, opening)
    application = _copied(original, opening)
    application.save(force_insert=True)
    _carry_keys(original, application, opening)
    record(application, "began from another", by=by, note=f"From {original.reference}.", original=original.pk)
    return application


def _make(original: Application, opening: Opening, by, receipt: bool) -> Application:
    application = _copied(original, opening)
    application.save(force_insert=True)
    _carry_keys(original, application, opening)
    form = spec.frozen_form(application)
    kept = {**workflow.submission(application, form, timezone.now()), "pledge": pledging.begin(application)}
    note = f"From {original.reference} at {original.hub}, first sent at {day_and_clock(application.first_sent)}."
    move(application, Status.SUBMITTED, by=by, table=ARRIVES, note=note, also=kept)
    workflow.claim_criteria(application)
    name_schools(application)
    if receipt:
        for letter in letters.receipts(application, opening=opening, sections=form):
            outbox.queue(**letter)
    return application


def _copied(original: Application, opening: Opening) -> Application:
    return Application(
        reference=workflow.new_reference(),
        school=original.school,
        project=opening.project,
        hub=opening.hub,
        started_by_id=original.started_by_id,
        started_email=original.started_email,
        letters_to=original.letters_to,
        answers=answers_there(original, opening),
        started=original.started,
        saved=original.saved,
        carried_from=original,
        first_sent=original.sent_first,
    )


def answers_there(original: Application, opening: Opening) -> dict[str, object]:
    """All answers where the form is the same; else those to questions that the other form asks as well."""
    if opening.project_id == original.project_id:
        return dict(original.answers)
    return again.answers_for(original, opening.project)


def _carry_keys(original: Application, application: Application, opening: Opening) -> None:
    """Who could open the whole of it by a link can open this one, by a new link."""
    live = original.keys.filter(kind__in=[DraftKey.Kind.STARTER, DraftKey.Kind.COLLEAGUE], revoked=None, sections=[])
    expires = keys.expiry(opening)
    DraftKey.objects.bulk_create(
        DraftKey(application=application, kind=key.kind, email=key.email, opened=key.opened, expires=expires)
        for key in live
    )
