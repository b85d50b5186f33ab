"""The 40 Maths Hubs, where they serve, who works in them, and the specialists who lead groups (N1, N4)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import DatedRole
from hubs.reminders.models import Reminder, ReminderHold, ReminderReader  # noqa: F401 (Django finds them here)
from schools.models import LocalAuthority, School

HTTPS = RegexValidator(r"^https://", "Enter an address that begins with https://")


class Hub(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    lead_school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enquiry_email = models.EmailField(blank=True)
    enquiry_phone = models.CharField(max_length=20, blank=True)
    privacy_notice = models.TextField(blank=True, help_text="Shown to a school before it sends personal data.")
    # The hub's own paragraph in each kind of email to a school; plain text.
    words_received = models.TextField("paragraph in the receipt", blank=True)
    words_placed = models.TextField("paragraph when a school is placed", blank=True)
    words_declined = models.TextField("paragraph when a school is declined", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} Maths Hub"

    def own_words(self, kind: str) -> str:
        """The hub's paragraph for an email ("received", "placed", "declined"); "" for a kind that has none."""
        return getattr(self, f"words_{kind}", "")


class HubPiece(models.Model):
    """A story or a link on the hub's public page, in the hub's own words; a link goes to an https address."""

    class Kind(models.TextChoices):
        STORY = "story", "Story"
        LINK = "link", "Link"

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, help_text="Plain text; a blank line begins a new paragraph.")
    url = models.URLField("address", max_length=500, blank=True, validators=[HTTPS], help_text="Begins with https://.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["hub_id", "kind", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="story") & ~Q(text="")) | (Q(kind="link") & ~Q(url="")),
                name="hub_piece_says_something",
            ),
            models.CheckConstraint(condition=Q(url="") | Q(url__startswith="https://"), name="hub_piece_https"),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.kind == self.Kind.STORY and not self.text:
            raise ValidationError({"text": "Write the story."})
        if self.kind == self.Kind.LINK and not self.url:
            raise ValidationError({"url": "Enter the address that it leads to."})


class HubAreaQuerySet(models.QuerySet):
    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on)))


class HubArea(models.Model):
    """One authority or one district that a hub serves, from a day to a day. Some authorities are split (N1)."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="areas")
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True)
    district_code = models.CharField(max_length=9, blank=True)
    district_name = models.CharField(max_length=100, blank=True)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = HubAreaQuerySet.as_manager()

    class Meta:
        ordering = ["hub_id", "authority__name", "district_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=False, district_code="")
                | (Q(authority__isnull=True) & ~Q(district_code="")),
                name="hub_area_authority_or_district",
            ),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="hub_area_ends_after_start"),
            # Two constraints, because SQLite cannot compare the empty authority of a district with another.
            models.UniqueConstraint(
                fields=["hub", "authority", "starts"], condition=Q(district_code=""), name="hub_area_authority_once"
            ),
            models.UniqueConstraint(
                fields=["hub", "district_code", "starts"], condition=~Q(district_code=""), name="hub_area_district_once"
            ),
        ]

    def __str__(self):
        return str(self.authority or self.district_name or self.district_code)

    def clean(self):
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The last day cannot be before the first. Choose a later one."})
        if bool(self.authority_id) == bool(self.district_code):
            raise ValidationError("Choose an authority, or give the code of a district: one of the two.")


class HubRole(DatedRole):
    class Kind(models.TextChoices):
        LEAD = "lead", "Hub lead"
        ASSISTANT = "assistant", "Assistant hub lead"
        ADMINISTRATOR = "administrator", "Hub administrator"
        GROUP_LEAD = "group_lead", "Work Group Lead"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hub_roles")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta(DatedRole.Meta):
        ordering = ["hub_id", "kind", "starts"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.hub}"


class Specialist(models.Model):
    """Somebody trained to lead Work Groups: of a kind, a cohort, and a year of their own training (N4, Y1)."""

    class Kind(models.TextChoices):
        READINESS = "readiness", "Mastery Readiness Lead"
        PRIMARY = "primary", "Primary Mastery Specialist"
        SECONDARY = "secondary", "Secondary Mastery Specialist"

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="specialists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="specialisms")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    cohort = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    first_year = models.PositiveSmallIntegerField(help_text="First academic year of training: 2024 means 2024/25.")
    home_school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    most_groups = models.PositiveSmallIntegerField(default=1, help_text="How many Work Groups a year they can lead.")
    most_schools = models.PositiveSmallIntegerField(
        "most schools or departments",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="How many they can work with in a year. Empty: as many as the project lets a lead have.",
    )
    # How far and when. What lies beyond is said to the hub, and refused to nobody.
    travel_km = models.PositiveSmallIntegerField(
        "kilometres they travel", null=True, blank=True, help_text="From the home school, in a straight line."
    )
    travel_areas = models.ManyToManyField(
        LocalAuthority, blank=True, related_name="+", help_text="Authorities they travel to, however far."
    )
    days = models.CharField("days they can", max_length=200, blank=True, help_text="Like “Tuesdays, and Fridays”.")
    starts_on = models.DateField(null=True, blank=True, help_text="The day from which they lead. Empty: from now.")
    ended_on = models.DateField(null=True, blank=True, help_text="The day from which they lead no new group.")

    class Meta:
        ordering = ["hub_id", "user__last_name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "hub", "kind"], name="specialist_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="specialist_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(most_schools=None) | Q(most_schools__gte=1), name="specialist_takes_a_school"
            ),
        ]

    def __str__(self):
        return str(self.user)

    def has_ended(self, on: date | None = None) -> bool:
        """Whether they lead no new groups on this day; today unless told."""
        return bool(self.ended_on and self.ended_on <= (on or timezone.localdate()))

    def clean(self):
        if self.starts_on and self.ended_on and self.ended_on < self.starts_on:
            raise ValidationError({"ended_on": "They cannot end before they start. Choose a later day."})
