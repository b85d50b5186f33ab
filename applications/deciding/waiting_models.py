"""The waiting list of a project at a hub, kept as it was: an entry stays when its school has left the list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubs.models import Hub
from workgroups.models import Project


class WaitingEntry(models.Model):
    """A school's place on the waiting list of a project at a hub, from when it was put there until it left."""

    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="waiting_entries"
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(help_text="Lower is nearer to a place; among those who still wait.")
    rank = models.JSONField(help_text="What the order was reckoned from, lower first.")
    reasons = models.JSONField(help_text="The same in words.")
    entered = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True, blank=True)
    moved = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_reason = models.TextField(blank=True, help_text="Why the hub moved it last; the trail has all.")

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "waiting entries"
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(left=None), name="waiting_entry_one_an_application"
            ),
            models.CheckConstraint(
                condition=Q(moved=None) | ~Q(moved_reason=""), name="waiting_entry_moved_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["hub", "project", "order"], condition=Q(left=None), name="waiting_entry_list")]

    def __str__(self):
        return f"{self.order}: {self.application_id}"
