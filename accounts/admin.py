# Imported for what they register, so that ours can stand in its place.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone

from accounts.forms import UserForm
from accounts.models import Invitation, NationalRole, User
from accounts.people import change_email
from journal.models import Event
from journal.recorded import ReadOnlyAdmin, RecordedAdmin

# Permissions follow from roles; groups of permissions are not used.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)
admin.site.unregister(UserSession)
# Providers stand in the settings, and nothing is kept of who signs in with one: these tables stay empty.
admin.site.unregister([SocialAccount, SocialApp, SocialToken])


class InForceFilter(admin.SimpleListFilter):
    """Roles and areas by whether they are in force today."""

    title = "in force"
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("now", "Today"), ("ended", "Ended"), ("later", "Later")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        conditions = {
            "now": Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today)),
            "ended": Q(ends__lt=today),
            "later": Q(starts__gt=today),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class RoleInline(admin.TabularInline):
    """Roles on the page of what they belong to: added, and ended by their last day."""

    extra = 0
    can_delete = False


class RoleAdmin(RecordedAdmin):
    """A role that was in force says who could see what: it is ended, and only a slip of today is deleted."""

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.starts < timezone.localdate():
            return False
        return super().has_delete_permission(request, obj)


class NationalRoleInline(RoleInline):
    model = NationalRole


@admin.register(User)
class UserAdmin(RecordedAdmin):
    form = UserForm
    list_display = ("email", "first_name", "last_name", "is_active", "last_login", "date_joined")
    list_filter = ("is_active", "national_roles__kind", "date_joined")
    search_fields = ("email", "first_name", "last_name")
    readonly_fields = ("last_login", "date_joined", "ways_in")
    inlines = [NationalRoleInline]
    date_hierarchy = "date_joined"

    @admin.display(description="ways to sign in")
    def ways_in(self, user):
        ways = ["a code by email"]
        if user.pk and user.has_usable_password():
            ways.append("a password")
        if user.pk and Authenticator.objects.filter(user=user).exists():
            ways.append("a second factor")
        return ", ".join(ways)

    def get_readonly_fields(self, request, obj=None):
        own = ("is_active",) if obj and obj.pk == request.user.pk else ()  # nobody locks themselves out
        return (*super().get_readonly_fields(request, obj), *own)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        if change and "email" in form.changed_data:
            change_email(obj, email=obj.email, by=request.user)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        """An account that did something is switched off, not deleted: the trail names it."""
        if obj is not None and (obj.pk == request.user.pk or Event.objects.filter(by=obj.pk).exists()):
            return False
        return super().has_delete_permission(request, obj)


@admin.register(NationalRole)
class NationalRoleAdmin(RoleAdmin):
    list_display = ("user", "kind", "starts", "ends")
    list_filter = ("kind", InForceFilter)
    search_fields = ("user__email", "user__first_name", "user__last_name")
    autocomplete_fields = ("user",)
    list_select_related = ("user",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited to what. The programme's people are invited at /national/people/, a hub's from its settings."""

    list_display = ("email", "role_name", "place_name", "by", "made", "expires", "accepted", "revoked")
    list_filter = ("kind", "made", "accepted", "revoked")
    search_fields = ("email", "place_name", "by__email")
    list_select_related = ("by",)
    fields = ("email", "kind", "role_name", "place_name", "by", "made", "expires", "accepted", "accepted_by", "revoked")


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """Which addresses were confirmed. An address is changed on its user."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    search_fields = ("email", "user__email", "user__last_name")
    list_select_related = ("user",)
    fields = ("email", "user", "primary", "verified")


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors, without their secrets. One that was lost can be taken away here."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type", "created_at", "last_used_at")
    search_fields = ("user__email", "user__last_name")
    list_select_related = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request, obj=None):
        return request.user.is_administrator


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """In which browsers people are signed in. One that should not be is ended by deleting its row."""

    list_display = ("user", "created_at", "last_seen_at", "user_agent")
    list_filter = ("created_at", "last_seen_at")
    search_fields = ("user__email", "user__last_name")
    list_select_related = ("user",)
    fields = ("user", "created_at", "last_seen_at", "user_agent")

    def has_delete_permission(self, request, obj=None):
        return request.user.is_administrator

    def delete_model(self, request, obj):
        obj.end()

    def delete_queryset(self, request, queryset):
        for session in queryset:
            session.end()
