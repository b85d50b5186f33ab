"""Expressions of interest: a school asks a hub for a place in one of its projects."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.apart_models import KeptApart  # noqa: F401 (Django finds it here)
from applications.arrivals.models import Arrival, ArrivalRow
from applications.asked_models import MoreAsked, MoreItem  # noqa: F401 (Django finds it here)
from applications.deciding.models import Alternative, Decision, Offer, PassOn, Release, WaitingEntry  # noqa: F401
from applications.desk_models import BulkAction, BulkItem, FirstView, SavedView  # noqa: F401 (Django finds them here)
from applications.going_on.models import Continuation  # noqa: F401
from applications.mailing.models import Mailing, MailingRecipient  # noqa: F401
from applications.plans.models import Plan, PlanRun, PlanSeat  # noqa: F401
from applications.querysets import ApplicationQuerySet, DraftKeyQuerySet
from applications.records import Correction, Judgement, LateEntry, Note, Revision  # noqa: F401  (models are found here)
from hubs.models import Hub
from schools.models import LocalAuthority, School
from workgroups.models import Criterion, Place, Pledge, Project


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "New"
    IN_REVIEW = "in_review", "In review"
    MORE_ASKED = "more_asked", "Waiting for the school"
    WAITING_LIST = "waiting_list", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    PASSING_ON = "passing_on", "Asked whether to pass on"
    ALTERNATIVE_OFFERED = "alternative_offered", "Offered an alternative"
    PLACED = "placed", "Placed"
    DECLINED = "declined", "Declined"
    TURNED_DOWN = "turned_down", "Turned down"
    LAPSED = "lapsed", "Offer lapsed"
    PASSED_ON = "passed_on", "Passed on"
    TOOK_ALTERNATIVE = "took_alternative", "Took an alternative"
    WITHDRAWN = "withdrawn", "Withdrawn"


AWAITING = (Status.SUBMITTED, Status.IN_REVIEW)  # it is the hub's turn
UNDECIDED = (*AWAITING, Status.MORE_ASKED)
WITHDRAWABLE = (*UNDECIDED, Status.WAITING_LIST)
DECIDABLE = (*AWAITING, Status.WAITING_LIST)
# What has come to an end, and is opened again only by the hub, or not at all.
DECIDED = (
    Status.PLACED,
    Status.DECLINED,
    Status.TURNED_DOWN,
    Status.LAPSED,
    Status.PASSED_ON,
    Status.TOOK_ALTERNATIVE,
    Status.WITHDRAWN,
)


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
    # Empty where somebody without an account started it: then a DraftKey says who may go on with it.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    started_email = models.EmailField(max_length=254, help_text="Lower case. Whoever gave it may not own it.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_applications"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    # Answers by field name of the project's form (applications/spec); words as typed.
    answers = models.JSONField(default=dict, blank=True)
    letters_to = models.EmailField(
        max_length=254,
        blank=True,
        editable=False,
        help_text="Where letters go instead of the form's address, once somebody else of the school has taken it over.",
    )
    version = models.PositiveIntegerField(default=0, help_text="Grows with each saved page.")
    started = models.DateTimeField(default=timezone.now)
    saved = models.DateTimeField(default=timezone.now)
    submitted = models.DateTimeField(null=True, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True, help_text="The school reads it.")
    withdraw_reason = models.TextField(blank=True, help_text="Why the school took it back; the hub reads it.")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="application")
    # What the school signs; empty where nobody was asked to (an expression of interest from before, or brought in).
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="application")

    # The worst of the checks, as the hub judges them where it judges otherwise (applications.judging).
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    # Written on submission and kept: what was judged, by which rules, on which words and facts.
    checks = models.JSONField(default=list, blank=True)
    rules_version = models.CharField(max_length=20, blank=True)
    frozen = models.JSONField(
        default=dict, blank=True, help_text="School facts, the form as it read, what fits instead."
    )
    school_name = models.CharField(max_length=200, blank=True)
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    search_text = models.TextField(blank=True, editable=False)
    # Set where the hub brought it in from a form that arrived beside the service; that form's file is the arrival.
    arrival_row = models.OneToOneField(
        ArrivalRow, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="application"
    )

    # Set where it was carried over from another application of the school (applications.carrying).
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="carried_to"
    )
    first_sent = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the school first sent what was carried over."
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "project", "hub"],
                condition=~Q(status__in=["draft", "withdrawn", "passed_on"]),
                name="application_once_a_school_project_and_hub",
            ),
            models.UniqueConstraint(
                fields=["school", "project", "hub"], condition=Q(status="passed_on"), name="application_passed_on_once"
            ),
            models.UniqueConstraint(
                fields=["started_by", "school", "project", "hub"],
                condition=Q(status="draft", carried_from=None),
                name="application_one_draft_a_person",
            ),
            models.UniqueConstraint(fields=["carried_from", "project", "hub"], name="application_carried_once"),
            models.CheckConstraint(
                condition=Q(carried_from=None, first_sent=None)
                | (~Q(carried_from=F("id")) & Q(first_sent__isnull=False)),
                name="application_carried_has_its_moment",
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
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdraw_reason=""), name="application_withdrawn_has_a_reason"
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
        """Where the programme writes to: who took it over, the address on the form, or the one it was started with."""
        return self.letters_to or self.answers.get("email") or self.started_email

    @property
    def arrival(self) -> Arrival | None:
        """The file it was brought in with; None where the school sent it here."""
        return self.arrival_row.arrival if self.arrival_row_id else None

    def is_held_by(self, email: str) -> bool:
        """Whether a link sent to this address still opens it: nobody has said that it is not theirs."""
        return self.keys.filter(email=email, revoked=None).exclude(kind="browser").exists()

    @property
    def sent_first(self) -> datetime | None:
        """When the school sent it, also where it was carried over since: what a closing moment is held against."""
        return self.first_sent or self.submitted

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def asked_now(self) -> MoreAsked | None:
        """What the hub asks for and waits for; one query for each application, none where prefetched."""
        if self.status != Status.MORE_ASKED:
            return None
        return next((asked for asked in self.more_asked.all() if asked.is_open), None)

    @property
    def let_in_until(self) -> datetime | None:
        """The latest moment to which the hub has let this draft in late; one query, none where prefetched."""
        return max((entry.let_in_until for entry in self.late_entries.all() if entry.let_in_until), default=None)


class DraftKey(models.Model):
    """One person's way to one application without signing in; revoked, it opens nothing more.

    The browser that a draft was begun in has a key of its own, apart from the one that is sent by email: who begins
    one with somebody else's address can be shut out by the owner of the address.
    """

    class Kind(models.TextChoices):
        BROWSER = "browser", "The browser it was begun in"
        STARTER = "starter", "Who began it"
        COLLEAGUE = "colleague", "A colleague"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    email = models.EmailField(max_length=254, help_text="Lower case: where its links are sent.")
    sections = models.JSONField(default=list, blank=True, help_text="Slugs of a colleague's sections; none: all.")
    made = models.DateTimeField(default=timezone.now)
    opened = models.DateTimeField(null=True, blank=True, help_text="When a browser first went on with it.")
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    objects = DraftKeyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "email"], name="draft_key_once_an_address")
        ]
        indexes = [models.Index(fields=["email"], name="draft_key_email")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.application_id}"

    def opens_section(self, slug: str) -> bool:
        return not self.sections or slug in self.sections


class DraftLink(models.Model):
    """A link to a key, as it was sent. The token itself is kept nowhere."""

    key = models.ForeignKey(DraftKey, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"link {self.pk}"


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


class NamedSchool(models.Model):
    """A school that an application names to be placed with, and what ties the two; written on submission (R6)."""

    class Relationship(models.TextChoices):
        TRUST = "trust", "Same trust"
        FEDERATION = "federation", "Same federation"
        CLUSTER = "cluster", "Same local cluster"
        OTHER = "other", "Another tie"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="named_schools")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    relationship = models.CharField(max_length=20, choices=Relationship.choices, blank=True)
    other = models.CharField(max_length=200, blank=True, help_text="The tie in the school's own words.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "school"], name="named_school_once")]

    def __str__(self):
        return str(self.school)

    @property
    def tie(self) -> str:
        """What ties the two, in words; their own words where there are some."""
        return self.other or self.get_relationship_display()


class Export(models.Model):
    """A list of applications that somebody took out as a file: who, which, when, and how many rows."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV, for any program"
        XLSX = "xlsx", "Excel (XLSX)"

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    query = models.TextField(blank=True, help_text="The filter as the queue's address has it.")
    words = models.TextField(help_text="The filter as its reader sees it.")
    columns = models.JSONField(help_text="Names of the columns, in their order.")
    personal = models.BooleanField(default=False, help_text="Holds personal data.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why personal data was needed.")
    expected = models.PositiveIntegerField(help_text="Rows that matched when it was asked for.")
    written = models.PositiveIntegerField(default=0, help_text="Rows written so far.")
    leased_until = models.DateTimeField(null=True, blank=True)
    ready = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=200, blank=True, help_text="Why it was not made.")
    erased = models.DateTimeField(null=True, blank=True, help_text="When its file was deleted; the record stays.")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["hub", "-id"], name="export_of_hub"),
            models.Index(fields=["id"], condition=Q(ready=None, failed=""), name="export_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(personal=False) | ~Q(reason=""), name="export_personal_has_a_reason")
        ]

    def __str__(self):
        return f"{self.words} ({self.get_kind_display()})"

    @property
    def file_name(self) -> str:
        return f"applications-{self.hub.slug}-{timezone.localdate(self.at):%Y-%m-%d}-{self.pk}.{self.kind}"


class ExportPart(models.Model):
    """A part of an export's file, kept for a day so that any web process can hand it out."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField(help_text="Compressed with zlib.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]

    def __str__(self):
        return f"Part {self.number} of {self.export_id}"
