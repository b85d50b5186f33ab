"""What goes out to many at a moment and can be stopped until then: a release of decisions, a message to schools."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from journal.moves import Refused


class HeldQuerySet(models.QuerySet):
    def begin_due(self) -> Iterator["Held"]:
        """One after the other what is due and not stopped, and what a killed worker has left. Safe to share."""
        now = timezone.now()
        due = self.filter(stopped=None, finished=None, due__lte=now)
        for key in list(due.order_by("due").values_list("pk", flat=True)):
            self.filter(pk=key, begun=None, stopped=None).update(begun=now)
            found = self.filter(pk=key, begun__isnull=False).first()
            if found:
                yield found

    def finish(self, held: "Held") -> None:
        self.filter(pk=held.pk, finished=None).update(finished=timezone.now())

    def stop(self, held: "Held") -> None:
        """Of stopping and beginning only one can happen."""
        if not self.filter(pk=held.pk, begun=None, stopped=None).update(stopped=timezone.now()):
            raise Refused("It is stopped already, or has begun to go out and cannot be taken back.")


class Held(models.Model):
    """Asked for, held until it is due, then gone out. `HELD` and `DONE` say in words what is so before and after."""

    HELD, DONE = "held", "sent"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(help_text="Until then it can be stopped.")
    begun = models.DateTimeField(null=True, blank=True)
    stopped = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(begun=None) | Q(stopped=None), name="%(class)s_stopped_or_begun"),
            models.CheckConstraint(condition=Q(finished=None) | Q(begun__isnull=False), name="%(class)s_begun_first"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(stopped=None, finished=None), name="%(class)s_to_do")]

    @property
    def state(self) -> str:
        if self.stopped:
            return "stopped"
        if self.finished:
            return self.DONE
        return "going out" if self.begun else self.HELD
