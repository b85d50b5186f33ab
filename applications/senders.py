"""Who began and sent an application, and whether anybody has confirmed that they act for the school."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from applications.going_on.models import Continuation
from applications.models import Application, DraftKey
from applications.trail import veiled
from journal.models import Event
from schools import domains
from schools.access import have_acted_for, roles_that_counted
from schools.lineage import lineages, predecessor_ids
from schools.models import Claim, School, SchoolLink

# Carried over, and still of whoever began the original: nobody has taken it over there.
_NOBODYS = Q(started_by=None, carried_from__started_by=None)
AS_CARRIED = (Q(carried_from__started_by=F("started_by")) | _NOBODYS) & Q(
    carried_from__started_email=F("started_email")
)


@dataclass(frozen=True)
class Sender:
    """`is_known`: they act for the school, or did when they sent it; or somebody who does has sent it since."""

    name: str  # without an account: the address, so far as to tell two apart
    email: str
    is_known: bool
    of_schools_domain: bool = False  # a proved address of the domain that the register has
    claim: Claim | None = None  # what they ask for, while it waits


def sender_of(application: Application) -> Sender | None:
    """None of what a hub brought in itself, or asked for at the address that it came from.

    Of what was carried over and nobody has sent or taken over since: who sent the original. At most five queries, and
    those of the school's lineage; as many again for each original.
    """
    if application.arrival_row_id or _was_asked_for(application):
        return None
    person, email = application.started_by, application.started_email
    sent = _sent_by(str(application.pk)).values_list("by", flat=True)
    people = {*sent, *([person.pk] if person else [])}
    name = str(person) if person else veiled(email)
    if people and _are_known(application.school, people):
        return Sender(name, email, is_known=True)
    if application.carried_from_id and Application.objects.filter(AS_CARRIED, pk=application.pk).exists():
        return sender_of(application.carried_from)
    claim = Claim.objects.waiting().filter(school=application.school_id, user=person).first() if person else None
    ours = _is_proved(application) and domains.proves(email, application.school)
    return Sender(name, email, is_known=False, of_schools_domain=ours, claim=claim)


def _was_asked_for(application: Application) -> bool:
    """Whether the hub asked this address whether the school goes on with its group."""
    asked = Continuation.objects.filter(application=application.pk, email=application.started_email)
    return not application.started_by_id and asked.exists()


def _are_known(school: School, people: set[int]) -> bool:
    """At this school, or at one that it carries on: asked for only where the first says no."""
    return have_acted_for([school.pk], people) or have_acted_for(predecessor_ids(school), people)


def _is_proved(application: Application) -> bool:
    """Whether somebody has read what was sent to the address that it was begun with."""
    if application.started_by_id:
        mine = EmailAddress.objects.filter(user=application.started_by_id, verified=True)
        return mine.filter(email__iexact=application.started_email).exists()
    opened = application.keys.filter(email=application.started_email, opened__isnull=False)
    return opened.exclude(kind=DraftKey.Kind.BROWSER).exists()


def with_unknown_sender(applications):
    """Those of a queryset of which `sender_of` says that nobody has confirmed who sent them."""
    there = roles_that_counted().filter(school=OuterRef("school"))
    sent = _sent_by(Cast(OuterRef(OuterRef("pk")), CharField()))
    known = Exists(there.filter(user=OuterRef("started_by"))) | Exists(there.filter(user__in=sent.values("by")))
    asked = Continuation.objects.filter(application=OuterRef("pk"), email=OuterRef("started_email"))
    found = applications.filter(~known, ~(Exists(asked) & Q(started_by=None)), arrival_row=None)
    return found.exclude(pk__in=_known_from_before(found)).exclude(pk__in=_known_as_carried(found))


def _sent_by(key):
    """Events of an application, by its key as the journal keeps it, that say who has sent it."""
    events = Event.objects.filter(subject=Application._meta.label_lower, kind="sent", by__isnull=False)
    return events.filter(subject_key=key).order_by()


def _known_from_before(applications) -> list[int]:
    """Keys of those sent by somebody of a school that this one carries on; a few queries, however many."""
    carried_on = applications.filter(Exists(SchoolLink.objects.filter(successor=OuterRef("school")))).order_by()
    sender = _sent_by(Cast(OuterRef("pk"), CharField())).values("by")[:1]
    rows = list(carried_on.annotate(sender=sender).values_list("pk", "school", "started_by", "sender"))
    lines = lineages(school for _, school, *_ in rows)
    schools = {key for line in lines.values() for key in line}
    acted = set(roles_that_counted().filter(school__in=schools).values_list("school", "user"))
    return [key for key, school, *people in rows if acted & {(one, who) for one in lines[school] for who in people}]


def _known_as_carried(applications) -> list[int]:
    """Keys of those carried over whose original is no stranger's; a few queries for each time they were carried."""
    rows = dict(applications.filter(AS_CARRIED).order_by().values_list("pk", "carried_from"))
    if not rows:
        return []
    unknown = with_unknown_sender(Application.objects.filter(pk__in=rows.values()))
    unknown = set(unknown.order_by().values_list("pk", flat=True))
    return [key for key, original in rows.items() if original not in unknown]
