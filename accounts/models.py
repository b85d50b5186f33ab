"""People who sign in. What a person may see follows from dated roles, here and in the apps above."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
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
