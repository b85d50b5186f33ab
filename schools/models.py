"""Schools as the Department for Education's register knows them, and the people who act for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import DatedRole
from schools import kinds
from schools.claim_models import Claim, ClaimLink  # noqa: F401 (Django finds them here)


class LocalAuthority(models.Model):
    code = models.CharField(max_length=4, unique=True, help_text="Three digits, like 916.")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self):
        return self.name


class Trust(models.Model):
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class SchoolQuerySet(models.QuerySet):
    def open(self):
        return self.filter(School.open_condition())


class School(models.Model):
    """One establishment (one URN) of the register. Columns the file lacks stay empty."""

    class RegisterStatus(models.TextChoices):
        OPEN = "1", "Open"
        CLOSED = "2", "Closed"
        CLOSING = "3", "Open, but proposed to close"
        PROPOSED = "4", "Proposed to open"

    OPEN = (RegisterStatus.OPEN, RegisterStatus.CLOSING)

    urn = models.PositiveIntegerField("URN", unique=True)
    name = models.CharField(max_length=200)
    register_status = models.CharField(max_length=1, choices=RegisterStatus.choices)
    type_code = models.CharField(max_length=3, blank=True)
    type_name = models.CharField(max_length=100, blank=True)
    type_group_code = models.CharField(max_length=3, blank=True)
    phase_code = models.CharField(max_length=2, blank=True)
    phase_name = models.CharField(max_length=60, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True, help_text="With the authority, the DfE number.")
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True)
    district_code = models.CharField(max_length=9, blank=True)
    district_name = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    address3 = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=300, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    register_date = models.DateField(null=True, blank=True, help_text="Last changed, as the register says.")

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]

    def __str__(self):
        return self.name

    @classmethod
    def open_condition(cls, path: str = "") -> Q:
        """What an open school meets, asked of a model that reaches it by `path`."""
        prefix = f"{path}__" if path else ""
        return Q(**{f"{prefix}register_status__in": cls.OPEN})

    @property
    def is_open(self) -> bool:
        return self.register_status in self.OPEN

    @property
    def dfe_number(self) -> str:
        """Authority and establishment number, like 916/2061; empty where either is unknown."""
        if not (self.authority_id and self.establishment_number):
            return ""
        return f"{self.authority.code}/{self.establishment_number}"

    @property
    def address(self) -> list[str]:
        """Lines of the postal address that are not empty, postcode last."""
        lines = [self.street, self.locality, self.address3, self.town, self.county, self.postcode]
        return [line for line in lines if line]

    @property
    def place(self) -> str:
        """Town and postcode, like "Stroud, GL5 1AA": what tells schools of one name apart."""
        return ", ".join(part for part in (self.town or self.locality, self.postcode) if part)

    @property
    def is_state_funded(self) -> bool | None:
        return kinds.is_state_funded(self.type_code)

    @property
    def is_primary(self) -> bool | None:
        return kinds.is_primary(self.type_code, self.phase_code, self.low_age, self.high_age)

    @property
    def is_secondary(self) -> bool | None:
        return kinds.is_secondary(self.type_code, self.phase_code, self.low_age, self.high_age)


class SchoolLink(models.Model):
    """One school carried on from another: conversion, merger, split, amalgamation (U3)."""

    predecessor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="links_to_successors")
    successor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="links_to_predecessors")
    kind = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="school_link_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="school_link_to_another"),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"


class ListedAreaQuerySet(models.QuerySet):
    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on)))

    def around(self, school: School):
        """Areas that the school lies in: by its district or its authority, as the register has them."""
        where = Q(authority=school.authority_id) if school.authority_id else Q(pk=None)
        if school.district_code:
            where |= Q(district_code=school.district_code)
        return self.filter(where)


class ListedArea(models.Model):
    """An authority or district that a national list calls one of low social mobility, from a day to a day (R4.4)."""

    class Kind(models.TextChoices):
        OPPORTUNITY = "opportunity", "Opportunity Area"
        CATEGORY_5 = "category_5", "Category 5 area"
        CATEGORY_6 = "category_6", "Category 6 area"

    kind = models.CharField("list", max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=100, help_text="As the list names the area.")
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True)
    district_code = models.CharField(max_length=9, blank=True, help_text="Like E07000079. Then no authority.")
    district_name = models.CharField(max_length=100, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="The last day; empty while it goes on.")
    source = models.CharField(max_length=300, blank=True)

    objects = ListedAreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__isnull=False, district_code="")
                | (Q(authority__isnull=True) & ~Q(district_code="")),
                name="listed_area_authority_or_district",
            ),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="listed_area_ends_later"),
            # Two constraints, because SQLite cannot compare the empty authority of a district with another.
            models.UniqueConstraint(
                fields=["kind", "authority", "starts"], condition=Q(district_code=""), name="listed_area_authority_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "district_code", "starts"],
                condition=~Q(district_code=""),
                name="listed_area_district_once",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_kind_display()})"

    def clean(self):
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The last day cannot be before the first. Choose a later one."})
        if bool(self.authority_id) == bool(self.district_code):
            raise ValidationError("Choose an authority, or give the code of a district: one of the two.")


class TermDates(models.Model):
    """Days on which an authority's schools are open without a break: half a term, from a day to a day."""

    authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="term_dates")
    name = models.CharField(max_length=60, blank=True, help_text="Like Autumn, first half.")
    starts = models.DateField()
    ends = models.DateField(help_text="The last day of school before the break.")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["authority__name", "starts"]
        verbose_name_plural = "term dates"
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="term_dates_ends_later"),
            models.UniqueConstraint(fields=["authority", "starts"], name="term_dates_once"),
        ]

    def __str__(self):
        return f"{self.authority}, {self.name or self.starts}"

    def clean(self):
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The last day cannot be before the first. Choose a later one."})


class RegisterLoad(models.Model):
    """One change of the register: a file that was imported, or a link that a person corrected."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file as it was given.")
    note = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.file_name or self.note


class RegisterFilePart(models.Model):
    """A part of a register file that was checked and not applied yet, so that any web process can apply it."""

    class File(models.TextChoices):
        REGISTER = "register", "Register"
        LINKS = "links", "Links"

    token = models.CharField(max_length=40)
    file = models.CharField(max_length=10, choices=File.choices)
    number = models.PositiveIntegerField()
    data = models.BinaryField(help_text="Compressed with zlib.")
    sent = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["token", "file", "number"]
        constraints = [models.UniqueConstraint(fields=["token", "file", "number"], name="register_file_part_once")]

    def __str__(self):
        return f"{self.get_file_display()}, part {self.number}"


class SchoolRole(DatedRole):
    class Kind(models.TextChoices):
        HEADTEACHER = "headteacher", "Headteacher"
        MATHS_LEAD = "maths_lead", "Maths lead or head of department"
        TEACHER = "teacher", "Teacher"
        OFFICE = "office", "Office"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="school_roles")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta(DatedRole.Meta):
        ordering = ["school_id", "kind", "starts"]

    def __str__(self):
        return f"{self.get_kind_display()} at {self.school}"


class TrustRole(DatedRole):
    """Somebody who leads or supports the schools of a trust, and sees which of them have applied (R6, R7)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trust_roles")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="roles")

    class Meta(DatedRole.Meta):
        ordering = ["trust_id", "starts"]

    def __str__(self):
        return f"{self.user} at {self.trust}"
