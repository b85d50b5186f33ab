"""The register in the admin: to look at, and to bring up to date. What the register says is not typed over here."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import path, reverse

from accounts.admin import InForceFilter, RoleAdmin, RoleInline
from journal.admin_moves import AdminMove, MovesAdmin, ReasonForm
from journal.recorded import ReadOnlyAdmin, RecordedAdmin
from schools import claims
from schools.find import find
from schools.listed_areas_page import listed_areas_page
from schools.models import (
    Claim,
    ClaimLink,
    ListedArea,
    LocalAuthority,
    RegisterFilePart,
    RegisterLoad,
    School,
    SchoolLink,
    SchoolRole,
    TermDates,
    Trust,
    TrustRole,
)
from schools.register_page import import_page
from schools.term_dates_page import term_dates_page

MOST_FOUND = 500


class PredecessorInline(admin.TabularInline):
    model = SchoolLink
    fk_name = "successor"
    verbose_name_plural = "carries on"
    fields = readonly_fields = ("predecessor", "kind", "on")
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


class SuccessorInline(PredecessorInline):
    fk_name = "predecessor"
    verbose_name_plural = "carried on by"
    fields = readonly_fields = ("successor", "kind", "on")


class SchoolRoleInline(RoleInline):
    model = SchoolRole
    autocomplete_fields = ("user",)


@admin.register(School)
class SchoolAdmin(RecordedAdmin):
    list_display = ("name", "urn", "town", "postcode", "authority", "type_name", "phase_name", "register_status")
    list_filter = ("register_status", "phase_name", "type_name", "authority")
    list_select_related = ("authority",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name",)
    search_help_text = "Part of the name, town, postcode, URN, UKPRN or DfE number, old ones too."
    inlines = [SchoolRoleInline, PredecessorInline, SuccessorInline]

    def get_urls(self):
        page = path("import/", self.admin_site.admin_view(self.import_register), name="schools_school_import")
        return [page, *super().get_urls()]

    def import_register(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "Import the register", "opts": self.opts}
        return import_page(request, context, done=reverse("admin:schools_registerload_changelist"))

    def get_readonly_fields(self, request, obj=None):
        fields = [field.name for field in School._meta.fields if not field.primary_key]
        return [*fields, *super().get_readonly_fields(request, obj)]

    def get_fields(self, request, obj=None):
        return self.get_readonly_fields(request, obj)

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=[school.pk for school in find(search_term, limit=MOST_FOUND)]), False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SchoolsCounted(ReadOnlyAdmin):
    """A table of the register that schools point to."""

    list_display = ("name", "code", "open_schools")
    search_fields = ("name", "code")

    def get_queryset(self, request):
        counted = Count("school", filter=School.open_condition("school"))
        return super().get_queryset(request).annotate(schools_open=counted)

    @admin.display(description="open schools", ordering="schools_open")
    def open_schools(self, row):
        return row.schools_open


admin.site.register(LocalAuthority, SchoolsCounted)
admin.site.register(Trust, SchoolsCounted)


@admin.register(SchoolLink)
class SchoolLinkAdmin(RecordedAdmin):
    list_display = ("predecessor", "successor", "kind", "on")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("=predecessor__urn", "=successor__urn", "predecessor__name", "successor__name")
    raw_id_fields = ("predecessor", "successor")
    date_hierarchy = "on"
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._corrected(request, f"Link {obj} {'changed' if change else 'made'} by hand")

    def delete_model(self, request, obj):
        self._corrected(request, f"Link {obj} deleted by hand")
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        self._corrected(request, f"{queryset.count()} links deleted by hand")
        super().delete_queryset(request, queryset)

    def _corrected(self, request, note: str) -> None:
        """The register is another one now: searches and previews that began before look again."""
        RegisterLoad.objects.create(by=request.user, note=note[:300])


@admin.register(ListedArea)
class ListedAreaAdmin(RecordedAdmin):
    list_display = ("name", "kind", "authority", "district_name", "starts", "ends", "source")
    list_filter = (InForceFilter, "kind")
    list_select_related = ("authority",)
    search_fields = ("name", "authority__name", "district_name", "district_code")
    autocomplete_fields = ("authority",)

    def get_urls(self):
        view = self.admin_site.admin_view(self.load_view)
        return [path("load/", view, name="schools_listedarea_load"), *super().get_urls()]

    def load_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "Load listed areas", "opts": self.opts}
        return listed_areas_page(request, context, done=reverse("admin:schools_listedarea_changelist"))


@admin.register(TermDates)
class TermDatesAdmin(RecordedAdmin):
    list_display = ("authority", "name", "starts", "ends", "source")
    list_filter = ("authority",)
    list_select_related = ("authority",)
    search_fields = ("authority__name", "name")
    autocomplete_fields = ("authority",)

    def get_urls(self):
        view = self.admin_site.admin_view(self.load_view)
        return [path("load/", view, name="schools_termdates_load"), *super().get_urls()]

    def load_view(self, request):
        context = {**self.admin_site.each_context(request), "title": "Load term dates", "opts": self.opts}
        return term_dates_page(request, context, done=reverse("admin:schools_termdates_changelist"))


@admin.register(SchoolRole)
class SchoolRoleAdmin(RoleAdmin):
    list_display = ("user", "kind", "school", "starts", "ends")
    list_filter = (InForceFilter, "kind")
    list_select_related = ("user", "school")
    search_fields = ("user__email", "user__first_name", "user__last_name", "school__name", "=school__urn")
    autocomplete_fields = ("user", "school")


def confirm_claim(claim: Claim, by, form) -> str:
    return f"{claims.confirm(claim, by=by).name} acts for {claim.school} from now on."


def refuse_claim(claim: Claim, by, form: ReasonForm) -> str:
    return f"{claims.deny(claim, reason=form.cleaned_data['reason'], by=by).name} gets an email with your reason."


@admin.register(Claim)
class ClaimAdmin(MovesAdmin, ReadOnlyAdmin):
    """Who says that they act for a school. Where no hub serves it, an administrator asks the school."""

    list_display = ("name", "kind", "school", "status", "how", "asked", "decided", "decided_by")
    list_filter = ("status", "how", "kind", "asked")
    list_select_related = ("school", "decided_by")
    search_fields = ("name", "email", "school__name", "=school__urn")
    fields = (
        *("name", "email", "user", "kind", "school", "status", "how", "asked", "tries"),
        *("decided", "decided_by", "reason", "role", "trail"),
    )
    moves = {
        "confirm": AdminMove("The school confirms it", confirm_claim, warning="The person gets an email and the role."),
        "refuse": AdminMove("Refuse", refuse_claim, ReasonForm, "The person gets an email with the reason."),
    }

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def why_not(self, request, claim, move):
        return "" if claim.is_waiting else "It has been answered."


@admin.register(ClaimLink)
class ClaimLinkAdmin(ReadOnlyAdmin):
    """To whom links about claims were sent."""

    list_display = ("claim", "email", "made")
    list_select_related = ("claim__school",)
    search_fields = ("email", "claim__name")
    fields = ("claim", "email", "made")


@admin.register(TrustRole)
class TrustRoleAdmin(RoleAdmin):
    list_display = ("user", "trust", "starts", "ends")
    list_filter = (InForceFilter,)
    list_select_related = ("user", "trust")
    search_fields = ("user__email", "user__first_name", "user__last_name", "trust__name", "=trust__code")
    autocomplete_fields = ("user", "trust")


@admin.register(RegisterLoad)
class RegisterLoadAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "file_name", "note")
    list_select_related = ("by",)
    search_fields = ("file_name", "sha256", "note")
    date_hierarchy = "at"


@admin.register(RegisterFilePart)
class RegisterFilePartAdmin(ReadOnlyAdmin):
    """Files that were checked and not applied; they go after a day."""

    list_display = ("sent", "file", "number")
    list_filter = ("file",)
