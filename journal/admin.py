from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from journal.models import UNSENT, Anchor, ChainEnd, Email, Event
from journal.moves import Refused
from journal.outbox import send_again
from journal.recorded import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The trail of everything, written once."""

    list_display = ("at", "kind", "subject", "subject_key", "who", "from_status", "to_status", "short_note")
    list_filter = ("at",)
    search_fields = ("=subject_key", "kind", "subject")
    search_help_text = "The key of what it happened to, the verb, or the kind of thing"
    fields = (
        "at",
        "who",
        "kind",
        "subject",
        "subject_key",
        "from_status",
        "to_status",
        "note",
        "data",
        "number",
        "digest",
    )
    ordering = ("-id",)

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def get_queryset(self, request):
        people = get_user_model().objects.filter(pk=OuterRef("by")).values("email")
        return super().get_queryset(request).annotate(by_email=Subquery(people))

    @admin.display(description="who")
    def who(self, event):
        return event.by_email or ("a person who is gone" if event.by else "the system")

    @admin.display(description="note")
    def short_note(self, event):
        return event.note[:80]


@admin.register(Anchor)
class AnchorAdmin(ReadOnlyAdmin):
    """Each day's end of the journal; `manage.py verify_journal` compares the events with it."""

    list_display = ("day", "events", "highest", "digest", "at")
    fields = ("day", "at", "events", "highest", "digest")
    ordering = ("-day",)

    def get_readonly_fields(self, request, obj=None):
        return self.fields


@admin.register(ChainEnd)
class ChainEndAdmin(ReadOnlyAdmin):
    """How far the chain of each subject had come when it was last anchored."""

    list_display = ("subject", "subject_key", "number", "digest")
    search_fields = ("=subject_key", "subject")
    fields = ("subject", "subject_key", "number", "digest")
    ordering = ("-id",)


STUCK = {"parked": "Parked", "uncertain": "Uncertain", "bounced": "Came back", "complained": "Unwanted"}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("sending", "Sending"), ("sent", "Sent"), *STUCK.items()]

    def queryset(self, request, queryset):
        now = timezone.now()
        conditions = {
            "waiting": UNSENT & (Q(leased_until=None) | Q(leased_until__lte=now)),
            "sending": UNSENT & Q(leased_until__gt=now),
            "sent": Q(sent__isnull=False),
            **{name: Q(**{f"{name}__isnull": False}) for name in STUCK},
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


@admin.register(Email)
class EmailAdmin(ReadOnlyAdmin):
    """What was sent to whom. A message with a code never shows its words, sent or not."""

    actions = ["send_again"]

    list_display = ("queued", "to", "subject", "template", "state", "attempts", "last_error")
    list_filter = (StateFilter, "queued")
    search_fields = ("to", "subject", "=subject_key", "template")
    search_help_text = "An address, words of the subject, or the template's name"
    fields = (
        *("to", "reply_to", "subject", "words", "template", "about", "state", "queued", "due"),
        *("attempts", "sent", "parked", "uncertain", "bounced", "complained", "settled", "last_error"),
        *("message_id", "provider_id"),
    )

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @admin.action(description="Send again what was parked or is uncertain", permissions=["view"])
    def send_again(self, request, queryset):
        put_back = 0
        for email in queryset:
            try:
                send_again(email, by=request.user)
                put_back += 1
            except Refused as refusal:
                self.message_user(request, f"{email}: {refusal.reason}", messages.WARNING)
        if put_back:
            self.message_user(request, f"{put_back} put back to be sent.")

    @admin.display(description="words")
    def words(self, email):
        return "Holds a code, so it is not shown." if email.secret else email.text

    @admin.display(description="about")
    def about(self, email):
        return f"{email.subject_label} {email.subject_key}".strip() or "an account"
