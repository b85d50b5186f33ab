"""The hub's Work Groups: who has a seat, and the groups themselves made and changed."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.moves import Refused
from workgroups import groups as verbs
from workgroups import seats
from workgroups.leads import leads_for
from workgroups.models import Place, Project, WorkGroup, first_year_not_over

LARGEST = 100


class GroupForm(forms.Form):
    """A Work Group as its hub fills it in. `capacity` is in the project's unit, schools or departments."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="What schools will know it by, like Stroud Readiness."
    )
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=LARGEST)
    lead = forms.ChoiceField(label="Work Group Lead", required=False)
    mode = forms.ChoiceField(label="How it meets", choices=WorkGroup.Mode.choices, widget=forms.RadioSelect)
    venue = forms.CharField(
        label="Where it meets",
        max_length=200,
        required=False,
        help_text="A school or another place; leave it empty until you know.",
    )

    def __init__(self, data=None, *, project: Project, hub: Hub, group: WorkGroup | None = None):
        super().__init__(data, initial=_initial(project, group))
        self.people = {str(lead.pk): lead for lead in leads_for(project, hub=hub, group=group)}
        if group and group.lead:
            self.people.setdefault(str(group.lead_id), group.lead)
        self.fields["lead"].choices = [("", "Nobody yet"), *((pk, str(lead)) for pk, lead in self.people.items())]
        size = f"{project.group_size} {project.get_group_unit_display()}"
        self.fields["capacity"].help_text = f"A group of this project normally has up to {size}."
        self._own_words()

    def _own_words(self) -> None:
        self.fields["name"].error_messages |= {"required": "Enter a name for the group."}
        self.fields["capacity"].error_messages |= {
            "required": "Enter how many places the group has.",
            "invalid": f"Enter a whole number, 1 to {LARGEST}.",
        }
        for validator in self.fields["capacity"].validators:
            validator.message = f"Enter a whole number, 1 to {LARGEST}."
        self.fields["mode"].error_messages |= {"required": "Choose how the group meets."}
        self.fields["lead"].error_messages |= {"invalid_choice": "Choose somebody who may lead this group."}

    def values(self) -> dict:
        return self.cleaned_data | {"lead": self.people.get(self.cleaned_data["lead"])}


def _initial(project: Project, group: WorkGroup | None) -> dict:
    if group is None:
        return {"capacity": project.group_size, "mode": WorkGroup.Mode.BLENDED}
    return {name: getattr(group, name) for name in ("name", "capacity", "mode", "venue")} | {
        "lead": group.lead_id or ""
    }


@dataclass
class ProjectGroups:
    """One project of the hub with its groups, each `with_seats()`."""

    project: Project
    groups: list[WorkGroup]

    @property
    def is_over(self) -> bool:
        return self.project.is_over()

    @property
    def taken(self) -> int:
        return sum(group.taken for group in self.groups)

    @property
    def capacity(self) -> int:
        return sum(group.capacity for group in self.groups)

    @property
    def seats_said(self) -> str:
        over, unfit = (sum(getattr(group, name) for group in self.groups) for name in ("over", "unfit"))
        return seats.said(self.taken, self.capacity, words="places are taken", over=over, unfit=unfit)

    @property
    def left(self) -> int:
        return sum(group.seats_left for group in self.groups)


@login_required
@require_safe
def groups(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    context = {"hub": place, "projects": _by_project(place), "rail": rail(place), "here": "groups"}
    return render(request, "applications/desk/groups.html", context)


def _by_project(hub: Hub) -> list[ProjectGroups]:
    """The projects that the hub opens or has groups of, newest first; three queries, however many groups."""
    lead = [f"overridden_by__{name}" for name in ("first_name", "last_name", "email")]
    shown = ("status", "group", "school__name", "school__town", "application__reference", *lead)
    shown += ("over_why", "unfit_why", "overridden_by", "overridden_at")
    held = Place.objects.filter(status__in=Place.TAKES_A_SEAT)
    held = held.select_related("school", "application", "overridden_by").only(*shown)
    found = (
        WorkGroup.objects.filter(hub=hub)
        .with_seats()
        .select_related("lead__user")
        .prefetch_related(Prefetch("places", held.order_by("school__name"), to_attr="held"))
        .order_by("project_id", "name")
    )
    of = {key: list(rows) for key, rows in groupby(found, key=lambda group: group.project_id)}
    projects = Project.objects.filter(Q(openings__hub=hub) | Q(pk__in=of)).distinct()
    return [ProjectGroups(project, of.get(project.pk, [])) for project in projects]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str, code: str) -> HttpResponse:
    """A new group of one of the projects that the hub opens; none of a year that is over."""
    place = hub_of(request, hub)
    own = Project.objects.filter(Q(openings__hub=place) | Q(work_groups__hub=place)).distinct()
    own = own.filter(year__gte=first_year_not_over())
    # Compared here: a code may be any text, and the database refuses some of it.
    project = next((project for project in own if project.code == code), None)
    if project is None:
        raise Http404
    form = GroupForm(request.POST or None, project=project, hub=place)
    if form.is_valid():
        try:
            group = verbs.set_up(hub=place, project=project, by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{group.name} is ready: {group.capacity} places.")
            return redirect("desk:groups", place.slug)
    return _form_page(request, place, project, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place = hub_of(request, hub)
    own = (
        WorkGroup.objects.filter(hub=place).with_seats().with_overrides().select_related("project", "hub", "lead__user")
    )
    group = get_object_or_404(own, pk=key)
    form = GroupForm(request.POST or None, project=group.project, hub=place, group=group)
    if form.is_valid():
        try:
            changed = verbs.change(group, by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(
                "capacity" if form.cleaned_data["capacity"] < max(group.taken, group.capacity) else None, refusal.reason
            )
        else:
            messages.success(request, f"{changed.name} is changed.")
            return redirect("desk:groups", place.slug)
    return _form_page(request, place, group.project, form, group=group)


def _form_page(request, hub: Hub, project: Project, form: GroupForm, group: WorkGroup | None = None) -> HttpResponse:
    context = {"hub": hub, "project": project, "form": form, "group": group, "rail": rail(hub), "here": "group"}
    return render(request, "applications/desk/group.html", context, status=422 if form.errors else 200)
