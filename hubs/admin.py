from django.contrib import admin
from django.db.models import Count, Q
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin import InForceFilter, RoleAdmin
from hubs.areas_page import areas_page
from hubs.models import Hub, HubArea, HubPiece, HubRole, Reminder, ReminderHold, ReminderReader, Specialist
from journal.recorded import ReadOnlyAdmin, RecordedAdmin


class OfHubInline(admin.TabularInline):
    extra = 0
    joined: tuple[str, ...] = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("hub", *self.joined)


class HubAreaInline(OfHubInline):
    model = HubArea
    joined = ("authority",)
    autocomplete_fields = ("authority",)


class HubRoleInline(OfHubInline):
    model = HubRole
    joined = ("user",)
    can_delete = False
    autocomplete_fields = ("user",)


class SpecialistInline(OfHubInline):
    model = Specialist
    joined = ("user", "home_school")
    autocomplete_fields = ("user", "home_school")
    exclude = ("travel_areas",)  # on the specialist's own page
    show_change_link = True


class HubAdmin(RecordedAdmin):
    list_display = ("name", "slug", "lead_school", "enquiry_email", "areas_today")
    list_select_related = ("lead_school",)
    search_fields = ("name", "slug", "enquiry_email")
    autocomplete_fields = ("lead_school",)
    inlines = [HubAreaInline, HubRoleInline, SpecialistInline]

    def get_queryset(self, request):
        today = timezone.localdate()
        in_force = Q(areas__starts__lte=today) & (Q(areas__ends=None) | Q(areas__ends__gte=today))
        return super().get_queryset(request).annotate(areas_now=Count("areas", filter=in_force))

    @admin.display(description="areas today", ordering="areas_now")
    def areas_today(self, hub):
        return hub.areas_now


admin.site.register(Hub, HubAdmin)


@admin.register(HubPiece)
class HubPieceAdmin(RecordedAdmin):
    """Stories and links of the hubs' public pages; the hubs write them at their desks."""

    list_display = ("title", "hub", "kind", "order")
    list_filter = ("kind", "hub")
    list_select_related = ("hub",)
    search_fields = ("title", "text", "hub__name")
    autocomplete_fields = ("hub",)


@admin.register(HubArea)
class HubAreaAdmin(RecordedAdmin):
    list_display = ("hub", "authority", "district_name", "starts", "ends", "source")
    list_filter = (InForceFilter, "hub")
    list_select_related = ("hub", "authority")
    search_fields = ("hub__name", "authority__name", "district_name", "district_code")
    autocomplete_fields = ("hub", "authority")

    def get_urls(self):
        view = self.admin_site.admin_view(self.load_view)
        return [path("load/", view, name="hubs_hubarea_load"), *super().get_urls()]

    def load_view(self, request):
        context = {**self.admin_site.each_context(request), "title": "Load hub areas", "opts": self.opts}
        return areas_page(request, context, done=reverse("admin:hubs_hubarea_changelist"))


@admin.register(HubRole)
class HubRoleAdmin(RoleAdmin):
    list_display = ("user", "hub", "kind", "starts", "ends")
    list_filter = (InForceFilter, "kind", "hub")
    list_select_related = ("user", "hub")
    search_fields = ("user__email", "user__first_name", "user__last_name", "hub__name")
    autocomplete_fields = ("user", "hub")


@admin.register(Specialist)
class SpecialistAdmin(RecordedAdmin):
    list_display = ("user", "hub", "kind", "cohort", "first_year", "most_groups", "travel_km", "home_school")
    list_filter = ("kind", "first_year", "hub")
    list_select_related = ("user", "hub", "home_school")
    search_fields = ("user__email", "user__first_name", "user__last_name", "hub__name", "home_school__name")
    autocomplete_fields = ("user", "hub", "home_school", "travel_areas")


@admin.register(ReminderReader)
class ReminderReaderAdmin(ReadOnlyAdmin):
    """What people chose; they choose by the link in each reminder."""

    list_display = ("email", "together", "refused", "changed")
    search_fields = ("email",)


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "hub", "day", "reader")
    list_filter = ("kind", "hub")
    list_select_related = ("hub", "reader")
    search_fields = ("title", "reader__email")


@admin.register(ReminderHold)
class ReminderHoldAdmin(ReadOnlyAdmin):
    list_display = ("title", "hub", "until", "by", "at")
    list_filter = ("hub",)
    list_select_related = ("hub", "by")
    search_fields = ("title",)
