"""Projects (one year's edition), the hubs' openings of them, Work Groups and the places in them (N2, N3)."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from hubs.models import Hub, Specialist
from schools.models import School
from workgroups import seats
from workgroups.part_models import Clause, Criterion, NamedRole, Question  # noqa: F401
from workgroups.place_models import Place
from workgroups.pledge_models import (  # noqa: F401  (models are found through this module)
    Pledge,
    PledgeCopy,
    PledgeText,
    Signatory,
    Signature,
)


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

    # Supported by the hub as collaborative groups, not led (B1).
    NOT_LED = (Kind.EMBEDDING,)

    code = models.CharField(max_length=20, unique=True, help_text="Like NCP21-11.")
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(2014), MaxValueValidator(2100)],
        help_text="The year it starts in: 2026 means 2026/27.",
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=150)
    summary = models.TextField(blank=True, help_text="Two or three sentences for a school that reads about it.")
    # What its public page says beyond the figures. Plain text, a blank line between paragraphs; empty is left out.
    outline = models.TextField(blank=True, help_text="Public page: what the project is and how the year goes.")
    involves = models.TextField(blank=True, help_text="Public page: what is involved for the teachers who take part.")
    for_whom = models.TextField(blank=True, help_text="Public page: which schools can take part.")
    gains = models.TextField(blank=True, help_text="Public page: what a school gains.")
    group_size = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    group_unit = models.CharField(max_length=12, choices=Unit.choices, default=Unit.SCHOOL)
    fewest = models.PositiveSmallIntegerField(
        "fewest to run",
        default=2,
        validators=[MinValueValidator(1)],
        help_text="Schools or departments that a group needs to run; with fewer it is shown as too small.",
    )
    lead_year = models.PositiveSmallIntegerField(
        "lead’s year of training",
        default=1,
        validators=[MinValueValidator(1)],
        help_text="In which year of their own training a specialist may lead first: 1, or a later one.",
    )
    cohort_one = models.PositiveSmallIntegerField(
        "cohort 1 began in",
        null=True,
        blank=True,
        validators=[MinValueValidator(2014), MaxValueValidator(2100)],
        help_text="Counts years of training from cohorts: 2015 where cohort 1 began in 2015/16, and one more each "
        "year. Empty: from the first year that each specialist’s record has.",
    )
    lead_most = models.PositiveSmallIntegerField(
        "most for one lead",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Schools or departments that one lead works with in a year. Empty: as many as their groups take.",
    )
    first_at_home = models.BooleanField(
        "first workshop at the lead’s school",
        default=False,
        help_text="The first workshop is in the lead’s own school.",
    )
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
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="project_kind_once_a_year"),
            models.CheckConstraint(condition=Q(fewest__lte=F("group_size")), name="project_fewest_fit_a_group"),
        ]

    def __str__(self):
        return f"{self.title} ({self.code})"

    def clean(self):
        if self.fewest and self.group_size and self.fewest > self.group_size:
            raise ValidationError({"fewest": "A group cannot need more than it has places. Enter a lower number."})

    @property
    def needs_lead(self) -> bool:
        return self.kind not in self.NOT_LED

    @property
    def academic_year(self) -> str:
        """Like 2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        """1 September (N3)."""
        return date(self.year, 9, 1)

    @property
    def last_day(self) -> date:
        """31 August: the groups of an edition meet from September to July (N3)."""
        return date(self.year + 1, 8, 31)

    @property
    def ends(self) -> datetime:
        """The midnight in London after its last day."""
        return timezone.make_aware(datetime.combine(self.last_day + timedelta(days=1), time()))

    def is_over(self, on: date | None = None) -> bool:
        """Whether its academic year has ended."""
        return (on or timezone.localdate()) > self.last_day

    @property
    def step(self) -> int | None:
        """1 to 4 on the primary journey; None for Secondary (J1)."""
        order = ["readiness", "development", "embedding", "sustaining"]
        return order.index(self.kind) + 1 if self.kind in order else None


def first_year_not_over(on: date | None = None) -> int:
    """The year of the oldest editions whose academic year still runs (see `Project.is_over`)."""
    on = on or timezone.localdate()
    return on.year if on > date(on.year, 8, 31) else on.year - 1


class OpeningQuerySet(models.QuerySet):
    def open_at(self, now=None):
        """What takes applications at this moment, as `Opening.is_open` says of one."""
        now = now or timezone.now()
        running = self.filter(project__year__gte=first_year_not_over(timezone.localdate(now)))
        return running.filter(Q(opens__lte=now) & (Q(closes=None) | Q(closes__gt=now)))

    def announced(self, now: datetime | None = None):
        """What the public pages list: open, coming, or closed in the last weeks, of years that are not over."""
        now = now or timezone.now()
        closed_lately = Q(closes=None) | Q(closes__gt=now - Opening.JUST_CLOSED)
        return self.filter(closed_lately, project__year__gte=first_year_not_over(timezone.localdate(now)))


class Opening(models.Model):
    """A hub opens a project to its schools, with its own dates, contact and number of groups (Y8, R9)."""

    # Long enough for a school that comes late to read that it is late, and what it can do.
    JUST_CLOSED = timedelta(days=60)

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="openings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="openings")
    opens = models.DateTimeField(default=timezone.now)
    closes = models.DateTimeField(null=True, blank=True, help_text="Empty: rolling, open until the hub closes it.")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    groups_planned = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True, help_text="What the hub wants schools to know: places, dates, leads.")
    offers_next = models.BooleanField(
        default=False, help_text="A seat that comes free is offered to the next on the waiting list by itself."
    )
    answer_days = models.PositiveSmallIntegerField(
        default=10, help_text="How many days a school on the waiting list has to answer an offer."
    )

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

    @property
    def ends(self) -> datetime:
        """The moment that is late: where it closes or, rolling, where its project's year ends (whichever is first)."""
        return min(self.closes or self.project.ends, self.project.ends)

    def is_open(self, now=None) -> bool:
        return self.opens <= (now or timezone.now()) < self.ends

    def state(self, now=None) -> str:
        """One word: "coming", "open" or "closed"; what is left open when its year ends is closed too."""
        now = now or timezone.now()
        if now < self.opens:
            return "coming"
        return "open" if self.is_open(now) else "closed"

    @property
    def enquiries(self) -> str:
        """The address to ask: the opening's own, or the hub's."""
        return self.contact_email or self.hub.enquiry_email


class WorkGroupQuerySet(models.QuerySet):
    def with_lacks(self):
        """Each group with a flag for each of its `Lack` (`lacks_lead` …); a year that is over lacks nothing.

        `schools_held` counts the schools in it: an offer that waits for an answer is not one yet.
        """
        held = Place.objects.filter(group=OuterRef("pk"), status__in=Place.TAKES_PART).order_by().values("group")
        held = Coalesce(Subquery(held.annotate(number=Count("pk")).values("number")), 0)
        running = Q(project__year__gte=first_year_not_over())
        flags = {
            f"lacks_{what}": Case(When(running & is_so, then=True), default=False) for what, is_so in _lacks().items()
        }
        return self.annotate(schools_held=held).annotate(**flags)

    def lacking(self, *what: str):
        """Those that lack one of these; any of `Lack` unless told."""
        wanted = [Q(**{f"lacks_{each}": True}) for each in what or WorkGroup.Lack.values]
        return self.with_lacks().filter(reduce(or_, wanted))

    def with_seats(self):
        """Each group with `taken`, the seats in use, and of them `kept`, those that wait for an answer, `over`, those
        given beyond the capacity, and `unfit`, those of schools that a check calls not eligible."""
        seated = Q(places__status__in=Place.TAKES_A_SEAT)
        return self.annotate(
            taken=Count("places", filter=seated),
            kept=Count("places", filter=Q(places__status=Place.Status.RESERVED)),
            over=Count("places", filter=seated & ~Q(places__over_why="")),
            unfit=Count("places", filter=seated & ~Q(places__unfit_why="")),
        )

    def with_overrides(self):
        """Each group with `overridden`, the places that a hub lead gave against a rule; one query for all."""
        return self.prefetch_related(Prefetch("places", Place.objects.overridden(), to_attr="overridden"))


def _lacks() -> dict[str, Q]:
    """When a group lacks each `WorkGroup.Lack`. Embedding is not led (B1), and who meets online needs no room."""
    own_school = Q(first_school=F("lead__home_school"))
    first_is_settled = Q(first_school__isnull=False, lead__home_school__isnull=False) & own_school
    return {
        WorkGroup.Lack.LEAD: Q(lead=None) & ~Q(project__kind__in=Project.NOT_LED),
        WorkGroup.Lack.DATES: Q(dates=""),
        WorkGroup.Lack.VENUE: Q(venue="") & ~Q(mode=WorkGroup.Mode.ONLINE),
        WorkGroup.Lack.SCHOOLS: Q(schools_held__lt=F("project__fewest")),
        WorkGroup.Lack.FIRST: Q(project__first_at_home=True, lead__isnull=False) & ~first_is_settled,
    }


class WorkGroup(models.Model):
    """A group of schools that work together over one academic year (N3)."""

    class Lack(models.TextChoices):
        """What a group may still lack, or have otherwise than its project says."""

        LEAD = "lead", "No lead"
        DATES = "dates", "No dates"
        VENUE = "venue", "No venue"
        SCHOOLS = "schools", "Too few schools"
        FIRST = "first", "First workshop elsewhere"

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
    dates = models.CharField(max_length=300, blank=True, help_text="When it meets, in words.")
    first_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="school of the first workshop",
        help_text="Where a project begins in the lead’s own school, that is filled in.",
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_in",
        help_text="Last year’s group, whose schools stay together in this one (J3, S6).",
    )

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        ordering = ["hub_id", "project_id", "name"]
        verbose_name = "Work Group"
        constraints = [
            models.UniqueConstraint(fields=["hub", "project", "name"], name="work_group_name_once"),
            models.UniqueConstraint(
                fields=["continues", "project"],
                condition=Q(continues__isnull=False),
                name="work_group_continued_once_in_an_edition",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def seats_left(self) -> int:
        """Of a group read `with_seats()`."""
        return max(self.capacity - self.taken, 0)

    @property
    def seats_said(self) -> str:
        """Like "9 of 8, 1 by override"; of a group read `with_seats()`."""
        return seats.said(self.taken, self.capacity, over=self.over, unfit=self.unfit)

    @property
    def room_said(self) -> str:
        """What is left, in words: how many, or that it is full and by how much; of a group read `with_seats()`."""
        against = self.over or self.unfit
        if self.seats_left:
            taken = f"; taken: {self.seats_said}" if against else ""
            return f"{self.seats_left} of {self.capacity} places left{taken}"
        if self.taken == self.capacity and not against:
            return f"Full: all {self.capacity} places are taken"
        return f"Full: {self.seats_said}"
