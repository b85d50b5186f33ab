"""Who may know what last year's form says, and whether the address that is asked opens all of the draft (U6)."""

from django.utils import timezone

from applications.going_on.models import Continuation
from applications.keys import expiry
from applications.models import Application, DraftKey, DraftLink
from schools.access import school_ids_of
from schools.lineage import predecessor_ids
from schools.models import SchoolRole


def last_form(one: Continuation) -> Application | None:
    """What the school sent for last year's group."""
    return Application.objects.filter(place=one.earlier).select_related("project").first()


def may_know(one: Continuation, email: str, holder=None) -> bool:
    """Who acts for the school, and whoever is asked at the address of last year's form, or of such a person."""
    lineage = predecessor_ids(one.school)
    if holder and school_ids_of(holder.user) & lineage:
        return True
    last = last_form(one)
    if last and email in (last.contact_email.lower(), last.started_email):
        return True
    roles = SchoolRole.objects.current().filter(school__in=lineage, user__is_active=True)
    return roles.filter(user__email__iexact=email).exists()


def opens_whole(one: Continuation) -> bool:
    """Whether the address that is asked has a key of the draft: it was begun there, or may know what stands in it."""
    return one.application.started_email == one.email or may_know(one, one.email)


def hand_over(one: Continuation, was: str) -> None:
    """The school is asked at another address than it `was`: what that one had opens the draft no more.

    The draft goes along, but not from somebody who may know to somebody who may not. An address that is asked again
    has its key back, without the links that were sent before.
    """
    keys = DraftKey.objects.filter(application=one.application_id)
    keys.filter(email=was, revoked=None).update(revoked=timezone.now())
    draft = one.application
    begun_there = draft.started_by_id is None and draft.started_email == was
    if begun_there and (may_know(one, one.email) or not may_know(one, was)):
        draft.started_email = one.email
        draft.save(update_fields=["started_email"])
    if opens_whole(one):
        back = keys.filter(kind=DraftKey.Kind.STARTER, email=one.email).exclude(revoked=None)
        DraftLink.objects.filter(key__in=back).delete()
        back.update(revoked=None, expires=expiry(None))
