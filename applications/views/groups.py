"""The hub's Work Groups: who has a seat, and the groups themselves made and changed."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.group_forms import GroupForm
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from hubs.travel import way
from journal.moves import Refused
from workgroups import groups as verbs
from workgroups import seats
from workgroups.going_on import next_editions
from workgroups.lacking import missing
from workgroups.leading import who_leads
from workgroups.models import Place, Project, WorkGroup, first_year_not_over

ANY = "any"  # in an address: groups that lack something, whatever it is


@dataclass
class ProjectGroups:
    """One project of the hub with its groups, each `with_seats()` and with what is `missing`."""

    project: Project
    groups: list[WorkGroup]

    @property
    def is_over(self) -> bool:
        return self.project.is_over()

    def lacking(self, what: str) -> "ProjectGroups":
        """The same with those groups alone that lack this, or anything."""
        kept = [group for group in self.groups if any(what in (ANY, each.what) for each in group.missing)]
        return ProjectGroups(self.project, kept)

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
    """All groups by project; with `?lacks=` those that lack something, or one thing."""
    place = hub_of(request, hub)
    projects = _by_project(place)
    lacks = request.GET.get("lacks", "")
    lacks = lacks if lacks in (ANY, *WorkGroup.Lack.values) else ""
    context = {
        "hub": place,
        "projects": [each.lacking(lacks) for each in projects if each.lacking(lacks).groups] if lacks else projects,
        "tabs": _tabs(projects, lacks),
        "lacks": lacks,
        "running": sum(len(each.groups) for each in projects if not each.is_over),
        "lacking": sum(len(each.lacking(ANY).groups) for each in projects),
        "rail": rail(place),
        "here": "groups",
    }
    return render(request, "applications/desk/groups.html", context)


def _tabs(projects: list[ProjectGroups], chosen: str) -> list[tuple[str, str, int]]:
    """Each filter with its number of groups; what no group lacks is left out, unless it is what was asked for."""
    words = [(ANY, "Lack something"), *WorkGroup.Lack.choices]
    found = [(name, label, sum(len(each.lacking(name).groups) for each in projects)) for name, label in words]
    tabs = [("", "All", sum(len(each.groups) for each in projects))]
    return tabs + [tab for tab in found if tab[2] or tab[0] == chosen]


def _by_project(hub: Hub) -> list[ProjectGroups]:
    """The projects that the hub opens or has groups of, newest first; five queries, however many groups."""
    lead = [f"overridden_by__{name}" for name in ("first_name", "last_name", "email")]
    shown = ("status", "group", "school__name", "school__town", "application__reference", *lead)
    shown += ("over_why", "unfit_why", "overridden_by", "overridden_at")
    held = Place.objects.filter(status__in=Place.TAKES_A_SEAT)
    held = held.select_related("school", "application", "overridden_by").only(*shown)
    found = (
        WorkGroup.objects.filter(hub=hub)
        .with_seats()
        .with_lacks()
        .select_related("project", "lead__user", "lead__home_school", "first_school")
        .prefetch_related(Prefetch("places", held.order_by("school__name"), to_attr="held"), "continued_in")
        .order_by("project_id", "name")
    )
    found = list(found)
    for group in found:
        group.missing = missing(group)
    _say_what_follows(found)
    of = {key: list(rows) for key, rows in groupby(found, key=lambda group: group.project_id)}
    projects = Project.objects.filter(Q(openings__hub=hub) | Q(pk__in=of)).distinct()
    return [ProjectGroups(project, of.get(project.pk, [])) for project in projects]


def _say_what_follows(groups: list[WorkGroup]) -> None:
    """Each group with `goes_on_in`: the editions it can be continued in, and is not yet (J3, S6)."""
    editions = next_editions(groups)
    for group in groups:
        done = {later.project_id for later in group.continued_in.all()}
        group.goes_on_in = [each for each in editions[group.pk] if group.held and each.pk not in done]


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
    joined = ("project", "hub", "lead__user", "lead__home_school", "first_school")
    own = WorkGroup.objects.filter(hub=place).with_seats().with_lacks().with_overrides().select_related(*joined)
    group = get_object_or_404(own, pk=key)
    held = list(group.places.filter(status__in=Place.TAKES_A_SEAT).select_related("school").order_by("school__name"))
    schools = [each.school for each in held]
    form = GroupForm(request.POST or None, project=group.project, hub=place, group=group, schools=schools)
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
    ways = [(each, way(group.lead, each.school) if group.lead else None) for each in held]
    return _form_page(request, place, group.project, form, group=group, missing=missing(group), ways=ways)


def _form_page(request, hub: Hub, project: Project, form: GroupForm, **more) -> HttpResponse:
    context = {
        "hub": hub,
        "project": project,
        "form": form,
        "who_leads": who_leads(project),
        "rail": rail(hub),
        "here": "group",
        **more,
    }
    return render(request, "applications/desk/group.html", context, status=422 if form.errors else 200)
