"""Lists of applications taken out of the queue as files."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications.export import columns as catalogue
from applications.export import making
from applications.export.writing import TYPES
from applications.models import Export
from applications.views.desk import hub_of, rail
from applications.views.review import address
from hubs.access import may_decide
from journal import hints
from journal.moves import Refused

PER_PAGE = 25
TASK = "applications.tasks.make_exports"


class ExportForm(forms.Form):
    """Which columns, as which file; personal data only for who may, with the reason why it is needed."""

    kind = forms.ChoiceField(
        label="Kind of file",
        choices=Export.Kind.choices,
        widget=forms.RadioSelect,
        initial=Export.Kind.XLSX,
        error_messages={"required": "Choose the kind of file.", "invalid_choice": "Choose one of these."},
    )
    reason = forms.CharField(
        label="What the personal data is needed for",
        help_text="Needed only if you tick personal data. It is kept with the record of this export.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use at most 300 characters."},
    )

    def __init__(self, data=None, *, known: list[catalogue.Column], may_personal: bool):
        super().__init__(data, use_required_attribute=False)
        self.groups = []
        for group, label in catalogue.GROUPS.items():
            these = [column for column in known if column.group == group]
            if these and (group != "people" or may_personal):
                self.fields[group] = self._boxes(label, these)
                self.groups.append(group)
        if not may_personal:
            del self.fields["reason"]
        self.order_fields([*self.groups, "reason", "kind"])

    @staticmethod
    def _boxes(label: str, these: list[catalogue.Column]) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=[(column.name, column.label) for column in these],
            initial=[column.name for column in these if column.chosen],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose among the columns shown."},
        )

    def clean_reason(self):
        return self.cleaned_data["reason"].replace("\0", "").strip()

    def clean(self):
        data = super().clean()
        if not self.errors and not self.chosen():
            self.add_error(self.groups[0], "Choose at least one column.")
        if data.get("people") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say what the personal data is needed for.")
        return data

    def chosen(self) -> list[str]:
        return [name for group in self.groups for name in self.cleaned_data.get(group, ())]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, hub: str) -> HttpResponse:
    """What the filter shows, as a file: at once where it is short, made by a job where it is long."""
    place = hub_of(request, hub)
    query = address(request.GET).removeprefix("?")
    found = making.filtered(query, place, request.user)
    projects = making.projects_of(found.qs)
    may_personal = may_decide(request.user, place)
    known = catalogue.columns(projects)
    form = ExportForm(request.POST or None, known=known, may_personal=may_personal)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, place, query, form)
        except Refused as reason:
            refusal = reason.reason
    context = {
        "hub": place,
        "form": form,
        "number": found.qs.count(),
        "words": making.in_words(found),
        "one_project": len(projects) == 1,
        "may_personal": may_personal,
        "refusal": refusal,
        "keep": address(request.GET),
        "rail": rail(place),
        "here": "application",
    }
    return render(request, "applications/desk/export.html", context, status=_status(form, refusal))


def _status(form: ExportForm, refusal: str) -> int:
    return 409 if refusal else 422 if form.errors else 200


def _taken(request: HttpRequest, hub, query: str, form: ExportForm) -> HttpResponse:
    made = making.ask(
        hub=hub,
        query=query,
        columns=form.chosen(),
        kind=form.cleaned_data["kind"],
        reason=form.cleaned_data.get("reason", ""),
        by=request.user,
    )
    if made.expected <= making.AT_ONCE:
        making.make(made)
        if made.ready:
            return _file(made)
    else:
        hints.ring(TASK)
    return redirect("desk:exports", hub.slug)


@never_cache
@login_required
@require_safe
def exports(request: HttpRequest, hub: str) -> HttpResponse:
    """Who took what out of this hub, newest first; how far the long ones are."""
    place = hub_of(request, hub)
    taken = Export.objects.filter(hub=place).select_related("by", "hub")
    page = Paginator(taken, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "hub": place,
        "page": page,
        "waiting": any(not each.ready and not each.failed for each in page),
        "shown": f"{page.start_index()} to {page.end_index()} of {page.paginator.count}",
        "earlier": page.has_previous() and f"?page={page.previous_page_number()}",
        "later": page.has_next() and f"?page={page.next_page_number()}",
        "rail": rail(place),
        "here": "exports",
    }
    return render(request, "applications/desk/exports.html", context)


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """The file again, for who asked for it, for a day."""
    place = hub_of(request, hub)
    found = get_object_or_404(Export.objects.select_related("hub"), hub=place, pk=key, by=request.user)
    if not found.ready or found.erased or (found.personal and not may_decide(request.user, place)):
        raise Http404
    return _file(found)


def _file(made: Export) -> HttpResponse:
    response = StreamingHttpResponse(making.file_of(made), content_type=TYPES[made.kind])
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
