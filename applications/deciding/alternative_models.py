"""Suitable alternatives: what a hub offers a school instead of what it asked for (R8)."""

from django.db import models
from django.db.models import Q

from applications.deciding.answerable import Answerable
from workgroups.models import Opening, Place


class Alternative(Answerable):
    """Another phase, group, year or hub, offered beside an application that stays whole whatever the answer is.

    Accepted for another project, it is open until the other form is sent: `became` is its draft meanwhile.
    """

    NAME = "alternative"
    ANSWERED = {"accepted": "accepted", "declined": "declined"}
    RELATED = ("opening__project", "opening__hub", "place__group__lead__user", "became")

    class Status(models.TextChoices):
        OPEN = "open", "Waits for the school"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"
        TAKEN_BACK = "taken_back", "Taken back by the hub"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="alternatives")
    opening = models.ForeignKey(
        Opening, on_delete=models.PROTECT, related_name="+", help_text="The project, and the hub, that is offered."
    )
    place = models.OneToOneField(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alternative",
        help_text="The seat that is kept with it. Empty: whoever has the other application decides about a place.",
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN, editable=False)
    # What the rules said of the school there, before it was offered.
    checks = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=20)
    became = models.ForeignKey(
        "applications.Application",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_of",
        help_text="The application made of it once the school said yes.",
    )
    passed_on = models.DateTimeField(
        null=True, blank=True, help_text="When it was seen to that its freed seat goes to the next."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status="open"), name="alternative_one_open_an_application"
            ),
            models.UniqueConstraint(
                fields=["became"], condition=Q(status__in=["open", "accepted"]), name="alternative_one_that_becomes_it"
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""), name="alternative_declined_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(became__isnull=False) | Q(place__isnull=False),
                name="alternative_accepted_has_something",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(status="open"), name="alternative_unanswered"),
            models.Index(
                fields=["answered"],
                condition=Q(status__in=["declined", "lapsed"], passed_on=None, place__isnull=False),
                name="alternative_seat_to_pass_on",
            ),
        ]

    def __str__(self):
        return f"{self.what} for {self.application_id}, {self.get_status_display().lower()}"

    @property
    def what(self) -> str:
        """Like "Stroud Development, NCP Development (NCP26-09), 2026/27"."""
        return what_of(self.opening, self.place)

    @property
    def is_elsewhere(self) -> bool:
        """Whether another hub is to have it."""
        return self.opening.hub_id != self.application.hub_id

    @property
    def is_same_project(self) -> bool:
        """Another group of what was asked for: then the application itself gets the place."""
        asked = (self.application.hub_id, self.application.project_id)
        return (self.opening.hub_id, self.opening.project_id) == asked


def what_of(opening: Opening, place: Place | None) -> str:
    """What is offered instead, as a reader names it."""
    project = opening.project
    found = f"{project.title}, {project.academic_year}"
    return f"{place.group.name}, {found}" if place else f"{found}, at {opening.hub}"
