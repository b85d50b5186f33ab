"""What hangs on an application, to read on its page."""

from applications.models import CriterionClaim, DraftKey, Judgement, MoreItem, NamedSchool, Note
from journal.recorded import ReadOnlyInline


class CriterionClaimInline(ReadOnlyInline):
    model = CriterionClaim
    fields = ("criterion", "evidence")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


class NamedSchoolInline(ReadOnlyInline):
    model = NamedSchool
    fields = ("school", "relationship", "other")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school")


class MoreItemInline(ReadOnlyInline):
    model = MoreItem
    fields = ("label", "text")


class DraftKeyInline(ReadOnlyInline):
    model = DraftKey
    verbose_name_plural = "who opens it by a link"
    fields = ("kind", "email", "made", "opened", "expires", "revoked")


class JudgementInline(ReadOnlyInline):
    model = Judgement
    fields = ("code", "outcome", "reason", "by", "at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class NoteInline(ReadOnlyInline):
    model = Note
    fields = ("at", "by", "text")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")
