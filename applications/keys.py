"""Drafts without an account: who may go on with one, by a link that was sent or in the browser it was begun in.

A token is 32 random bytes, kept only as its SHA-256. A link opens one application and signs nobody in.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from applications import letters, spec, workflow
from applications.holders import Holder
from applications.models import Application, DraftKey, DraftLink
from journal import outbox, tokens
from journal.moves import record
from journal.tokens import hash_of
from schools.access import school_ids_of
from workgroups.models import Opening

KEPT = timedelta(days=30)  # after the closing date, or after a new link was asked for
WITHOUT_CLOSING = timedelta(days=365)
MOST_LINKS = 10  # of one key; an older one stops working
MOST_TOLD = 20  # applications in one message


def key_of(token: str) -> DraftKey | None:
    """The live key that a link opens, with its application and what its page names; else None."""
    keys = DraftKey.objects.live().select_related("application__school", "application__hub", "application__project")
    return keys.filter(links__token_hash=hash_of(token)).first()


@transaction.atomic
def start(*, school, project, hub, email: str, once: str, answers: dict | None = None) -> DraftKey:
    """A draft for somebody who gives an address and has not shown that it is theirs.

    It is a new one even where that address has begun one before: a stranger who types it must not see that. `once` is
    the secret of the page that asks, so that a double click gets the same draft; `answers` are those given before, as
    for `workflow.start`. Returns the key of this browser; the link goes to the address.
    """
    again = DraftKey.objects.live().filter(kind=DraftKey.Kind.BROWSER, links__token_hash=hash_of(once))
    if found := again.select_related("application").first():
        return found
    opening = workflow.check_may_start(school, project, hub, by=Holder())
    try:
        with transaction.atomic():
            kept = {"started_email": email.lower(), "answers": spec.first_answers(project, answers or {})}
            application = Application.objects.create(
                school=school, project=project, hub=hub, reference=workflow.new_reference(), **kept
            )
            here = _browser_key(application, expiry(opening), once)
    except IntegrityError:  # a double click: the other request has made it
        return again.select_related("application").get()
    record(here.application, "started", key=here.pk)
    send_link(_key(here.application, DraftKey.Kind.STARTER, here.email, here.expires), opening)
    return here


def _browser_key(application: Application, expires, once: str) -> DraftKey:
    here = _key(application, DraftKey.Kind.BROWSER, application.started_email, expires)
    DraftLink.objects.create(key=here, token_hash=hash_of(once))
    return here


def _key(application: Application, kind: str, email: str, expires, **more) -> DraftKey:
    return DraftKey.objects.create(application=application, kind=kind, email=email, expires=expires, **more)


def expiry(opening: Opening | None):
    """When a key made or sent now runs out."""
    now = timezone.now()
    closes = opening.closes if opening and opening.closes else None
    return max(closes or now + WITHOUT_CLOSING, now) + KEPT


def new_token(key: DraftKey) -> str:
    """A token that opens this key from now on, beside those that were sent before."""
    token = tokens.new_token()
    DraftLink.objects.create(key=key, token_hash=hash_of(token))
    newest = DraftLink.objects.filter(key=key).values_list("pk", flat=True)[:MOST_LINKS]
    DraftLink.objects.filter(key=key).exclude(pk__in=list(newest)).delete()
    return token


def send_link(key: DraftKey, opening: Opening | None, *, asked_by: str = "") -> None:
    """Queue the message that says how to get back to the draft. Call it inside the change's transaction."""
    outbox.queue(**letters.draft_link(key, new_token(key), opening=opening, asked_by=asked_by))


@dataclass(frozen=True)
class Told:
    """A line of the message with new links."""

    application: Application
    token: str


@transaction.atomic
def send_new_links(*, email: str) -> None:
    """One message to this address, whether or not it opens anything: to whom it does, a new link for each."""
    email = email.lower()
    kinds = (DraftKey.Kind.STARTER, DraftKey.Kind.COLLEAGUE)
    keys = DraftKey.objects.filter(email=email, kind__in=kinds, revoked=None).order_by("-id")
    told = []
    for key in keys.select_related("application__school", "application__hub", "application__project")[:MOST_TOLD]:
        if key.sections and not key.application.is_draft:
            continue
        key.expires = max(key.expires, timezone.now() + KEPT)
        key.save(update_fields=["expires"])
        told.append(Told(key.application, new_token(key)))
    outbox.queue(**letters.new_links(email, told))


@transaction.atomic
def open_with(token: str) -> DraftKey | None:
    """The key that somebody goes on with now; None where the link opens nothing (any more)."""
    key = key_of(token)
    if key and not key.opened:
        key.opened = timezone.now()
        key.save(update_fields=["opened"])
        record(key.application, "opened the link", key=key.pk)
    return key


@transaction.atomic
def disown(token: str) -> DraftKey | None:
    """Whoever was sent the link did not begin this: from now on nobody opens it without an account."""
    key = key_of(token)
    if key is None:
        return None
    shut = DraftKey.objects.filter(application=key.application_id, revoked=None)
    if key.kind == DraftKey.Kind.COLLEAGUE:
        shut = shut.filter(pk=key.pk)
    shut.update(revoked=timezone.now())
    record(key.application, "said it was not theirs", key=key.pk)
    return key


def held_by(holder: Holder):
    """Live keys opened in this browser, or sent to an address that the person has proved."""
    held = Q(pk__in=list(holder.keys.values()))
    if holder.pk:
        held |= Q(pk__in=DraftKey.objects.sent_to(holder.user))
    return DraftKey.objects.live().filter(held)


def part_of(application: Application, holder: Holder) -> frozenset[str] | None:
    """The slugs of the sections that this person sees and fills in; None for all of it.

    For whom `visible_to` has it. No query for who started it with an account.
    """
    if holder.pk and application.started_by_id == holder.pk:
        return None
    return parts_of([application], holder).get(application.pk)


def parts_of(applications: list[Application], holder: Holder) -> dict[int, frozenset[str]]:
    """The same of several, by their keys; those that this person sees all of are not in it. Two queries."""
    held: dict[int, list] = {}
    for key, sections in held_by(holder).filter(application__in=applications).values_list("application", "sections"):
        held.setdefault(key, []).append(sections)
    if not held:
        return {}
    ours = school_ids_of(holder.user)
    whole = {one.pk for one in applications if one.started_by_id == holder.pk or one.school_id in ours}
    return {key: frozenset().union(*parts) for key, parts in held.items() if all(parts) and key not in whole}
