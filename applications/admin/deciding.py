"""Decisions, releases and offers, to read: they are made, released and answered at the desk and by schools."""

from django.contrib import admin

from applications.models import Alternative, Decision, Offer, PassOn, Release, WaitingEntry
from journal.recorded import ReadOnlyAdmin


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What hubs mean to do, and did; schools see nothing of what is only prepared."""

    list_display = ("at", "application", "kind", "status", "by", "answer_by")
    list_filter = ("status", "kind", "application__hub", "at")
    list_select_related = ("application", "by")
    search_fields = ("=application__reference", "words")
    fields = (
        *("application", "kind", "status", "place", "opening", "checks", "outcome_there", "unfit_there", "answer_by"),
        *("words", "seen_version", "by", "at", "release", "refusal"),
    )


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ("asked", "hub", "project", "by", "count", "due", "state")
    list_filter = ("hub", "asked")
    list_select_related = ("hub", "project", "by")
    search_fields = ("hub__name", "by__email")
    fields = ("hub", "project", "by", "asked", "due", "count", "begun", "stopped", "finished")


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """The links themselves are kept nowhere."""

    list_display = ("made", "application", "place", "status", "answer_by", "answered")
    list_filter = ("status", "application__hub", "made")
    list_select_related = ("application", "place__school", "place__group")
    search_fields = ("=application__reference", "reason")
    fields = (*("application", "place", "status", "made", "by", "answer_by", "words", "links", "answered", "reason"),)


@admin.register(PassOn)
class PassOnAdmin(ReadOnlyAdmin):
    """The links themselves are kept nowhere."""

    list_display = ("made", "application", "hub_name", "status", "answer_by", "answered")
    list_filter = ("status", "application__hub", "made")
    list_select_related = ("application", "opening__hub")
    search_fields = ("=application__reference", "reason")
    fields = ("application", "opening", "status", "made", "by", "answer_by", "words", "links", "answered", "reason")

    @admin.display(description="to", ordering="opening__hub__name")
    def hub_name(self, asked):
        return asked.opening.hub.name


@admin.register(Alternative)
class AlternativeAdmin(ReadOnlyAdmin):
    """What was offered instead of what was asked for, with what the rules said of the school there."""

    list_display = ("made", "application", "opening", "status", "answer_by", "answered", "became")
    list_filter = ("status", "application__hub", "made")
    list_select_related = ("application", "opening__project", "opening__hub", "became")
    search_fields = ("=application__reference", "reason")
    fields = (
        *("application", "opening", "place", "status", "checks", "outcome", "made", "by", "answer_by", "words"),
        *("links", "answered", "reason", "became", "passed_on"),
    )


@admin.register(WaitingEntry)
class WaitingEntryAdmin(ReadOnlyAdmin):
    list_display = ("application", "hub", "project", "order", "entered", "left", "moved")
    list_filter = ("hub", "entered")
    list_select_related = ("application", "hub", "project")
    search_fields = ("=application__reference", "moved_reason")
    fields = (
        *("application", "hub", "project", "order", "reasons", "entered", "left"),
        *("moved", "moved_by", "moved_reason"),
    )
