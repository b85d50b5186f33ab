"""What schools said and the desk judged and noted, to search across applications."""

from django.contrib import admin

from applications.admin.inlines import MoreItemInline
from applications.asked_models import MoreItem
from applications.models import CriterionClaim, Judgement, MoreAsked, NamedSchool, Note
from journal.recorded import ReadOnlyAdmin


@admin.register(CriterionClaim)
class CriterionClaimAdmin(ReadOnlyAdmin):
    list_display = ("application", "criterion", "evidence")
    list_filter = ("criterion__project", "criterion__code")
    list_select_related = ("application", "criterion")
    search_fields = ("=application__reference", "evidence")
    fields = ("application", "criterion", "evidence")


@admin.register(NamedSchool)
class NamedSchoolAdmin(ReadOnlyAdmin):
    list_display = ("application", "school", "relationship", "other")
    list_filter = ("relationship", "application__project")
    list_select_related = ("application", "school")
    search_fields = ("=application__reference", "school__name", "=school__urn")
    fields = ("application", "school", "relationship", "other")


@admin.register(Judgement)
class JudgementAdmin(ReadOnlyAdmin):
    list_display = ("at", "application", "code", "outcome", "by", "reason")
    list_filter = ("outcome", "code", "at")
    list_select_related = ("application", "by")
    search_fields = ("=application__reference", "reason", "by__email")
    fields = ("application", "code", "outcome", "reason", "by", "at")


@admin.register(MoreAsked)
class MoreAskedAdmin(ReadOnlyAdmin):
    """What hubs asked schools; a reply that has not been sent is its school's alone."""

    list_display = ("at", "application", "by", "due", "answered", "cancelled")
    list_filter = ("at", "due")
    list_select_related = ("application", "by")
    search_fields = ("=application__reference",)
    fields = ("application", "at", "by", "due", "general", "answered", "answered_by", "cancelled", "cancelled_by")
    inlines = (MoreItemInline,)


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ("at", "application", "by", "text")
    list_filter = ("at",)
    list_select_related = ("application", "by")
    search_fields = ("=application__reference", "text", "by__email")
    fields = ("application", "at", "by", "text")


@admin.register(MoreItem)
class MoreItemAdmin(ReadOnlyAdmin):
    list_display = ("asked", "label", "text")
    list_select_related = ("asked",)
    search_fields = ("=asked__application__reference", "label", "text")
    fields = ("asked", "name", "label", "text")
