"""Who sees which applications. Every view starts from one of these.

`who` is a person, or a `holders.Holder`: a person and the keys of drafts opened in their browser.
"""

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Case, F, Max, Q, When
from django.utils import timezone

from applications.holders import as_holder
from hubs.access import desk_hubs
from schools.access import left_by, school_ids_of


class DraftKeyQuerySet(models.QuerySet):
    def live(self):
        """Keys that open something: neither revoked nor run out; one for a part only until the whole is sent."""
        whole = ~Q(kind="colleague") | Q(sections=[]) | Q(application__status="draft")
        return self.filter(whole, revoked=None, expires__gt=timezone.now())

    def sent_to(self, user):
        """Live keys sent to an address that this person has proved to be theirs."""
        proved = EmailAddress.objects.filter(user=user, verified=True)
        return self.live().filter(email__in=proved.values("email")).exclude(kind="browser")


class ApplicationQuerySet(models.QuerySet):
    def of_school_people(self, who):
        """What this person started or was invited to, and what a school they have a role at started."""
        holder = as_holder(who)
        keys = self.model._meta.get_field("keys").related_model.objects
        opened = Q(pk__in=keys.live().filter(pk__in=list(holder.keys.values())).values("application"))
        user = holder.user
        if not (user.is_authenticated and user.is_active):
            return self.filter(opened) if holder.keys else self.none()
        begun = Q(started_by=user) | Q(pk__in=keys.sent_to(user).values("application"))
        begun = begun | opened if holder.keys else begun
        # Who has left a school has nothing of it any more, not even what they began.
        return self.filter(Q(school__in=school_ids_of(user)) | begun & ~Q(school__in=left_by(user)))

    def to_do_first(self):
        """For a school: what its hub asks or offers, open drafts by their closing moment, what waits for the hub,
        drafts that closed, what is decided.
        """
        opening = Q(hub__openings__project=F("project"))
        rows = self.annotate(closes=Max("hub__openings__closes", filter=opening))
        turn = Case(
            When(status__in=["more_asked", "offered", "alternative_offered", "passing_on"], then=0),
            When(status="draft", closes__lte=timezone.now(), then=3),
            When(status="draft", then=1),
            When(status__in=["submitted", "in_review", "waiting_list"], then=2),
            default=4,
        )
        soon = Case(When(status="draft", then=F("closes")))
        return rows.order_by(turn, soon.asc(nulls_last=True), "-saved", "-id")

    def get_visible_to(self, who, reference: str):
        """The one with this reference, if `visible_to(who)` has it: one query where the person began it themselves.

        Raises DoesNotExist.
        """
        holder = as_holder(who)
        if holder.user.is_authenticated and holder.user.is_active:
            try:
                mine = self.exclude(school__in=left_by(holder.user))
                return mine.get(reference=reference, started_by=holder.user)
            except self.model.DoesNotExist:
                pass
        return self.visible_to(holder).get(reference=reference)

    def editable_by(self, who):
        """Drafts this person may fill in; which sections of them, says `keys.part_of`."""
        return self.of_school_people(who).filter(status="draft")

    def visible_to(self, who):
        """What a school person sees of their own: drafts, and what was sent."""
        return self.of_school_people(who)

    def reviewable_by(self, user):
        """What the hubs this person works for were sent. A draft is nobody's but the school's."""
        return self.filter(hub__in=desk_hubs(user)).exclude(status="draft")

    def sent_to(self, hub):
        """What one hub was sent. Take `hub` from `desk_hubs(user)`: that is where it is asked whose it is."""
        return self.filter(hub=hub).exclude(status="draft")
