"""Somebody is no longer at a school: what they began there and is not decided passes to a colleague, or the hub hears.

Their access ends with the role, by the query (`querysets`). The rest is found here, however the role ended: by the
person, by a colleague, by an administrator, or by its last day.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from applications import letters
from applications.models import UNDECIDED, Application, DraftKey, Status
from applications.taking_over import check_take_over, give
from applications.workflow import locked
from journal import outbox
from journal.moves import Refused, record
from schools.models import SchoolRole

LOOK_BACK = timedelta(days=60)
IN_HAND = (Status.DRAFT, *UNDECIDED)
# Who is most likely to go on with a form.
FIRST = [SchoolRole.Kind.OFFICE, SchoolRole.Kind.HEADTEACHER, SchoolRole.Kind.MATHS_LEAD, SchoolRole.Kind.TEACHER]


def ended_lately():
    """Roles that have ended, of people who have no other one at that school today."""
    today = timezone.localdate()
    other = SchoolRole.objects.current().filter(user=OuterRef("user"), school=OuterRef("school"))
    return SchoolRole.objects.filter(ends__lt=today, ends__gte=today - LOOK_BACK).exclude(Exists(other))


def pass_on_all() -> int:
    """Pass on whatever a leaver has in hand; how many applications that were. Asked again, it finds nothing."""
    ended = ended_lately()
    by_them = ended.filter(user=OuterRef("started_by"), school=OuterRef("school"))
    found = Application.objects.filter(started_by__in=ended.values("user"), status__in=IN_HAND).filter(Exists(by_them))
    passed = 0
    for application in found.order_by("id")[:200]:
        passed += pass_on(application)
    return passed + _shut_links(ended)


def _shut_links(ended) -> int:
    """Links that were sent to a leaver's address open nothing of that school any more."""
    sent = ended.filter(user__email=OuterRef("email"), school=OuterRef("application__school"))
    links = DraftKey.objects.filter(email__in=ended.values("user__email"), revoked=None).filter(Exists(sent))
    return links.update(revoked=timezone.now())


@transaction.atomic
def pass_on(application: Application) -> bool:
    """To a colleague, who gets an email; where there is none, to nobody, and the hub hears of what it was sent."""
    current = locked(application)
    if current.started_by_id != application.started_by_id or current.status not in IN_HAND:
        return False
    leaver = application.started_by
    colleague = _colleague(current)
    if colleague is None:
        Application.objects.filter(pk=current.pk).update(started_by=None)
        current.keys.filter(revoked=None).update(revoked=timezone.now())
        event = record(current, "was left", note=f"{leaver} has left, and nobody else acts for the school here.")
        if not current.is_draft:
            letters.tell_hub(current, "left", key=str(event.pk), leaver=leaver)
        return True
    give(current, colleague)
    event = record(current, "was passed on", by=colleague, note=f"{leaver} has left.")
    letter = letters.to_school(current, "passed_on", key=str(event.pk), leaver=leaver)
    outbox.queue(**{**letter, "to": colleague.email})
    return True


def _colleague(current: Application):
    """Who goes on with it: of those who act for the school, and have no draft of their own of the same."""
    roles = SchoolRole.objects.current().filter(Q(user__is_active=True), school=current.school_id)
    for role in sorted(roles.select_related("user").order_by("pk"), key=lambda role: FIRST.index(role.kind)):
        try:
            check_take_over(current, role.user)
        except Refused:
            continue
        return role.user
    return None
