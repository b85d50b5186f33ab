"""Reminders that went out, what hubs held back, and what each reader chose; `hubs.models` gathers them."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReminderReader(models.Model):
    """Somebody who is reminded, by address: with an account or without."""

    email = models.EmailField(max_length=254, unique=True, help_text="Lower case.")
    together = models.BooleanField(default=True, help_text="One email a day with all of them; off: each by itself.")
    refused = models.JSONField(default=list, blank=True, help_text="Codes of the kinds they do not want.")
    changed = models.DateTimeField(null=True, blank=True, help_text="When they last chose.")

    class Meta:
        ordering = ["email"]

    def __str__(self):
        return self.email


class Reminder(models.Model):
    """One reminder that went out. Its key is why it does not go out again."""

    key = models.CharField(max_length=32, unique=True)
    reader = models.ForeignKey(ReminderReader, on_delete=models.PROTECT, related_name="reminders")
    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="reminders")
    kind = models.SlugField(max_length=40)
    subject_label = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    day = models.DateField(help_text="The day it went out, in London.")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=250)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["reader", "day"], name="reminder_of_a_day"),
            models.Index(fields=["hub", "-id"], name="reminder_of_hub"),
        ]

    def __str__(self):
        return self.title


class ReminderHold(models.Model):
    """A reminder that somebody at the hub stopped, or put off until a day."""

    key = models.CharField(max_length=32, unique=True)
    hub = models.ForeignKey("hubs.Hub", on_delete=models.CASCADE, related_name="reminder_holds")
    until = models.DateField(null=True, blank=True, help_text="Not before this day; empty: never.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=250)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.title}: {'stopped' if self.until is None else 'put off'}"
