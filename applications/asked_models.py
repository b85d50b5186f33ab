"""What a hub asks a school about an application it has; `applications.models` gathers it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from schools.calendar import SchoolDays, is_working_day


def two_working_days_before(day: date) -> date:
    left = 2
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return day


class MoreAskedQuerySet(models.QuerySet):
    def unanswered(self):
        """What still waits for the school, the most urgent first."""
        return self.filter(answered=None, cancelled=None).order_by("due", "id")


class MoreAsked(models.Model):
    """A hub asks the school for more before it decides: questions on named answers, one beside them, and by when."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="more_asked")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(help_text="The school is asked to answer by the end of this day in London.")
    general = models.TextField(blank=True, help_text="A question that is about no answer of the form.")
    reply = models.TextField(blank=True, help_text="The school's words; the hub reads them once they are sent.")
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.OneToOneField(
        "applications.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="more_asked"
    )

    objects = MoreAskedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "more asked"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered=None, cancelled=None),
                name="more_asked_one_open_an_application",
            ),
            models.CheckConstraint(condition=Q(answered=None) | Q(cancelled=None), name="more_asked_ends_once"),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(answered=None, cancelled=None), name="more_asked_unanswered")
        ]

    def __str__(self):
        return f"{self.application}, asked for more"

    @property
    def is_open(self) -> bool:
        return self.answered is None and self.cancelled is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due < timezone.localdate()

    def reminders(self, days: SchoolDays) -> list[date]:
        """Two working days before the day itself, and on it; each on the last school day up to then."""
        authority, asked = self.application.school.authority_id, timezone.localdate(self.at)
        found = [days.on_or_before(day, authority) for day in (two_working_days_before(self.due), self.due)]
        return [day for day in dict.fromkeys(found) if day > asked]

    @property
    def next_reminder(self) -> date | None:
        """The next day on which it is reminded, today among them; None once all have been. Reads the term dates."""
        return next((day for day in self.reminders(SchoolDays()) if day >= timezone.localdate()), None)


class MoreItem(models.Model):
    """A question of the hub about one answer of the form."""

    asked = models.ForeignKey(MoreAsked, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=100, help_text="The field of the form.")
    label = models.CharField(max_length=500, help_text="The form's question as it read.")
    text = models.TextField(help_text="What the hub wants to know about it.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["asked", "name"], name="more_item_once_a_field")]

    def __str__(self):
        return self.label
