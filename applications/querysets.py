"""Who sees which applications. Every view starts from one of these."""

from django.db import models
from django.db.models import Q

from hubs.access import desk_hubs
from schools.access import school_ids_of


class ApplicationQuerySet(models.QuerySet):
    def of_school_people(self, user):
        """What this person started, and what a school they have a role at started."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(started_by=user) | Q(school__in=school_ids_of(user)))

    def get_visible_to(self, user, reference: str):
        """The one with this reference, if `visible_to(user)` has it: one query where the person began it themselves.

        Raises DoesNotExist.
        """
        try:
            return self.get(reference=reference, started_by=user)
        except self.model.DoesNotExist:
            return self.visible_to(user).get(reference=reference)

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
