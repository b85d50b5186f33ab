"""What every question has that a school answers by a day, signed in or by the link in its email."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from applications.asked_models import two_working_days_before
from schools.calendar import SchoolDays


class AnswerableQuerySet(models.QuerySet):
    def unanswered(self):
        """What still waits for the school, the most urgent first."""
        return self.filter(status="open").order_by("answer_by", "id")


class Answerable(models.Model):
    """One question to a school, with its link and its answer (verbs: `answering`).

    A model of it has an `application` and a `status`: "open", "lapsed", "taken_back" and its own answers.
    """

    NAME = "question"  # as the school reads it
    ANSWERED: dict[str, str] = {}  # each answer, as "This question was … on 5 March"
    RELATED: tuple[str, ...] = ()  # what is read with it when it is answered

    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateField(help_text="The school answers by the end of this day in London.")
    words = models.TextField(blank=True, help_text="What the hub says to the school with it.")
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the link's token.")
    links = models.PositiveSmallIntegerField(default=1, help_text="How many links were sent; the last one works.")
    answered = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why the school turned it down; the hub reads it.")

    objects = AnswerableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def ends(self) -> datetime:
        """The midnight in London after the day: that moment is late."""
        return timezone.make_aware(datetime.combine(self.answer_by + timedelta(days=1), time()))

    def reminders(self, days: SchoolDays) -> list[date]:
        """Two working days before the day itself, and on it; each on the last school day up to then."""
        authority, made = self.application.school.authority_id, timezone.localdate(self.made)
        found = [days.on_or_before(day, authority) for day in (two_working_days_before(self.answer_by), self.answer_by)]
        return [day for day in dict.fromkeys(found) if day > made]
