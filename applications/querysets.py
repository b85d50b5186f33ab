"""Who sees which applications. Every view starts from one of these."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from hubs.access import desk_hubs
from schools.access import school_ids_of
from schools.models import SchoolRole


class ApplicationQuerySet(models.QuerySet):
    def of_school_people(self, user):
        """What this person started, and what a school they have a role at started."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(started_by=user) | Q(school__in=school_ids_of(user)))

    def one_visible_to(self, user):
        """As `visible_to`, for one found by its reference: the roles are asked for in the same query.

        (A list does better with the schools' keys in hand: the database can then use its indexes.)
        """
        if not (user.is_authenticated and user.is_active):
            return self.none()
        roles = SchoolRole.objects.filter(user=user, school=OuterRef("school")).current()
        return self.filter(Q(started_by=user) | Exists(roles))

    def editable_by(self, user):
        """Drafts this person may fill in."""
        return self.of_school_people(user).filter(status="draft")

    def visible_to(self, user):
        """What a school person sees of their own: drafts, and what was sent."""
        return self.of_school_people(user)

    def reviewable_by(self, user):
        """What the hubs this person works for were sent. A draft is nobody's but the school's."""
        return self.filter(hub__in=desk_hubs(user)).exclude(status="draft")

    def sent_to(self, hub):
        """What one hub was sent. Take `hub` from `desk_hubs(user)`: that is where it is asked whose it is."""
        return self.filter(hub=hub).exclude(status="draft")
