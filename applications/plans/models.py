"""The rows of a plan. Each seat has a version of its own, so that of two planners neither writes over the other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubs.models import Hub
from workgroups.models import Project, WorkGroup


class Plan(models.Model):
    """The one plan of a hub for a project. `version` grows with every change, so that a board knows it is behind."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="plans")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    mixed = models.BooleanField(default=False, help_text="No group of two or more schools of one trust alone.")
    version = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["hub", "project"], name="plan_once_a_hub_and_project")]

    def __str__(self):
        return f"Plan of {self.hub} for {self.project}"


class PlanSeat(models.Model):
    """Where one application is meant to go; no group: no place. Without a row it was never looked at."""

    class Priority(models.IntegerChoices):
        FIRST = 1, "First"
        ORDINARY = 2, "In turn"
        LAST = 3, "Last"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="seats")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="plan_seats")
    group = models.ForeignKey(WorkGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_seats")
    pinned = models.BooleanField(default=False, help_text="Planning again leaves it where it is.")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.ORDINARY)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    proposed = models.BooleanField(default=False, help_text="The planner put it there, not a person.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "application"], name="plan_seat_once")]

    def __str__(self):
        return f"{self.application_id} of {self.plan_id}"


class PlanRun(models.Model):
    """A plan to be worked out, and what came of it. One at a time for each plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    step = models.CharField(max_length=100, blank=True, help_text="What is being done now.")
    leased_until = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=1000, blank=True, help_text="Why nothing was changed.")
    planned = models.PositiveIntegerField(null=True, blank=True, help_text="The plan's version that it made.")
    is_proven = models.BooleanField(default=False)
    changes = models.JSONField(default=list, blank=True, help_text="What would help, in sentences, the most first.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(finished=None), name="plan_run_one_at_a_time")
        ]

    def __str__(self):
        return f"run {self.pk} of {self.plan_id}"
