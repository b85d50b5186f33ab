from django import forms
from django.contrib import admin, messages
from django.db import models
from django.utils import timezone

from hubs.admin import HubAdmin, OfHubInline
from hubs.models import Hub
from journal.admin_moves import AdminMove, MovesAdmin, ReasonForm
from journal.moves import Refused
from journal.recorded import ReadOnlyInline, RecordedAdmin
from workgroups import (
    places,
    pledge_admin,  # noqa: F401  (the administration finds them through this module)
)
from workgroups.admin_forms import PlaceForm, WorkGroupForm
from workgroups.editions import copy_to_next_year
from workgroups.models import Clause, Criterion, NamedRole, Opening, Place, Project, Question, WorkGroup


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0


class ClauseInline(admin.TabularInline):
    model = Clause
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 100})}}


class NamedRoleInline(admin.TabularInline):
    model = NamedRole
    extra = 0


class QuestionFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Each code once; Django's own sentence for it does not say what to do."""
        seen = set()
        for form in self.forms:
            code = getattr(form, "cleaned_data", {}).get("code")
            if code and not form.cleaned_data.get("DELETE"):
                if code in seen:
                    form.add_error("code", f"Another question has the code {code}. Choose a different one.")
                seen.add(code)

    def validate_unique(self):
        """Said by `clean`."""


class QuestionInline(admin.StackedInline):
    """Questions of this year alone: in the form, on the check page, at the desk and in exports from now on."""

    model = Question
    formset = QuestionFormSet
    extra = 0
    fields = (
        ("label", "code"),
        "hint",
        ("kind", "choices", "most_words"),
        ("section", "order", "needed", "personal"),
    )
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 60})}}


class OpeningInline(OfHubInline):
    model = Opening
    joined = ("project",)
    fields = ("project", "opens", "closes", "contact_name", "contact_email", "groups_planned", "words")
    show_change_link = True


@admin.register(Project)
class ProjectAdmin(RecordedAdmin):
    list_display = ("code", "title", "kind", "academic_year", "group_size", "group_unit", "grant", "default_closing")
    list_filter = ("year", "kind")
    search_fields = ("code", "title")
    inlines = [CriterionInline, ClauseInline, NamedRoleInline, QuestionInline]
    actions = ["copy_to_next_year"]
    save_on_top = True

    @admin.display(description="year", ordering="year")
    def academic_year(self, project):
        return project.academic_year

    @admin.action(description="Copy to next year")
    def copy_to_next_year(self, request, queryset):
        for project in queryset:
            try:
                copy = copy_to_next_year(project, by=request.user)
            except Refused as refusal:
                self.message_user(request, f"{project.code}: {refusal.reason}", messages.ERROR)
            else:
                self.message_user(request, f"{project.code} was copied to {copy.code}, {copy.academic_year}.")


class PartAdmin(RecordedAdmin):
    """Rows of all editions in one list; they are edited on the project's page."""

    list_display = ("code", "words", "project", "order")
    list_filter = ("project__kind", "project__year")
    list_select_related = ("project",)
    autocomplete_fields = ("project",)

    @admin.display(description="words")
    def words(self, part):
        return str(part)[:100]


@admin.register(Criterion, Clause)
class TextAdmin(PartAdmin):
    search_fields = ("code", "text", "project__code")


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    search_fields = ("code", "label", "project__code")


@admin.register(NamedRole)
class NamedRoleAdmin(PartAdmin):
    search_fields = ("code", "title", "project__code")


class HubWithOpeningsAdmin(HubAdmin):
    """The hub's page with the projects it has opened."""

    inlines = [*HubAdmin.inlines, OpeningInline]


admin.site.unregister(Hub)
admin.site.register(Hub, HubWithOpeningsAdmin)


@admin.register(Opening)
class OpeningAdmin(RecordedAdmin):
    list_display = ("hub", "project", "opens", "closes", "contact_email", "groups_planned")
    list_filter = ("project", "hub", "closes")
    list_select_related = ("hub", "project")
    search_fields = ("hub__name", "project__title", "project__code", "contact_name", "contact_email")
    autocomplete_fields = ("hub", "project")
    date_hierarchy = "opens"

    def get_changeform_initial_data(self, request):
        """The next default closing date of the editions, to be changed or emptied (Y8)."""
        ahead = Project.objects.filter(default_closing__gt=timezone.now()).order_by("default_closing")
        first = ahead.values_list("default_closing", flat=True).first()
        return {"closes": first, **super().get_changeform_initial_data(request)}


class VerbAdmin(RecordedAdmin):
    """Saves through the form's verb, which writes its own Event."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "refusal": getattr(request, "refusal", "")})

    def save_model(self, request, obj, form, change):
        obj.pk = form.verb().pk
        obj._state.adding = False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:  # everything is rolled back; the second time the form holds the reason
            request.refusal = refusal.reason
            return super().changeform_view(request, object_id, form_url, extra_context)

    def log_addition(self, request, obj, message):
        return admin.ModelAdmin.log_addition(self, request, obj, message)

    def log_change(self, request, obj, message):
        return admin.ModelAdmin.log_change(self, request, obj, message)


class PlaceInline(ReadOnlyInline):
    model = Place
    fields = ("school", "status", "since", "over_why", "unfit_why", "overridden_by", "overridden_at")
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school", "overridden_by")


@admin.register(WorkGroup)
class WorkGroupAdmin(VerbAdmin):
    form = WorkGroupForm
    list_display = ("name", "hub", "project", "lead", "seats", "mode", "venue")
    list_filter = ("project__year", "project__kind", "mode", "hub")
    list_select_related = ("hub", "project", "lead__user")
    search_fields = ("name", "hub__name", "project__title", "project__code", "lead__user__last_name", "venue")
    autocomplete_fields = ("hub", "project", "lead", "first_school")
    inlines = [PlaceInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_seats()

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("hub", "project", "continues") if obj else ()))

    def get_fields(self, request, obj=None):
        return (*WorkGroupForm.Meta.fields, *(("continues", "trail") if obj else ()))

    @admin.display(description="places taken")
    def seats(self, group):
        return group.seats_said


def give_up(place: Place, by, form: ReasonForm) -> str:
    places.give_up(place, by=by, note=form.cleaned_data["reason"])
    return f"{place.school} has given up its place in {place.group}."


class PlaceAdmin(MovesAdmin, VerbAdmin):
    form = PlaceForm
    list_display = ("school", "group", "project", "status", "since", "given_against")
    list_filter = ("status", "project", ("overridden_at", admin.EmptyFieldListFilter), "group__hub")
    list_select_related = ("school", "group", "project", "overridden_by")
    search_fields = ("school__name", "=school__urn", "group__name", "group__hub__name")
    autocomplete_fields = ("group", "school")
    date_hierarchy = "since"
    moves = {"give_up": AdminMove("Give up the place", give_up, ReasonForm)}

    @admin.display(description="by override")
    def given_against(self, place):
        return " ".join(place.overrides) or "–"

    def get_fields(self, request, obj=None):
        if obj is None:
            return super().get_fields(request)
        return ("group", "school", "project", "status", "since", *PlaceInline.fields[3:], "trail")

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def why_not(self, request, place, move):
        if place.status != Place.Status.HELD:
            if place.status == Place.Status.RESERVED:
                return "It is kept for an offer. Drop the decision, or take the offer back, at the desk."
            return "It was given up already."
        return ""


admin.site.register(Place, PlaceAdmin)
