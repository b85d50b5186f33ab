"""Projects (one year's edition), the hubs' openings of them, Work Groups and the places in them (N2, N3)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from hubs.models import Hub, Specialist
from schools.models import School


class Project(models.Model):
    """One academic year's edition of a national project: everything that a year may change is on it (N2)."""

    class Kind(models.TextChoices):
        READINESS = "readiness", "Readiness"
        DEVELOPMENT = "development", "Development"
        EMBEDDING = "embedding", "Embedding"
        SUSTAINING = "sustaining", "Sustaining"
        SECONDARY = "secondary", "Secondary"

    class Unit(models.TextChoices):
        SCHOOL = "school", "schools"
        DEPARTMENT = "department", "departments"

    code = models.CharField(max_length=20, unique=True, help_text="Like NCP21-11.")
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(2014), MaxValueValidator(2100)],
        help_text="The year it starts in: 2026 means 2026/27.",
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=150)
    summary = models.TextField(blank=True, help_text="Two or three sentences for a school that reads about it.")
    group_size = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    group_unit = models.CharField(max_length=12, choices=Unit.choices, default=Unit.SCHOOL)
    criteria_needed = models.PositiveSmallIntegerField(default=0, help_text="How many criteria a school must meet.")
    statement_prompt = models.CharField(max_length=300, blank=True)
    statement_words = models.PositiveSmallIntegerField(default=250, help_text="Most words in the statement.")
    meetings = models.PositiveSmallIntegerField(default=0, help_text="Meetings or workshops in the year.")
    meeting_pattern = models.CharField(max_length=150, blank=True)
    release_days = models.PositiveSmallIntegerField(default=0, help_text="Teachers' days of release, combined.")
    grant = models.DecimalField(max_digits=8, decimal_places=2, default=0, help_text="Pounds for each unit.")
    money_words = models.TextField(blank=True)
    default_closing = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "code"]
        constraints = [models.UniqueConstraint(fields=["year", "kind"], name="project_kind_once_a_year")]

    def __str__(self):
        return f"{self.title} ({self.code})"

    @property
    def academic_year(self) -> str:
        """Like 2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def step(self) -> int | None:
        """1 to 4 on the primary journey; None for Secondary (J1)."""
        order = ["readiness", "development", "embedding", "sustaining"]
        return order.index(self.kind) + 1 if self.kind in order else None


class Criterion(models.Model):
    """One of the circumstances a school may say it is in (R4)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=30)
    text = models.CharField(max_length=300)
    evidence_hint = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="criterion_once")]

    def __str__(self):
        return self.text


class Clause(models.Model):
    """One commitment of the school, agreed to one by one (R5, D2 to D7, Y4)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="clauses")
    code = models.SlugField(max_length=30)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="clause_once")]

    def __str__(self):
        return self.text


class NamedRole(models.Model):
    """A person the school names on the form, signs the commitments, or both (R3, D2, S2, Y3, Y7)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="named_roles")
    code = models.SlugField(max_length=30)
    title = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)
    named = models.BooleanField(default=True, help_text="Named on the form.")
    signs = models.BooleanField(default=False, help_text="Signs the commitments.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="named_role_once")]

    def __str__(self):
        return self.title


class OpeningQuerySet(models.QuerySet):
    def open_at(self, now=None):
        now = now or timezone.now()
        return self.filter(Q(opens__lte=now) & (Q(closes=None) | Q(closes__gt=now)))


class Opening(models.Model):
    """A hub opens a project to its schools, with its own dates, contact and number of groups (Y8, R9)."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="openings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="openings")
    opens = models.DateTimeField(default=timezone.now)
    closes = models.DateTimeField(null=True, blank=True, help_text="Empty: rolling, open until the hub closes it.")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    groups_planned = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True, help_text="What the hub wants schools to know: places, dates, leads.")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["hub_id", "project_id"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "project"], name="opening_once"),
            models.CheckConstraint(condition=Q(closes=None) | Q(closes__gt=F("opens")), name="opening_closes_later"),
        ]

    def __str__(self):
        return f"{self.project} at {self.hub}"

    def clean(self):
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "It closes before it opens. Choose a later moment, or leave it empty."})

    def is_open(self, now=None) -> bool:
        now = now or timezone.now()
        return self.opens <= now and (self.closes is None or now < self.closes)

    @property
    def enquiries(self) -> str:
        """The address to ask: the opening's own, or the hub's."""
        return self.contact_email or self.hub.enquiry_email


class WorkGroupQuerySet(models.QuerySet):
    def with_seats(self):
        """Each group with `taken`, the seats in use."""
        return self.annotate(taken=Count("places", filter=Q(places__status__in=Place.TAKES_A_SEAT)))


class WorkGroup(models.Model):
    """A group of schools that work together over one academic year (N3)."""

    class Mode(models.TextChoices):
        FACE_TO_FACE = "face_to_face", "Face to face"
        ONLINE = "online", "Online"
        BLENDED = "blended", "A blend of both"

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="work_groups")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="work_groups")
    name = models.CharField(max_length=100)
    lead = models.ForeignKey(Specialist, on_delete=models.PROTECT, null=True, blank=True, related_name="work_groups")
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.BLENDED)
    venue = models.CharField(max_length=200, blank=True)

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        ordering = ["hub_id", "project_id", "name"]
        verbose_name = "Work Group"
        constraints = [models.UniqueConstraint(fields=["hub", "project", "name"], name="work_group_name_once")]

    def __str__(self):
        return self.name

    @property
    def seats_left(self) -> int:
        """Of a group read `with_seats()`."""
        return max(self.capacity - self.taken, 0)


class Place(models.Model):
    """One school's seat in a Work Group. Made and given up only by `workgroups.places`."""

    class Status(models.TextChoices):
        HELD = "held", "Placed"
        GIVEN_UP = "given_up", "Given up"

    TAKES_A_SEAT = (Status.HELD,)

    group = models.ForeignKey(WorkGroup, on_delete=models.PROTECT, related_name="places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="places")
    # The group's project again, so that the database itself refuses a second seat in the same edition.
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.HELD)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["group_id", "school__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "project"], condition=Q(status="held"), name="place_once_a_school_and_project"
            )
        ]
        indexes = [models.Index(fields=["group"], condition=Q(status="held"), name="place_seats_taken")]

    def __str__(self):
        return f"{self.school} in {self.group}"
