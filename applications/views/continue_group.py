"""Last year's group goes on: the desk sees its schools, and makes this year's group of those that stay (J3, S6)."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.decisions import WritingField
from applications.going_on import asking
from applications.going_on.candidates import Candidate, candidates
from applications.group_forms import GroupForm
from applications.moments import DayField
from applications.settings_forms import email_field
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.clock import day
from journal.moves import Refused
from workgroups.going_on import details_for, next_editions
from workgroups.leading import who_leads
from workgroups.models import Project, WorkGroup

USUAL_TIME = timedelta(days=21)


class AnswerBy(DayField):
    def __init__(self, **told):
        super().__init__(
            label="Ask for an answer by the end of which day?",
            help_text="Like 5 March 2027. Schools are reminded; after it the seats stay kept until you take one back.",
            error_messages={"required": "Enter the day by which schools answer, like 5 March 2027."},
            initial=lambda: day(timezone.localdate() + USUAL_TIME),
            **told,
        )


class ContinueForm(GroupForm):
    """The new group as the old one was, and which of its schools are asked at which address."""

    answer_by = AnswerBy()
    words = WritingField(
        label="What you say to the schools (optional)",
        help_text="It goes into the email as you write it.",
        asks="",
        rows=3,
        required=False,
    )

    def __init__(self, data=None, *, old: WorkGroup, project: Project, schools: list[Candidate]):
        super().__init__(data, project=project, hub=old.hub, schools=[one.school for one in schools])
        details = details_for(old, project)
        self.initial |= details | {"lead": str(details["lead"].pk) if details["lead"] else ""}
        self.lead_stays = bool(details["lead"])
        self.schools = schools
        for one in schools:
            if not one.why_not:
                self._add(one)

    def _add(self, one: Candidate) -> None:
        key, name = one.earlier.pk, one.school.name
        hidden = f'<span class="visually-hidden">: {forms.utils.escape(name)}</span>'
        self.fields[f"go_{key}"] = forms.BooleanField(
            required=False, initial=one.is_usual, label=forms.utils.mark_safe(f"Goes on{hidden}")
        )
        self.fields[f"to_{key}"] = email_field(label=forms.utils.mark_safe(f"Write to{hidden}"), initial=one.email)

    def clean(self):
        found = super().clean()
        for key in self.chosen():
            if not found.get(f"to_{key}") and f"to_{key}" not in self.errors:
                self.add_error(f"to_{key}", "Enter the address that this school is asked at.")
        return found

    def chosen(self) -> list[int]:
        keys = [one.earlier.pk for one in self.schools if not one.why_not]
        return [key for key in keys if self.cleaned_data.get(f"go_{key}")]

    def values(self) -> dict:
        """What `asking.continue_group` takes."""
        found = super().values()
        own = {name: value for name, value in found.items() if not name.startswith(("go_", "to_"))}
        return own | {"schools": {key: found[f"to_{key}"] for key in self.chosen()}}

    def rows(self) -> list[tuple]:
        """Each school with its two controls, None where it cannot be asked."""
        return [
            (one, None, None) if one.why_not else (one, self[f"go_{one.earlier.pk}"], self[f"to_{one.earlier.pk}"])
            for one in self.schools
        ]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def continue_group(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """The schools of a group and the new one's details; a POST makes it, and asks them."""
    place = hub_of(request, hub)
    own = WorkGroup.objects.filter(hub=place).select_related("hub", "project", "lead__user", "lead__hub")
    old = get_object_or_404(own, pk=key)
    editions = next_editions([old])[old.pk]
    wanted = request.POST.get("to") or request.GET.get("to", "")
    project = next((edition for edition in editions if edition.code == wanted), editions[0] if editions else None)
    if project is None:
        return _page(request, place, old, None, editions)
    there = WorkGroup.objects.filter(hub=place, continues=old, project=project).first()
    if there:
        return redirect("desk:going_on", place.slug, there.pk)
    form = ContinueForm(request.POST or None, old=old, project=project, schools=candidates(old, project))
    if form.is_valid():
        try:
            group = asking.continue_group(old, project=project, by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{group.name} is ready, and its schools are asked to confirm.")
            return redirect("desk:going_on", place.slug, group.pk)
    return _page(request, place, old, form, editions, project=project)


def _page(
    request, hub: Hub, old: WorkGroup, form: ContinueForm | None, editions: list[Project], **more
) -> HttpResponse:
    context = {"hub": hub, "old": old, "form": form, "editions": editions, "rail": rail(hub), "here": "group", **more}
    if project := more.get("project"):
        context["who_leads"] = who_leads(project)
    return render(
        request, "applications/desk/continue.html", context, status=422 if form is not None and form.errors else 200
    )
