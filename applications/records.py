"""What is kept beside an application of the time after it was written; `applications.models` gathers them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class LateEntry(models.Model):
    """A school asks to send its draft after the closing moment, and what the hub answered; kept on record."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="late_entries")
    asked = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_email = models.EmailField(max_length=254, help_text="Where the answer goes.")
    reason = models.TextField(help_text="Why it is late, in the school's words.")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    let_in_until = models.DateTimeField(null=True, blank=True, help_text="Empty where the hub has said no.")
    words = models.TextField(blank=True, help_text="What the hub says to the school about it.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "late entries"
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(decided=None), name="late_entry_one_open_an_application"
            ),
            models.CheckConstraint(
                condition=Q(decided=None, decided_by=None, let_in_until=None)
                | Q(decided__isnull=False, decided_by__isnull=False),
                name="late_entry_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.application}, late"

    @property
    def who(self) -> str:
        """Who asked: by name, or by the address of somebody without an account."""
        return str(self.asked_by or self.asked_email)


class Correction(models.Model):
    """Answers that a school is correcting after it has sent them; the hub does not see them until they are sent."""

    class Ending(models.TextChoices):
        SENT = "sent", "Sent"
        DISCARDED = "discarded", "Discarded"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="corrections")
    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="Grows with each saved page.")
    based_on = models.PositiveIntegerField(help_text="The application's version it began from.")
    started = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed=None), name="correction_one_open_an_application"
            ),
            models.CheckConstraint(
                condition=Q(closed=None, ending="") | (Q(closed__isnull=False) & ~Q(ending="")),
                name="correction_closed_has_an_ending",
            ),
        ]

    def __str__(self):
        return f"Correction of {self.application}"


class Revision(models.Model):
    """What a correction replaced: the form and the checks as they were, and what is different since."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(help_text="The answers as they were before.")
    frozen = models.JSONField(help_text="The form with its wording as it was before.")
    checks = models.JSONField(default=list)
    outcome = models.CharField(max_length=20, blank=True)
    changes = models.JSONField(help_text="Each changed question: name, label, before, after.")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_number_once")]

    def __str__(self):
        return f"{self.application}, revision {self.number}"

    @property
    def changed(self) -> set[str]:
        """Names of the fields that changed: what depends on one of them (a signature, say) no longer holds."""
        return {change["name"] for change in self.changes}


class Note(models.Model):
    """What the hub writes about an application for itself; no school ever sees it."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.text[:60]


class Judgement(models.Model):
    """A check that the hub judges otherwise than the rules did, with its reason; the latest one, the trail has all."""

    class Outcome(models.TextChoices):
        PASS = "pass", "Met"
        FAIL = "fail", "Not met"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="judgements")
    code = models.SlugField(max_length=30, help_text="The check, as in the application's checks.")
    outcome = models.CharField(max_length=4, choices=Outcome.choices)
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="judgement_once_a_check"),
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.code}: {self.get_outcome_display()}"
