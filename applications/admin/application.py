"""An application in the administration: read, and moved by the verbs of the desk."""

from django.contrib import admin, messages
from django.utils.html import format_html_join

from applications import reviewing
from applications.admin import moves
from applications.admin.inlines import (
    CriterionClaimInline,
    DraftKeyInline,
    JudgementInline,
    NamedSchoolInline,
    NoteInline,
)
from applications.models import Application
from journal.admin_moves import AdminMove, MovesAdmin, ReasonForm
from journal.moves import Refused
from journal.recorded import ReadOnlyAdmin


@admin.register(Application)
class ApplicationAdmin(MovesAdmin, ReadOnlyAdmin):
    """Applications to read, and the moves of the desk. What a draft says is its school's alone."""

    list_display = ("reference", "school", "hub_name", "code", "status", "outcome", "owner", "submitted")
    list_filter = ("status", "outcome", "project", "hub", "submitted")
    list_select_related = ("school", "hub", "project", "owner")
    search_fields = ("=reference", "school_name", "=school__urn", "started_email")
    search_help_text = "A reference, a school's name or URN, or the email of who started it"
    date_hierarchy = "submitted"
    actions = ["take_on_selected"]
    inlines = [CriterionClaimInline, NamedSchoolInline, JudgementInline, NoteInline, DraftKeyInline]
    fields = (
        *(
            "reference",
            "status",
            "school",
            "hub",
            "project",
            "started_by",
            "started_email",
            "owner",
            "started",
            "submitted",
            "carried_from",
            "first_sent",
            "decided",
        ),
        *("decline_reason", "withdraw_reason", "place", "outcome", "reasons", "rules_version", "words", "trail"),
    )
    moves = {
        "take_on": AdminMove("Take on", moves.take_on),
        "place": AdminMove("Place in a Work Group", moves.place, moves.PlacingForm, "The school will get an email."),
        "decline": AdminMove(
            "Decline", moves.decline, moves.DeclineForm, "The school will get an email with the reason."
        ),
        "reopen": AdminMove(
            "Reopen", moves.reopen, ReasonForm, "A place is given up, and the school will get an email."
        ),
    }

    @admin.display(description="hub", ordering="hub__name")
    def hub_name(self, application):
        return application.hub.name

    @admin.display(description="project", ordering="project__code")
    def code(self, application):
        return application.project.code

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def why_not(self, request, obj, move):
        return next((option.why for option in reviewing.options(obj, request.user) if option.move == move), "")

    # Actions are offered to whom the view is: the verbs themselves judge each row.
    @admin.action(description="Take on the selected applications", permissions=["view"])
    def take_on_selected(self, request, queryset):
        taken = 0
        for application in queryset:
            try:
                reviewing.take_on(application, by=request.user)
                taken += 1
            except Refused as refusal:
                self.message_user(request, f"{application}: {refusal.reason}", messages.WARNING)
        if taken:
            self.message_user(request, f"You are now the owner of {taken}.")

    @admin.display(description="checks")
    def reasons(self, application):
        lines = ((check.get("outcome", ""), check.get("reason", "")) for check in application.checks)
        return format_html_join("", "<p>{}: {}</p>", lines) or "Not judged yet."

    @admin.display(description="what was sent")
    def words(self, application):
        sections = application.frozen.get("form", []) if application.frozen else []
        return (
            format_html_join(
                "",
                "<h3>{}</h3><table>{}</table>",
                ((section["title"], _answers(section["answers"])) for section in sections),
            )
            or "Nothing has been sent yet."
        )


def _answers(answers: list[dict]):
    rows = ((answer["label"], _in_words(answer["value"])) for answer in answers)
    return format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", rows)


def _in_words(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
