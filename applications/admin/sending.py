"""Before and after the sending: who opens a draft by a link, late entries, corrections and what they changed."""

from django.contrib import admin
from django.utils.html import format_html_join

from applications.models import Correction, DraftKey, DraftLink, LateEntry, Revision
from journal.recorded import ReadOnlyAdmin


@admin.register(DraftKey)
class DraftKeyAdmin(ReadOnlyAdmin):
    """Who may go on with what without signing in; the links themselves are kept nowhere."""

    list_display = ("application", "kind", "email", "made", "opened", "expires", "revoked")
    list_filter = ("kind", "made")
    list_select_related = ("application",)
    search_fields = ("=application__reference", "email")
    fields = ("application", "kind", "email", "sections", "made", "opened", "expires", "revoked")


@admin.register(DraftLink)
class DraftLinkAdmin(ReadOnlyAdmin):
    list_display = ("key", "made")
    list_select_related = ("key",)
    search_fields = ("=key__application__reference", "key__email")
    fields = ("key", "made")


@admin.register(LateEntry)
class LateEntryAdmin(ReadOnlyAdmin):
    list_display = ("asked", "application", "asked_email", "decided", "decided_by", "let_in_until")
    list_filter = ("asked", "decided")
    list_select_related = ("application", "asked_by", "decided_by")
    search_fields = ("=application__reference", "asked_email")
    fields = (
        "application",
        "asked",
        "asked_by",
        "asked_email",
        "reason",
        "decided",
        "decided_by",
        "let_in_until",
        "words",
    )


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """That something is being corrected; what it will say is its school's alone until it is sent."""

    list_display = ("started", "application", "started_by", "saved", "closed", "ending")
    list_filter = ("started", "ending")
    list_select_related = ("application", "started_by")
    search_fields = ("=application__reference",)
    fields = ("application", "started", "started_by", "version", "based_on", "saved", "closed", "ending")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("at", "application", "number", "by", "outcome")
    list_filter = ("at",)
    list_select_related = ("application", "by")
    search_fields = ("=application__reference",)
    fields = ("application", "number", "at", "by", "outcome", "differences")

    @admin.display(description="what is different")
    def differences(self, revision):
        lines = ((change["label"], change["before"], change["after"]) for change in revision.changes)
        return format_html_join("", "<p>{}: “{}”, now “{}”</p>", lines)
