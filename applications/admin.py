from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html_join

from applications import placement, workflow
from applications.models import Application, CriterionClaim, Note
from journal.admin_moves import AdminMove, MoveForm, MovesAdmin, ReasonForm
from journal.moves import Refused
from journal.recorded import ReadOnlyAdmin, ReadOnlyInline
from workgroups.admin import PlaceAdmin, give_up
from workgroups.models import Place, WorkGroup


class PlacingForm(MoveForm):
    group = forms.ModelChoiceField(WorkGroup.objects.none(), label="Work Group")
    reason = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Needed where a check says that the school is not eligible.",
    )

    def __init__(self, data=None, *, about):
        super().__init__(data, about=about)
        groups = placement.groups_for(about)
        field = self.fields["group"]
        field.queryset = WorkGroup.objects.filter(pk__in=[group.pk for group in groups])
        seats = {group.pk: group.seats_left for group in groups}
        field.label_from_instance = lambda group: f"{group} ({seats[group.pk]} places left)"


class DeclineForm(ReasonForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text="The school reads it.",
    )


def _seen(form) -> workflow.Seen:
    return workflow.Seen(form.cleaned_data["seen"], form.cleaned_data["seen_owner"])


def take_on(application, by, form) -> str:
    workflow.take_on(application, by=by, seen=_seen(form))
    return f"You are now the owner of {application}."


def place(application, by, form) -> str:
    words = form.cleaned_data
    placement.place(application, group=words["group"], reason=words["reason"], by=by, seen=_seen(form))
    return f"{application.school} has a place in {words['group']}."


def decline(application, by, form) -> str:
    workflow.decline(application, reason=form.cleaned_data["reason"], by=by, seen=_seen(form))
    return f"{application} was declined."


def reopen(application, by, form) -> str:
    workflow.reopen(application, reason=form.cleaned_data["reason"], by=by, seen=_seen(form))
    return f"{application} is open again."


class CriterionClaimInline(ReadOnlyInline):
    model = CriterionClaim
    fields = ("criterion", "evidence")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


class NoteInline(ReadOnlyInline):
    model = Note
    fields = ("at", "by", "text")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Application)
class ApplicationAdmin(MovesAdmin, ReadOnlyAdmin):
    """Applications to read, and the moves of the desk. What a draft says is its school's alone."""

    list_display = ("reference", "school", "hub_name", "code", "status", "outcome", "owner", "submitted")
    list_filter = ("status", "outcome", "project", "hub", "submitted")
    list_select_related = ("school", "hub", "project", "owner")
    search_fields = ("=reference", "school_name", "=school__urn", "started_by__email")
    search_help_text = "A reference, a school's name or URN, or the email of who started it"
    date_hierarchy = "submitted"
    actions = ["take_on_selected"]
    inlines = [CriterionClaimInline, NoteInline]
    fields = (
        *("reference", "status", "school", "hub", "project", "started_by", "owner", "started", "submitted", "decided"),
        *("decline_reason", "place", "outcome", "reasons", "rules_version", "words", "trail"),
    )
    moves = {
        "take_on": AdminMove("Take on", take_on),
        "place": AdminMove("Place in a Work Group", place, PlacingForm, "The school will get an email."),
        "decline": AdminMove("Decline", decline, DeclineForm, "The school will get an email with the reason."),
        "reopen": AdminMove("Reopen", reopen, ReasonForm, "A place is given up, and the school will get an email."),
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
        return next((option.why for option in workflow.options(obj, request.user) if option.move == move), "")

    # Actions are offered to whom the view is: the verbs themselves judge each row.
    @admin.action(description="Take on the selected applications", permissions=["view"])
    def take_on_selected(self, request, queryset):
        taken = 0
        for application in queryset:
            try:
                workflow.take_on(application, by=request.user)
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


def check_not_held(place: Place) -> None:
    """A place that an application holds is given up by reopening the application."""
    application = Application.objects.filter(place=place).first()
    if application:
        raise Refused(f"It is held by {application}. Reopen that instead.")


def give_up_unheld(place: Place, by, form) -> str:
    check_not_held(place)
    return give_up(place, by, form)


class ApplicationPlaceAdmin(PlaceAdmin):
    moves = {"give_up": AdminMove("Give up the place", give_up_unheld, ReasonForm)}

    def why_not(self, request, place, move):
        try:
            check_not_held(place)
        except Refused as refusal:
            return refusal.reason
        return super().why_not(request, place, move)


admin.site.unregister(Place)
admin.site.register(Place, ApplicationPlaceAdmin)


@admin.register(CriterionClaim)
class CriterionClaimAdmin(ReadOnlyAdmin):
    list_display = ("application", "criterion", "evidence")
    list_filter = ("criterion__project", "criterion__code")
    list_select_related = ("application", "criterion")
    search_fields = ("=application__reference", "evidence")
    fields = ("application", "criterion", "evidence")


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ("at", "application", "by", "text")
    list_filter = ("at",)
    list_select_related = ("application", "by")
    search_fields = ("=application__reference", "text", "by__email")
    fields = ("application", "at", "by", "text")
