"""A person's own list: what it is narrowed by once it is long, and the schools that they act for."""

from dataclasses import dataclass

import django_filters

from applications.models import DECIDED, UNDECIDED, Application, Status
from schools.models import Claim, School, SchoolRole

STATES = {
    "draft": ("Not sent yet", [Status.DRAFT]),
    "waiting": ("Sent, not decided", list(UNDECIDED)),
    "listed": ("On a waiting list", [Status.WAITING_LIST]),
    "offered": ("Something is offered", [Status.OFFERED, Status.ALTERNATIVE_OFFERED]),
    "passing_on": ("Asked whether to pass it on", [Status.PASSING_ON]),
    "decided": ("Decided or withdrawn", list(DECIDED)),
}


class MineFilter(django_filters.FilterSet):
    """Narrows what `visible_to` gives; the choices are what occurs in it. What an address asks beyond is ignored."""

    school = django_filters.ChoiceFilter(label="School", field_name="school_id", empty_label="Any school")
    year = django_filters.ChoiceFilter(label="Academic year", field_name="project__year", empty_label="Any year")
    state = django_filters.ChoiceFilter(
        label="How far it is",
        choices=[(name, label) for name, (label, _) in STATES.items()],
        method="in_state",
        empty_label="All",
    )

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        schools = queryset.order_by("school__name").values_list("school_id", "school__name").distinct()
        years = queryset.order_by("-project__year").values_list("project__year", flat=True).distinct()
        self.filters["school"].extra["choices"] = [(str(key), name) for key, name in schools]
        self.filters["year"].extra["choices"] = [(str(year), f"{year}/{(year + 1) % 100:02d}") for year in years]

    class Meta:
        model = Application
        fields: list[str] = []

    def filter_queryset(self, queryset):
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def in_state(self, queryset, name, value):
        return queryset.filter(status__in=STATES[value][1])

    @property
    def in_use(self) -> bool:
        return any(self.data.get(name) for name in self.filters)


@dataclass(frozen=True)
class MySchools:
    """The roles of a person today, their claims that wait, and schools on their list that they have neither for."""

    roles: list[SchoolRole]
    waiting: list[Claim]
    others: list[School]

    def __bool__(self) -> bool:
        return bool(self.roles or self.waiting or self.others)


def my_schools(user, applications: list[Application]) -> MySchools:
    """Two queries. `applications` are those that the page shows, with their schools."""
    roles = list(SchoolRole.objects.current().filter(user=user).select_related("school").order_by("school__name", "pk"))
    waiting = list(Claim.objects.waiting().filter(user=user).select_related("school").order_by("pk"))
    known = {one.school_id for one in (*roles, *waiting)}
    others = {one.school_id: one.school for one in applications if one.school_id not in known and one.school.is_open}
    return MySchools(roles, waiting, list(others.values()))
