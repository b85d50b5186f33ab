"""Expressions of interest: a school asks a hub for a place in one of its projects."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.querysets import ApplicationQuerySet
from hubs.models import Hub
from schools.models import LocalAuthority, School
from workgroups.models import Criterion, Place, Project


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "New"
    IN_REVIEW = "in_review", "In review"
    PLACED = "placed", "Placed"
    DECLINED = "declined", "Declined"


AWAITING = (Status.SUBMITTED, Status.IN_REVIEW)


class Outcome(models.TextChoices):
    """What the rules say of an application: the worst of its checks."""

    ELIGIBLE = "eligible", "Eligible"
    JUDGE = "judge", "For the hub to judge"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"


SENT_LAST_FIRST = ["-submitted", "-id"]
NARROWED_BY = ["project", "outcome", "authority", "owner"]


class Application(models.Model):
    """One school's expression of interest (EoI) in one project of one hub (R6)."""

    reference = models.CharField(max_length=12, unique=True, help_text="The receipt number, like EOI-7K4M2Q.")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="applications")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="applications")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="applications")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_applications"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    # Answers by field name of the project's form (applications/spec); words as typed.
    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="Grows with each saved page.")
    started = models.DateTimeField(default=timezone.now)
    saved = models.DateTimeField(default=timezone.now)
    submitted = models.DateTimeField(null=True, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True, help_text="The school reads it.")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="application")

    # Written on submission and kept: what was judged, by which rules, on which words and facts.
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    checks = models.JSONField(default=list, blank=True)
    rules_version = models.CharField(max_length=20, blank=True)
    frozen = models.JSONField(default=dict, blank=True, help_text="School facts and the form with its wording.")
    school_name = models.CharField(max_length=200, blank=True)
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    search_text = models.TextField(blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "project", "hub"],
                condition=~Q(status="draft"),
                name="application_once_a_school_project_and_hub",
            ),
            models.UniqueConstraint(
                fields=["started_by", "school", "project", "hub"],
                condition=Q(status="draft"),
                name="application_one_draft_a_person",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", submitted=None) | (~Q(status="draft") & Q(submitted__isnull=False)),
                name="application_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="placed", place__isnull=False) | (~Q(status="placed") & Q(place=None)),
                name="application_placed_has_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""), name="application_declined_has_a_reason"
            ),
        ]
        # The queue's orders, each with the columns it is narrowed by behind the key: a filter is then decided
        # in the index, and only the rows of the page are read. Words have a trigram index (migration queue_words).
        indexes = [
            models.Index(fields=["hub", "status", *SENT_LAST_FIRST, *NARROWED_BY], name="application_queue"),
            models.Index(
                fields=["hub", *SENT_LAST_FIRST, *NARROWED_BY],
                condition=Q(status__in=["submitted", "in_review"]),
                name="application_queue_waiting",
            ),
            models.Index(
                fields=["hub", *SENT_LAST_FIRST, *NARROWED_BY, "status"],
                condition=~Q(status="draft"),
                name="application_queue_all",
            ),
            models.Index(
                fields=["hub", "school_name", "id", "status"], condition=~Q(status="draft"), name="application_by_name"
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def contact_email(self) -> str:
        """Where the programme writes to: the address on the form, or the one that signed in."""
        return self.answers.get("email") or self.started_by.email

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT


class CriterionClaim(models.Model):
    """A criterion the school says it meets, with its evidence; written on submission (R4, R6)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="criterion_claims")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__order"]
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="criterion_claim_once")]

    def __str__(self):
        return str(self.criterion)


class Note(models.Model):
    """What the hub writes about an application for itself; no school ever sees it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.text[:60]
