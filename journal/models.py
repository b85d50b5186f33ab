"""What happened, and what was sent. The journal knows no other app: it keeps labels and keys as plain values."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class EventQuerySet(models.QuerySet):
    def about(self, obj) -> "EventQuerySet":
        """Events whose subject is `obj`, oldest first."""
        return self.filter(subject=obj._meta.label_lower, subject_key=str(obj.pk)).order_by("id")


class Event(models.Model):
    """One thing that happened to one subject. Written once, never changed."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    subject = models.CharField(max_length=60, help_text="The model's label, like applications.application.")
    subject_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=60, help_text="The verb in the past, like submitted or placed.")
    # The person's key, not a foreign key: the trail outlives the account, and the journal stands below it.
    by = models.BigIntegerField(null=True, help_text="Key of the user who did it; empty when a job did.")
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "subject_key", "id"], name="event_subject")]

    def __str__(self):
        return f"{self.kind} {self.subject} {self.subject_key}"


class Email(models.Model):
    """One message to one person, written in the transaction of the change it tells of (the outbox)."""

    key = models.CharField(max_length=200, unique=True, help_text="The same key is never sent twice.")
    template = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=60, blank=True)
    subject_key = models.CharField(max_length=40, blank=True)
    to = models.EmailField(max_length=254)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    secret = models.BooleanField(
        default=False, help_text="Holds a code or link that signs somebody in: the words are erased once sent."
    )
    message_id = models.CharField(max_length=120, unique=True)
    queued = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now, help_text="Not sent before; moved on after each failure.")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True, blank=True)
    parked = models.DateTimeField(null=True, blank=True, help_text="Given up after too many failures.")
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(sent=None, parked=None), name="email_waiting"),
            models.Index(fields=["subject_label", "subject_key"], name="email_subject"),
        ]

    def __str__(self):
        return self.subject

    @property
    def state(self) -> str:
        """One word for a reader: sent, parked, sending or waiting."""
        if self.sent:
            return "sent"
        if self.parked:
            return "parked"
        return "sending" if self.leased_until and self.leased_until > timezone.now() else "waiting"
