"""What the people of a desk keep for their own work: views of the queue, and what they do to many at once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hubs.models import Hub
from workgroups.models import WorkGroup


class SavedView(models.Model):
    """The filters of a hub's queue under a name: one person's own, or without an owner the whole desk's."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, help_text="What stands behind the ? of the queue's address.")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "owner", "name"], condition=Q(owner__isnull=False), name="saved_view_name_once_a_person"
            ),
            models.UniqueConstraint(fields=["hub", "name"], condition=Q(owner=None), name="saved_view_name_once_a_hub"),
        ]

    def __str__(self):
        return self.name


class FirstView(models.Model):
    """The view that a person's queue of a hub opens with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="first_views")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="first_for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "hub"], name="first_view_one_a_person_and_hub")]

    def __str__(self):
        return f"{self.view} for {self.user}"


class BulkAction(models.Model):
    """One move made to many applications: chosen, then confirmed with what it will do, then worked off one by one."""

    class What(models.TextChoices):
        TAKE_ON = "take_on", "Take on"
        DECLINE = "decline", "Decline"
        OFFER = "offer", "Prepare offers"

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="bulk_actions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bulk_actions")
    what = models.CharField(max_length=20, choices=What.choices)
    reason = models.TextField(blank=True, help_text="Of a decline: each of the schools reads it.")
    plan = models.ForeignKey(
        "applications.Plan", on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Of offers."
    )
    answer_by = models.DateField(null=True, blank=True, help_text="Of offers: by which day the schools answer.")
    back = models.CharField(max_length=1000, blank=True, help_text="The filters of the queue it was chosen from.")
    made = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished=None) | Q(confirmed__isnull=False, finished__gte=F("confirmed")),
                name="bulk_action_confirmed_before_finished",
            ),
            models.CheckConstraint(
                condition=~Q(what="offer") | Q(plan__isnull=False, answer_by__isnull=False, confirmed__isnull=False),
                name="bulk_action_offers_of_a_plan",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(finished=None), name="bulk_action_one_at_a_time_for_a_plan"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(confirmed__isnull=False, finished=None), name="bulk_action_to_do")
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.made:%d %b %Y}"


class BulkItem(models.Model):
    """One application of a bulk action, as it was seen when it was chosen; done once, or refused with the reason."""

    action = models.ForeignKey(BulkAction, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(
        WorkGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Of an offer."
    )
    seen = models.CharField(max_length=20, help_text="Its status when it was chosen.")
    seen_owner = models.BigIntegerField(null=True, help_text="Key of its owner when it was chosen.")
    seen_version = models.PositiveIntegerField(null=True, help_text="Version of its answers when it was chosen.")
    done = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["action", "application"], name="bulk_item_once")]
        indexes = [models.Index(fields=["action", "id"], condition=Q(done=None), name="bulk_item_to_do")]

    def __str__(self):
        return f"{self.application_id} of {self.action_id}"
