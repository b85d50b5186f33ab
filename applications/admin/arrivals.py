"""Files of forms that hubs brought in."""

from django.contrib import admin

from applications.arrivals.models import Arrival, ArrivalRow, ColumnMapping
from journal.recorded import ReadOnlyAdmin


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    """Files of forms that hubs brought in. What stands in them is for the desk of their hub."""

    list_display = ("at", "hub", "project", "file_name", "status", "by")
    list_filter = ("status", "hub", "at")
    list_select_related = ("hub", "project", "by")
    search_fields = ("file_name", "=sha256", "by__email")
    fields = ("hub", "project", "by", "at", "file_name", "sha256", "status", "tell_schools", "counts", "undone")


@admin.register(ArrivalRow)
class ArrivalRowAdmin(ReadOnlyAdmin):
    """What became of each response; not what it says."""

    list_display = ("arrival", "line", "match", "school", "result", "done")
    list_filter = ("match", "result")
    list_select_related = ("arrival", "school")
    search_fields = ("arrival__file_name", "=school__urn")
    fields = ("arrival", "line", "match", "school", "sent", "outcome", "result", "done")


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnlyAdmin):
    list_display = ("hub", "kind", "heading", "means")
    list_filter = ("kind", "hub")
    list_select_related = ("hub",)
    search_fields = ("heading", "means")
    fields = ("hub", "kind", "heading", "means")
