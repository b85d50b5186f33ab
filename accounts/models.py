"""People who sign in. What a person may see follows from dated roles, here and in the apps above."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property


class DatedRoleQuerySet(models.QuerySet):
    def current(self, on=None):
        """Roles in force on a date (today in London unless told): a role's last day is its `ends`."""
        on = on or timezone.localdate()
        return self.filter(Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on)))


class DatedRole(models.Model):
    """A role held from a day to a day. The end of it ends the access by the next request."""

    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True, help_text="The last day; empty while it goes on.")

    objects = DatedRoleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="%(app_label)s_%(class)s_ends_after_start"
            )
        ]

    def clean(self):
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The last day cannot be before the first. Choose a later one."})


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        """A person by email; without a password they sign in with a code sent to that address."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """A person with the administrator role (what `createsuperuser` calls)."""
        user = self.create_user(email, password, **fields)
        NationalRole.objects.create(user=user, kind=NationalRole.Kind.ADMINISTRATOR)
        return user

    def get_by_natural_key(self, username):
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    email = models.EmailField(max_length=254, unique=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self):
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def national_kinds(self) -> set[str]:
        """Kinds of this person's national roles in force; one query a request."""
        return set(NationalRole.objects.filter(user=self).current().values_list("kind", flat=True))

    @property
    def is_administrator(self) -> bool:
        return self.is_active and NationalRole.Kind.ADMINISTRATOR in self.national_kinds

    @property
    def is_national(self) -> bool:
        """May read figures of all hubs."""
        return self.is_active and bool(self.national_kinds)

    # What the Django admin asks. Only administrators go there, and they may do all it offers.
    @property
    def is_staff(self) -> bool:
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        return self.is_administrator

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_administrator

    def has_perms(self, perms, obj=None) -> bool:
        return self.is_administrator

    def has_module_perms(self, app_label) -> bool:
        return self.is_administrator


class NationalRole(DatedRole):
    class Kind(models.TextChoices):
        VIEWER = "viewer", "National viewer"
        ADMINISTRATOR = "administrator", "Administrator"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="national_roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta(DatedRole.Meta):
        ordering = ["user_id", "kind", "starts"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.user}"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Sent, and neither taken up nor taken back; it may have run out."""
        return self.filter(accepted=None, revoked=None)

    def live(self):
        return self.open().filter(expires__gt=timezone.now())

    def standing(self, how: str):
        """Those that stand so, an `Invitation.Standing`."""
        return self.filter(_standing()[how])

    def counts(self) -> dict[str, int]:
        """How many stand in each way; one query."""
        return self.order_by().aggregate(**{how: Count("pk", filter=those) for how, those in _standing().items()})


def _standing() -> dict[str, Q]:
    open_, now = Q(accepted=None, revoked=None), timezone.now()
    return {
        Invitation.Standing.WAITING: open_ & Q(expires__gt=now),
        Invitation.Standing.USED: Q(accepted__isnull=False),
        Invitation.Standing.BACK: Q(revoked__isnull=False),
        Invitation.Standing.OUT: open_ & Q(expires__lte=now),
    }


class Invitation(models.Model):
    """A role offered to an address. `role` and `place` are the room's own: a kind of role, a key of a hub or school."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National"
        HUB = "hub", "Hub"
        SCHOOL = "school", "School"

    class Standing(models.TextChoices):
        WAITING = "waiting", "Waiting"
        USED = "used", "Taken up"
        BACK = "back", "Taken back"
        OUT = "out", "Run out"

    email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.CharField(max_length=20)
    role_name = models.CharField(max_length=60)
    place = models.PositiveBigIntegerField(default=0, help_text="The key of the hub or school; 0 for national roles.")
    place_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="invitations_sent")
    made = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )
    revoked = models.DateTimeField("taken back", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the link's secret.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "kind", "role", "place"],
                condition=Q(accepted=None, revoked=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(accepted=None) | Q(revoked=None), name="invitation_taken_up_or_back"),
        ]

    def __str__(self):
        return f"{self.role_name} {self.place_name}".strip()

    @property
    def has_run_out(self) -> bool:
        return self.expires <= timezone.now()
