"""What happened, and what was sent. The journal knows no other app: it keeps labels and keys as plain values."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class EventQuerySet(models.QuerySet):
    def about(self, obj) -> "EventQuerySet":
        """Events whose subject is `obj`, oldest first."""
        return self.filter(subject=obj._meta.label_lower, subject_key=str(obj.pk)).order_by("number")


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
    # Written by `journal.chain` alone.
    number = models.PositiveIntegerField(editable=False, help_text="Which of its subject's events it is, from 1.")
    digest = models.CharField(max_length=64, editable=False, help_text="Over this event and the digest before it.")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_key", "number"], name="event_chain_does_not_fork")
        ]

    def __str__(self):
        return f"{self.kind} {self.subject} {self.subject_key}"


class Anchor(models.Model):
    """One day's end of the journal: how many events there were since the anchor before, with a digest over them."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    events = models.PositiveBigIntegerField(help_text="How many since the anchor before.")
    highest = models.BigIntegerField(help_text="The highest key among the events up to here; 0 before the first.")
    digest = models.CharField(max_length=64, help_text="Over the anchor before, these numbers and each event's digest.")

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d %b %Y}"


class ChainEnd(models.Model):
    """How far a subject's chain had come when it was last anchored: so a missing end can be named."""

    subject = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "subject_key"], name="chain_ends_once")]

    def __str__(self):
        return f"{self.subject} {self.subject_key}, {self.number}"


class EmailQuerySet(models.QuerySet):
    def about(self, obj) -> "EmailQuerySet":
        """Messages about `obj`, newest first."""
        return self.filter(subject_label=obj._meta.label_lower, subject_key=str(obj.pk)).order_by("-id")

    def in_trouble(self) -> "EmailQuerySet":
        """Those that did not arrive, or may not have, until somebody has dealt with them."""
        return self.filter(IN_TROUBLE)


UNSENT = Q(sent=None, parked=None, uncertain=None)
LOST = Q(parked__isnull=False) | Q(uncertain__isnull=False) | Q(bounced__isnull=False) | Q(complained__isnull=False)
IN_TROUBLE = Q(settled=None) & LOST


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
    attaches = models.JSONField(
        default=dict,
        blank=True,
        help_text="The document made for it when it is sent: its maker's name, and what the maker is given.",
    )
    unsubscribe = models.CharField(
        max_length=300,
        blank=True,
        help_text="Where its reader stops such messages with one click; empty for what is necessary.",
    )
    message_id = models.CharField(max_length=120, unique=True)
    queued = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now, help_text="Not sent before; moved on after each failure.")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True, blank=True)
    parked = models.DateTimeField(null=True, blank=True, help_text="Given up after too many failures.")
    last_error = models.CharField(max_length=200, blank=True)
    handed = models.DateTimeField(
        null=True, blank=True, help_text="Being given to the mail server, and its answer is not noted yet."
    )
    uncertain = models.DateTimeField(
        null=True, blank=True, help_text="The mail server may have taken it; it is not sent again by itself."
    )
    bounced = models.DateTimeField(null=True, blank=True, help_text="Came back: its receiver did not get it.")
    complained = models.DateTimeField(null=True, blank=True, help_text="Its receiver called it unwanted.")
    settled = models.DateTimeField(null=True, blank=True, help_text="Somebody has dealt with what went wrong.")
    provider_id = models.CharField(max_length=200, blank=True, help_text="What the provider calls it.")

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due", "id"], condition=UNSENT, name="email_unsent"),
            models.Index(fields=["subject_label", "id"], condition=IN_TROUBLE, name="email_in_trouble"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="email_provider_id"),
            models.Index(fields=["subject_label", "subject_key"], name="email_subject"),
        ]

    def __str__(self):
        return self.subject

    @property
    def state(self) -> str:
        """One word for a reader: sent, came back, unwanted, uncertain, parked, sending or waiting."""
        if self.bounced:
            return "came back"
        if self.complained:
            return "unwanted"
        if self.uncertain:
            return "uncertain"
        if self.sent:
            return "sent"
        if self.parked:
            return "parked"
        return "sending" if self.leased_until and self.leased_until > timezone.now() else "waiting"
