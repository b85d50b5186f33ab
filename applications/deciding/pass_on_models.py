"""Whether an application may go to another hub: asked of the school, which says yes or no (U2)."""

from django.db import models
from django.db.models import Q

from applications.deciding.answerable import Answerable
from workgroups.models import Opening


class PassOn(Answerable):
    """A hub asks a school whether another hub may have its application; nothing moves before it says yes."""

    NAME = "question"
    ANSWERED = {"agreed": "answered with yes", "refused": "answered with no"}
    RELATED = ("opening__hub", "opening__project")

    class Status(models.TextChoices):
        OPEN = "open", "Waits for the school"
        AGREED = "agreed", "Yes"
        REFUSED = "refused", "No"
        LAPSED = "lapsed", "Lapsed"
        TAKEN_BACK = "taken_back", "Taken back by the hub"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="pass_ons")
    opening = models.ForeignKey(
        Opening,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The same project, at the other hub.",
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = "passing on"
        verbose_name_plural = "passings on"
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status="open"), name="pass_on_one_open_an_application"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="pass_on_refused_has_a_reason"),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(status="open"), name="pass_on_unanswered")]

    def __str__(self):
        return f"{self.application_id} to {self.opening_id}, {self.get_status_display().lower()}"

    @property
    def to_hub(self):
        return self.opening.hub
