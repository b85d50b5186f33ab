"""A school's seat in a Work Group, and what a hub lead gave it against."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from journal.clock import day
from schools.models import School


class PlaceQuerySet(models.QuerySet):
    def overridden(self):
        """Those that take a seat and that a hub lead gave against a rule, with school and lead; the first first."""
        taken = self.filter(status__in=Place.TAKES_A_SEAT, overridden_at__isnull=False)
        return taken.select_related("school", "overridden_by").order_by("overridden_at", "id")


class Place(models.Model):
    """One school's seat in a Work Group. Made and given up only by `workgroups.places`."""

    class Status(models.TextChoices):
        RESERVED = "reserved", "Kept for an offer"
        HELD = "held", "Placed"
        GIVEN_UP = "given_up", "Given up"

    # A seat that is kept counts as taken, so nobody else gets it; but only who holds one takes part.
    TAKES_A_SEAT = (Status.RESERVED, Status.HELD)
    TAKES_PART = (Status.HELD,)

    group = models.ForeignKey("workgroups.WorkGroup", on_delete=models.PROTECT, related_name="places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="places")
    # The group's project again, so that the database itself refuses a second seat in the same edition.
    project = models.ForeignKey("workgroups.Project", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.HELD)
    since = models.DateTimeField(default=timezone.now)
    # What a hub lead gave it against, each with its reason; both at once by the same person at the same moment.
    over_why = models.TextField(
        "why over capacity", blank=True, help_text="The group was full when this place was given."
    )
    unfit_why = models.TextField(
        "why though not eligible", blank=True, help_text="A check called the school not eligible."
    )
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    overridden_at = models.DateTimeField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "school__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "project"],
                condition=Q(status__in=["reserved", "held"]),
                name="place_once_a_school_and_project",
            ),
            models.CheckConstraint(
                condition=Q(over_why="", unfit_why="", overridden_by=None, overridden_at=None)
                | (Q(overridden_by__isnull=False, overridden_at__isnull=False) & ~Q(over_why="", unfit_why="")),
                name="place_override_says_who_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["group"], condition=Q(status__in=["reserved", "held"]), name="place_seats_taken")
        ]

    def __str__(self):
        return f"{self.school} in {self.group}"

    @property
    def overrides(self) -> list[str]:
        """What it was given against, a sentence each: by whom, when and why."""
        if self.overridden_at is None:
            return []
        who = f"{self.overridden_by}, {day(self.overridden_at)}"
        over = f"Over the group’s places, by {who}: {self.over_why}" if self.over_why else ""
        unfit = f"Not eligible by a check, placed by {who}: {self.unfit_why}" if self.unfit_why else ""
        return [words for words in (over, unfit) if words]
