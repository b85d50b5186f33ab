"""What can happen to an application: one function per verb, one table of moves, one reason per refusal."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applications import eligibility, facts, spec
from applications.models import AWAITING, Application, CriterionClaim, Note, Status
from hubs.access import is_at_desk, may_decide
from journal import outbox
from journal.models import Event
from journal.moves import Refused, Stale, move, record
from schools.find import fold
from schools.frozen import frozen_school
from workgroups import places
from workgroups.models import Opening

MOVES = {
    Status.DRAFT: {Status.SUBMITTED: "sent"},
    Status.SUBMITTED: {Status.IN_REVIEW: "took on", Status.PLACED: "placed", Status.DECLINED: "declined"},
    Status.IN_REVIEW: {Status.IN_REVIEW: "took over", Status.PLACED: "placed", Status.DECLINED: "declined"},
    Status.PLACED: {Status.IN_REVIEW: "reopened"},
    Status.DECLINED: {Status.IN_REVIEW: "reopened"},
}

# No vowels to spell words with, nothing that reads like something else.
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"


# --- The school's side ----------------------------------------------------------------------------


def new_reference() -> str:
    return "EOI-" + "".join(secrets.choice(LETTERS) for _ in range(7))


def opening_of(application: Application) -> Opening | None:
    opening = Opening.objects.filter(hub=application.hub_id, project=application.project_id).first()
    if opening:
        opening.hub, opening.project = application.hub, application.project
    return opening


def check_open(opening: Opening | None, hub) -> None:
    """Refuses what comes before the hub has opened the project, or after it has closed it."""
    ask = f" Write to {hub.enquiry_email} to ask what is possible." if hub.enquiry_email else ""
    if opening is None:
        raise Refused(f"{hub} is not taking expressions of interest for this.{ask}")
    now = timezone.now()
    if now < opening.opens:
        raise Refused(f"{hub} takes expressions of interest for this from {_when(opening.opens)}.")
    if not opening.is_open(now):
        raise Refused(f"This closed at {_when(opening.closes)}. What you wrote is kept.{ask}")


@transaction.atomic
def start(*, school, project, hub, by) -> Application:
    """A draft for this school; the same person asking again gets the draft they have."""
    mine = {"school": school, "project": project, "hub": hub, "started_by": by}
    existing = Application.objects.filter(**mine, status=Status.DRAFT).first()
    if existing:
        return existing
    check_open(Opening.objects.filter(hub=hub, project=project).first(), hub)
    _check_first(school, project, hub, by)
    if project.kind not in eligibility.RULES:
        raise Refused(f"{project.title} is not applied for here yet. Write to {hub} about it.")
    try:
        with transaction.atomic():
            application = Application.objects.create(**mine, reference=new_reference())
    except IntegrityError:  # a double click: the other request has made it
        return Application.objects.get(**mine, status=Status.DRAFT)
    record(application, "started", by=by)
    return application


def save_page(application: Application, *, answers: dict, by) -> Application:
    """Merge one page's answers into the draft; other pages' answers stay as they are.

    One UPDATE that holds while nobody saved in between; then the merge is done again on what they saved.
    """
    changes = {
        "answers": {**application.answers, **answers},
        "version": application.version + 1,
        "saved": timezone.now(),
    }
    as_seen = Application.objects.filter(pk=application.pk, status=Status.DRAFT, version=application.version)
    if not as_seen.update(**changes):
        return _save_over(application, answers)
    for name, value in changes.items():
        setattr(application, name, value)
    return application


@transaction.atomic
def _save_over(application: Application, answers: dict) -> Application:
    draft = _locked(application)
    if draft.status != Status.DRAFT:
        raise Refused("This has been sent, so it can no longer be changed.")
    draft.answers = {**draft.answers, **answers}
    draft.version += 1
    draft.saved = timezone.now()
    draft.save(update_fields=["answers", "version", "saved"])
    return draft


def submit(application: Application, *, by) -> Application:
    """Send it to the hub, once: asked again, it answers with what was sent.

    Keeps the verdict, the school's facts and the form's wording, and queues the receipt. What is sent is the draft
    as it was read; where somebody sent it or saved a page since, it is read again under lock.
    """
    try:
        return _send_once(application, by)
    except IntegrityError:  # a colleague's own draft came first
        _check_first(application.school, application.project, application.hub, by)
        raise


def _send_once(application: Application, by) -> Application:
    try:
        return _send(application, by)
    except Stale:
        return _send_as_it_is_now(application, by)


@transaction.atomic
def _send_as_it_is_now(application: Application, by) -> Application:
    return _send(_locked(application), by)


@transaction.atomic
def _send(draft: Application, by) -> Application:
    if draft.status != Status.DRAFT:
        return draft
    opening = opening_of(draft)
    check_open(opening, draft.hub)
    missing = spec.missing(draft)
    if missing:
        raise Refused("Some answers are still missing: " + "; ".join(missing) + ".")
    form = spec.frozen_form(draft)
    as_read = {"version": draft.version}
    move(draft, Status.SUBMITTED, by=by, table=MOVES, also=submission(draft, form), only_if=as_read)
    claim_criteria(draft)
    outbox.queue(**receipt(draft, opening=opening, sections=form))
    return draft


def submission(application: Application, form: list[dict]) -> dict:
    """The fields that submission writes: the verdict, and what it was judged on."""
    verdict = eligibility.assess(facts.gather(application))
    return kept(application, verdict, form, names=spec.searchable(application), at=timezone.now())


def kept(application: Application, verdict: eligibility.Verdict, form: list[dict], *, names: str, at) -> dict:
    """What an application keeps of the moment it was sent. No queries of its own."""
    school = application.school
    return {
        "submitted": at,
        "outcome": verdict.outcome,
        "checks": verdict.as_json(),
        "rules_version": verdict.version,
        "frozen": {"school": frozen_school(school), "form": form},
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


# --- The hub's side -------------------------------------------------------------------------------


def check_take_on(application: Application, by) -> None:
    _check_desk(application, by)
    _check_waiting(application)
    if application.owner_id == by.pk:
        raise Refused("You have taken this on already.")


def check_decide(application: Application, by) -> None:
    """Placing and declining: by a lead or assistant lead, while it waits for a decision."""
    _check_desk(application, by)
    _check_waiting(application)
    if not may_decide(by, application.hub):
        raise Refused("A hub lead or assistant hub lead decides.")


def check_reopen(application: Application, by) -> None:
    _check_desk(application, by)
    if application.status not in (Status.PLACED, Status.DECLINED):
        raise Refused("It has not been decided, so there is nothing to reopen.")
    if not may_decide(by, application.hub):
        raise Refused("A hub lead or assistant hub lead reopens a decision.")


@dataclass(frozen=True)
class Seen:
    """What a reviewer's page was drawn from: the status, and the owner's key or None."""

    status: str
    owner: int | None


@transaction.atomic
def take_on(application: Application, *, by, seen: Seen | None = None) -> Application:
    """Become its owner, from nobody or from a colleague."""
    current = locked_as_seen(application, seen)
    check_take_on(current, by)
    move(
        current,
        Status.IN_REVIEW,
        by=by,
        table=MOVES,
        also={"owner": by},
        only_if={"owner": current.owner_id},
    )
    return current


@transaction.atomic
def decline(application: Application, *, reason: str, by, seen: Seen | None = None) -> Application:
    """Say no, with a reason that the school reads."""
    current = locked_as_seen(application, seen)
    check_decide(current, by)
    reason = reason.strip()
    if not reason:
        raise Refused("Write the reason: the school reads it.")
    also = {"decline_reason": reason, "decided": timezone.now(), "owner_id": current.owner_id or by.pk}
    event = move(current, Status.DECLINED, by=by, table=MOVES, note=reason, also=also)
    write_decision(current, "declined", event)
    return current


@transaction.atomic
def reopen(application: Application, *, reason: str, by, seen: Seen | None = None) -> Application:
    """Take a decision back: a seat is given up, and the school is told."""
    current = locked_as_seen(application, seen)
    check_reopen(current, by)
    reason = reason.strip()
    if not reason:
        raise Refused("Write why you reopen it: it stays in the trail.")
    place = current.place
    also = {"place": None, "decline_reason": "", "decided": None, "owner": by}
    event = move(current, Status.IN_REVIEW, by=by, table=MOVES, note=reason, also=also)
    if place:
        places.give_up(place, by=by, note=reason)
    write_decision(current, "reopened", event)
    return current


@transaction.atomic
def add_note(application: Application, *, text: str, by) -> Note:
    """A note that only the hub reads."""
    _check_desk(application, by)
    note = Note.objects.create(application=application, by=by, text=text.strip())
    record(application, "wrote a note", by=by, note_id=note.pk)
    return note


@dataclass(frozen=True)
class Option:
    """A move as a reader sees it: open, or closed with the reason why."""

    move: str
    label: str
    is_open: bool
    why: str = ""


def options(application: Application, user) -> list[Option]:
    """The moves of the desk for this person now, closed ones with the reason a try would be refused with."""
    offered = [
        ("take_on", "Take on", check_take_on),
        ("place", "Place in a Work Group", check_decide),
        ("decline", "Decline", check_decide),
        ("reopen", "Reopen", check_reopen),
    ]
    found = []
    for name, label, check in offered:
        try:
            check(application, user)
        except Refused as refusal:
            found.append(Option(name, label, False, refusal.reason))
        else:
            found.append(Option(name, label, True))
    return found


# --- Shared ---------------------------------------------------------------------------------------


def locked_as_seen(application: Application, seen: Seen | None = None) -> Application:
    """The row under lock, if it is still as the reader saw it; else Stale, naming who was faster.

    Without `seen`, the object passed in says what was seen. The owner counts too: what a colleague has taken on
    meanwhile is theirs to decide, or to be taken over from.
    """
    seen = seen or Seen(application.status, application.owner_id)
    current = _locked(application)
    if (current.status, current.owner_id) != (seen.status, seen.owner):
        raise Stale(_who_was_faster(current))
    return current


def write_decision(application: Application, template: str, event: Event) -> None:
    """Queue the email about a decision; each decision writes once."""
    outbox.queue(**decision(application, template, event))


def receipt(application: Application, *, opening: Opening | None, sections: list[dict]) -> dict:
    """The message that says it has arrived, as `outbox.queue` takes it."""
    key = f"application-received-{application.pk}"
    return _letter(application, "received", key=key, opening=opening, sections=sections)


def decision(application: Application, template: str, event: Event) -> dict:
    """The message about a decision, as `outbox.queue` takes it."""
    return _letter(application, template, key=f"application-{template}-{application.pk}-{event.pk}")


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("school__authority", "project", "hub")
    return rows.get(pk=application.pk)


def _check_first(school, project, hub, by) -> None:
    """One application per school, project and hub: the second is told about the first."""
    sent = Application.objects.filter(school=school, project=project, hub=hub).exclude(status=Status.DRAFT).first()
    if sent is None:
        return
    if Application.objects.visible_to(by).filter(pk=sent.pk).exists():
        raise Refused(f"Your school has already sent this to {hub}: {sent.reference}, on {_when(sent.submitted)}.")
    raise Refused(f"Somebody at {school.name} has already sent this to {hub}. Ask them, or the hub, how it stands.")


def _check_desk(application: Application, by) -> None:
    if not is_at_desk(by, application.hub):
        raise Refused(f"Only people at the desk of {application.hub} can do this.")


def _check_waiting(application: Application) -> None:
    if application.status not in AWAITING:
        raise Refused(f"It is {application.get_status_display().lower()} already. Reopen it to decide again.")


def _who_was_faster(application: Application) -> str:
    event = Event.objects.about(application).last()
    if event is None or event.by is None:
        return "This changed a moment ago. Look at it as it is now before you decide."
    person = User.objects.filter(pk=event.by).first()
    who = f"{person or 'A colleague'} {event.kind} this application before you ({_when(event.at)})."
    return f"{who} Nothing of yours was saved over it."


def _letter(application: Application, template: str, *, key: str, **more) -> dict:
    path = reverse("apply:status", args=[application.reference])
    context = {
        "application": application,
        "school": application.school,
        "hub": application.hub,
        "project": application.project,
        "status_url": settings.SITE_URL + path,
        **more,
    }
    return {
        "key": key,
        "template": f"applications/{template}",
        "to": application.contact_email,
        "context": context,
        "about": application,
        "reply_to": application.hub.enquiry_email,
    }


def _when(moment) -> str:
    """Like 3:30pm on 5 March 2027, in London."""
    local = timezone.localtime(moment)
    hour = local.strftime("%I").lstrip("0")
    return f"{hour}:{local:%M}{local:%p} on {local.day} {local:%B %Y}".replace("AM", "am").replace("PM", "pm")
