"""Plans of placements and pairs kept apart, to be looked at: the desk changes them."""

from django.contrib import admin

from applications.apart_models import KeptApart
from applications.plans.models import Plan, PlanRun, PlanSeat
from journal.recorded import ReadOnlyAdmin


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("hub", "project", "version", "made")
    list_filter = ("hub",)
    list_select_related = ("hub", "project")
    search_fields = ("hub__name", "project__code")
    fields = ("hub", "project", "mixed", "version", "made")


@admin.register(PlanSeat)
class PlanSeatAdmin(ReadOnlyAdmin):
    list_display = ("application", "plan", "group", "pinned", "priority", "by", "at")
    list_filter = ("pinned",)
    list_select_related = ("application", "plan__hub", "plan__project", "group", "by")
    search_fields = ("application__reference",)
    fields = ("plan", "application", "group", "pinned", "priority", "version", "by", "at", "proposed")


@admin.register(PlanRun)
class PlanRunAdmin(ReadOnlyAdmin):
    list_display = ("plan", "by", "asked", "finished", "is_proven", "failed")
    list_select_related = ("plan__hub", "plan__project", "by")
    search_fields = ("by__email",)
    fields = ("plan", "by", "asked", "step", "leased_until", "finished", "failed", "planned", "is_proven", "changes")


@admin.register(KeptApart)
class KeptApartAdmin(ReadOnlyAdmin):
    list_display = ("one", "other", "reason", "by", "at")
    list_select_related = ("one", "other", "by")
    search_fields = ("one__reference", "other__reference")
    fields = ("one", "other", "reason", "by", "at")
