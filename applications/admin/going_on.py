"""Schools asked to go on with their group, to read: they are asked at the desk, and answer themselves."""

from django.contrib import admin

from applications.models import Continuation
from journal.recorded import ReadOnlyAdmin


@admin.register(Continuation)
class ContinuationAdmin(ReadOnlyAdmin):
    """The links themselves are kept nowhere."""

    list_display = ("made", "school", "group", "status", "answer_by", "answered")
    list_filter = ("status", "group__hub", "made")
    list_select_related = ("school", "group")
    search_fields = ("school__name", "group__name", "=application__reference", "email")
    fields = (
        *("group", "school", "earlier", "place", "application", "status", "email", "answer_by", "words", "by", "made"),
        *("links", "asked", "opened", "answered", "reason"),
    )
