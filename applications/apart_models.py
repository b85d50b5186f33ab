"""Two schools that a hub knowingly keeps apart: one record, for the queue, the applications' pages and the planner."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class KeptApart(models.Model):
    """Two schools that are not to sit in one Work Group, each by its application; the smaller key first."""

    one = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(help_text="Why; for the hub alone.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = "pair kept apart"
        verbose_name_plural = "pairs kept apart"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_smaller_first"),
            models.CheckConstraint(condition=~Q(reason=""), name="kept_apart_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.one_id} and {self.other_id}"

    def beside(self, application):
        """The other of the two."""
        return self.other if self.one_id == application.pk else self.one
