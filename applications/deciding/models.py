"""Decisions that are prepared in private, the releases that make them known, and the offers that come of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.deciding.alternative_models import Alternative, what_of  # noqa: F401
from applications.deciding.answerable import Answerable
from applications.deciding.pass_on_models import PassOn  # noqa: F401
from applications.deciding.waiting_models import WaitingEntry  # noqa: F401
from applications.held import Held
from hubs.models import Hub
from workgroups.models import Opening, Place, Project


class Release(Held):
    """Decisions that go out together, now or at a set time; which ones is settled when it is asked for."""

    HELD, DONE = "waits", "released"

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="releases")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: of all projects."
    )
    count = models.PositiveIntegerField(help_text="How many decisions it was asked for.")

    def __str__(self):
        return f"{self.count} decisions of {self.hub}"


class Decision(models.Model):
    """What the hub means to do with one application. Nobody outside its desk sees it before it is released."""

    class Kind(models.TextChoices):
        OFFER = "offer", "Offer a place"
        ALTERNATIVE = "alternative", "Offer a suitable alternative"
        WAITING = "waiting", "Put on the waiting list"
        PASS_ON = "pass_on", "Ask whether to pass on"
        DECLINE = "decline", "Decline"

    class Status(models.TextChoices):
        PREPARED = "prepared", "Prepared"
        RELEASED = "released", "Released"
        DROPPED = "dropped", "Dropped"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PREPARED, editable=False)
    # A prepared offer keeps its seat, so that two people cannot prepare the same one.
    place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="decision")
    opening = models.ForeignKey(
        Opening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of an alternative, or of passing on: the project, and the hub.",
    )
    # Of an alternative: what the rules said of the school there when it was prepared, and what that came to.
    checks = models.JSONField(default=list, blank=True)
    outcome_there = models.CharField(max_length=20, blank=True)
    unfit_there = models.TextField(
        blank=True, help_text="Why a hub lead offers it to a school that a check calls not eligible there."
    )
    answer_by = models.DateField(null=True, blank=True, help_text="The school answers by the end of this day.")
    words = models.TextField(blank=True, help_text="The school reads it: why it is declined, or words to the offer.")
    seen_version = models.PositiveIntegerField(help_text="Version of the answers that it was decided on.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    refusal = models.CharField(max_length=400, blank=True, help_text="Why the last release left it out.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status="prepared"), name="decision_one_prepared_an_application"
            ),
            models.CheckConstraint(
                condition=~Q(kind="offer") | Q(place__isnull=False, answer_by__isnull=False),
                name="decision_offer_has_a_seat_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="pass_on") | (Q(opening__isnull=False, answer_by__isnull=False) & ~Q(words="")),
                name="decision_pass_on_has_a_hub_a_day_and_words",
            ),
            models.CheckConstraint(
                condition=~Q(kind="alternative") | Q(opening__isnull=False, answer_by__isnull=False),
                name="decision_alternative_has_an_opening_and_a_day",
            ),
            models.CheckConstraint(condition=~Q(kind="decline") | ~Q(words=""), name="decision_decline_has_a_reason"),
        ]
        indexes = [models.Index(fields=["release"], condition=Q(status="prepared"), name="decision_to_release")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.application_id}"

    @property
    def in_words(self) -> str:
        """Like "Offer a place in Stroud Readiness"."""
        if self.kind == self.Kind.PASS_ON:
            return f"{self.get_kind_display()} to {self.opening.hub}"
        if self.kind == self.Kind.ALTERNATIVE:
            return f"{self.get_kind_display()}: {what_of(self.opening, self.place)}"
        where = f" in {self.place.group.name}" if self.place else ""
        return f"{self.get_kind_display()}{where}"

    @property
    def clause(self) -> str:
        """The same within a sentence."""
        return self.in_words[:1].lower() + self.in_words[1:]


class Offer(Answerable):
    """A seat that is kept for one school until it answers, or the day is over."""

    NAME = "offer"
    ANSWERED = {"accepted": "accepted", "declined": "turned down"}
    RELATED = ("place__group__lead__user",)

    class Status(models.TextChoices):
        OPEN = "open", "Waits for the school"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Turned down"
        LAPSED = "lapsed", "Lapsed"
        TAKEN_BACK = "taken_back", "Taken back by the hub"

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="offers")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="offer")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN, editable=False)
    passed_on = models.DateTimeField(
        null=True, blank=True, help_text="When it was seen to that its freed seat goes to the next."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status="open"), name="offer_one_open_an_application"
            ),
            models.CheckConstraint(condition=~Q(status="declined") | ~Q(reason=""), name="offer_declined_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(status="open"), name="offer_unanswered"),
            models.Index(
                fields=["answered"],
                condition=Q(status__in=["declined", "lapsed"], passed_on=None),
                name="offer_seat_to_pass_on",
            ),
        ]

    def __str__(self):
        return f"{self.place_id} for {self.application_id}, {self.get_status_display().lower()}"
