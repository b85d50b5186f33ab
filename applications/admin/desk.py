"""What the desk keeps for its own work: views of the queue, what was done to many at once, lists taken out."""

from django.contrib import admin

from applications.desk_models import BulkAction, BulkItem, FirstView, SavedView
from applications.mailing.models import Mailing, MailingRecipient
from applications.models import Export, ExportPart
from journal.recorded import ReadOnlyAdmin, ReadOnlyInline


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Named filters of a queue; without an owner they are the whole desk's."""

    list_display = ("name", "hub", "owner", "query")
    list_filter = ("hub",)
    list_select_related = ("hub", "owner")
    search_fields = ("name", "owner__email")
    fields = ("hub", "owner", "name", "query")


@admin.register(FirstView)
class FirstViewAdmin(ReadOnlyAdmin):
    list_display = ("user", "hub", "view")
    list_filter = ("hub",)
    list_select_related = ("user", "hub", "view")
    search_fields = ("user__email", "view__name")
    fields = ("user", "hub", "view")


class BulkItemInline(ReadOnlyInline):
    model = BulkItem
    fields = ("application", "group", "seen", "done", "refusal")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application", "group")


@admin.register(BulkAction)
class BulkActionAdmin(ReadOnlyAdmin):
    """What was done to many at once, by whom, and what became of each of them."""

    list_display = ("made", "hub", "what", "by", "confirmed", "finished")
    list_filter = ("what", "hub", "made")
    list_select_related = ("hub", "by")
    search_fields = ("by__email", "reason", "=items__application__reference")
    date_hierarchy = "made"
    inlines = [BulkItemInline]
    fields = ("hub", "what", "by", "reason", "plan", "answer_by", "made", "confirmed", "finished")


@admin.register(BulkItem)
class BulkItemAdmin(ReadOnlyAdmin):
    list_display = ("application", "action", "seen", "done", "refusal")
    list_filter = ("action__what", "done")
    list_select_related = ("application", "action")
    search_fields = ("=application__reference", "refusal")
    fields = ("action", "application", "group", "seen", "done", "refusal")


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """Who took which lists out. The files themselves are for those who asked for them."""

    list_display = ("at", "hub", "by", "words", "kind", "personal", "expected", "written", "ready")
    list_filter = ("personal", "kind", "hub", "at")
    list_select_related = ("hub", "by")
    search_fields = ("words", "reason", "by__email")
    date_hierarchy = "at"
    fields = (
        *("hub", "by", "at", "kind", "words", "columns", "personal", "reason"),
        *("expected", "written", "ready", "failed", "erased"),
    )


@admin.register(ExportPart)
class ExportPartAdmin(ReadOnlyAdmin):
    """That there is a file, not what it holds; it goes after a day."""

    list_display = ("export_id", "number")
    search_fields = ("=export__pk",)
    fields = ("export", "number")


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """What a hub wrote to many schools at once; each email of it stands in the outbox."""

    list_display = ("asked", "hub", "subject", "by", "count", "state")
    list_filter = ("hub", "asked")
    list_select_related = ("hub", "by")
    search_fields = ("subject", "by__email")
    fields = ("hub", "by", "asked", "words", "subject", "text", "count", "due", "begun", "stopped", "finished")


@admin.register(MailingRecipient)
class MailingRecipientAdmin(ReadOnlyAdmin):
    list_display = ("application", "mailing", "done")
    list_select_related = ("application", "mailing")
    search_fields = ("=application__reference", "mailing__subject")
    fields = ("mailing", "application", "done")
