"""Ways of the Django admin here: each change leaves an Event, what has a history stays, some things are only read."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from journal.models import Event
from journal.moves import record

LATEST = 100
# What an administrator did to something that nothing else has happened to yet.
ADMIN_ONLY = ("added by an administrator", "changed by an administrator")


def people_of(events: list[Event]) -> dict[int, str]:
    """Names of those who did it, by key, in one query; a person who is gone is not in it."""
    keys = {event.by for event in events if event.by}
    return {key: str(person) for key, person in get_user_model().objects.in_bulk(keys).items()}


def trail_table(obj):
    """The latest events about something as a table, newest first."""
    events = list(Event.objects.about(obj).reverse()[:LATEST])
    if not events:
        return "Nothing has happened to it yet."
    names = people_of(events)
    rows = (
        (
            timezone.localtime(event.at).strftime("%d %b %Y, %H:%M"),
            names.get(event.by) or ("a person who is gone" if event.by else "the system"),
            event.kind,
            event.note,
        )
        for event in events
    )
    body = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    return format_html(
        "<table><thead><tr><th>When</th><th>Who</th><th>What</th><th>Note</th></tr></thead><tbody>{}</tbody></table>",
        body,
    )


class TrailAdmin(admin.ModelAdmin):
    """Shows what happened to the object under its fields, read-only."""

    list_per_page = 50
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("trail",) if obj else ()))

    @admin.display(description="What happened")
    def trail(self, obj):
        return trail_table(obj)


class RecordedAdmin(TrailAdmin):
    """Editable; each change is an Event beside the admin's own log, and what has a history is not deleted."""

    def log_addition(self, request, obj, message):
        record(obj, ADMIN_ONLY[0], by=request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if message:
            record(obj, ADMIN_ONLY[1], by=request.user, note=_in_words(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset: QuerySet):
        for obj in queryset:
            record(obj, "deleted by an administrator", by=request.user, note=str(obj)[:200])
        return super().log_deletions(request, queryset)

    def has_delete_permission(self, request, obj=None):
        if obj is not None and Event.objects.about(obj).exclude(kind__in=ADMIN_ONLY).exists():
            return False
        return super().has_delete_permission(request, obj)


class ReadOnlyAdmin(TrailAdmin):
    """Looked at and searched, never added, changed or deleted by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows of another table, to read."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def _in_words(message) -> str:
    """The admin's own change message without values: which fields of what changed."""
    if isinstance(message, str):
        return message
    parts = []
    for change in message:
        for verb, what in change.items():
            of = " of ".join(part for part in (what.get("name"), what.get("object")) if part)
            fields = ", ".join(what.get("fields", []))
            parts.append(": ".join(part for part in (" ".join([verb, str(of)]).strip(), fields) if part))
    return "; ".join(parts)[:1000]
