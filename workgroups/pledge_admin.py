"""Pledges in the administration: looked at, never changed by hand."""

from django.contrib import admin

from journal.recorded import ReadOnlyAdmin, ReadOnlyInline
from workgroups.models import Pledge, PledgeCopy, PledgeText, Signatory, Signature


class SignatoryInline(ReadOnlyInline):
    model = Signatory
    fields = readonly_fields = ("title", "name", "email", "status", "since", "reason", "links", "link_expires")


class TextInline(ReadOnlyInline):
    model = PledgeText
    fields = readonly_fields = ("version", "hash", "at")


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin):
    list_display = ("reference", "school", "project", "hub", "status", "made", "completed")
    list_filter = ("status", "project", "hub")
    list_select_related = ("school", "project", "hub")
    search_fields = ("reference", "school__name", "=school__urn", "signatories__email")
    date_hierarchy = "made"
    inlines = (SignatoryInline, TextInline)


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """What is kept of each signature: the words' hash, name, time, network address, how the person was reached."""

    list_display = ("name", "role", "at", "reached", "text_hash")
    search_fields = ("name", "reached", "signatory__pledge__reference")
    date_hierarchy = "at"
    fields = readonly_fields = ("signatory", "name", "role", "at", "text", "text_hash", "address", "reached")

    def get_readonly_fields(self, request, obj=None):
        return (*self.fields, *(("trail",) if obj else ()))


@admin.register(Signatory)
class SignatoryAdmin(ReadOnlyAdmin):
    """Who is asked to sign what. The links themselves are kept nowhere."""

    list_display = ("pledge", "title", "name", "email", "status", "since")
    list_filter = ("status", "role")
    list_select_related = ("pledge",)
    search_fields = ("=pledge__reference", "name", "email")
    fields = ("pledge", "role", "title", "name", "email", "status", "since", "reason", "links", "link_expires")


@admin.register(PledgeText)
class PledgeTextAdmin(ReadOnlyAdmin):
    """That there were words of this version, with their hash; who may read them reads them on the pledge's page."""

    list_display = ("pledge", "version", "hash", "at")
    list_select_related = ("pledge",)
    search_fields = ("=pledge__reference", "=hash")
    fields = ("pledge", "version", "hash", "at")


@admin.register(PledgeCopy)
class PledgeCopyAdmin(ReadOnlyAdmin):
    """Which copies of what was signed were made, with their digest. The files are on the pages of signatures."""

    list_display = ("name", "signatory", "at", "sha256")
    list_select_related = ("signatory",)
    search_fields = ("name", "=sha256")
    fields = ("text", "signatory", "name", "media_type", "sha256", "at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
