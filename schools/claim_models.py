"""Somebody says that they act for a school, and what became of it; and the links that were sent about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ClaimQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status="waiting")


class Claim(models.Model):
    """One person asks for one role at one school. Verified, it has given them a SchoolRole, which says the rest.

    A role that was given without asking (by invitation, by an administrator) has no claim and needs none.
    """

    class Kind(models.TextChoices):
        """The roles of SchoolRole that somebody may ask for; teachers are invited."""

        HEADTEACHER = "headteacher", "Headteacher"
        OFFICE = "office", "Office"
        MATHS_LEAD = "maths_lead", "Maths lead or head of department"

    class Status(models.TextChoices):
        WAITING = "waiting", "Not verified yet"
        VERIFIED = "verified", "Verified"
        REFUSED = "refused", "Refused"
        NOT_THEIRS = "not_theirs", "Said to be somebody else’s"
        TAKEN_BACK = "taken_back", "Taken back"

    class How(models.TextChoices):
        DOMAIN = "domain", "by an address of the school’s domain in the register"
        CODE = "code", "by the code that was sent to the hub"
        HUB = "hub", "by the hub"
        COLLEAGUE = "colleague", "by somebody who acts for the school"
        INVITATION = "invitation", "by an invitation"
        ADMINISTRATOR = "administrator", "by an administrator"

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="school_claims")
    kind = models.CharField("role", max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=161, help_text="As they gave it: whoever confirms asks the school for it.")
    email = models.EmailField(max_length=254, help_text="Lower case; proved to be theirs where a domain verified it.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WAITING, editable=False)
    how = models.CharField("verified", max_length=20, choices=How.choices, blank=True)
    asked = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, help_text="Of a refusal: the person reads it.")
    code_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the code that the hub was sent.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a code was tried.")
    role = models.OneToOneField(
        "schools.SchoolRole", on_delete=models.SET_NULL, null=True, blank=True, related_name="claim"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school"], condition=Q(status="waiting"), name="claim_waits_once_a_person_and_school"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided=None) | (~Q(status="waiting") & Q(decided__isnull=False)),
                name="claim_decided_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="claim_refused_has_a_reason"),
            models.CheckConstraint(condition=~Q(status="verified") | ~Q(how=""), name="claim_verified_says_how"),
        ]
        indexes = [models.Index(fields=["school"], condition=Q(status="waiting"), name="claim_waiting")]

    def __str__(self):
        return f"{self.name}, {self.get_kind_display().lower()} at {self.school}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING


class ClaimLink(models.Model):
    """A link about one claim, sent to one address: with it whoever reads there says that the claim is not right."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["claim", "email"], name="claim_link_once_an_address")]

    def __str__(self):
        return f"link {self.pk}"
