"""One message of a hub to many schools: asked for, held back for ten minutes, then sent or stopped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubs.models import Hub


class Mailing(models.Model):
    """What is written to whom is frozen when it is asked for; of stopping and beginning only one can happen."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="mailings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    query = models.CharField(max_length=1000, blank=True, help_text="The filters of the queue it was written from.")
    words = models.CharField(max_length=400, help_text="The same filters in words.")
    subject = models.CharField(max_length=150)
    text = models.TextField()
    count = models.PositiveIntegerField(help_text="How many schools it goes to.")
    due = models.DateTimeField(help_text="Until then it can be stopped.")
    begun = models.DateTimeField(null=True, blank=True)
    stopped = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(begun=None) | Q(stopped=None), name="mailing_stopped_or_begun"),
            models.CheckConstraint(condition=Q(finished=None) | Q(begun__isnull=False), name="mailing_begun_first"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(stopped=None, finished=None), name="mailing_to_do")]

    def __str__(self):
        return self.subject

    @property
    def state(self) -> str:
        """One word: stopped, sent, going out, or held."""
        if self.stopped:
            return "stopped"
        if self.finished:
            return "sent"
        return "going out" if self.begun else "held"


class MailingRecipient(models.Model):
    """One application a mailing is written to; done once its email stands in the outbox."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mailing", "application"], name="mailing_once_to_each")]
        indexes = [models.Index(fields=["mailing", "id"], condition=Q(done=None), name="mailing_recipient_to_do")]

    def __str__(self):
        return f"{self.application_id} of {self.mailing_id}"
