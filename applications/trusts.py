"""What somebody who looks after the schools of a trust sees: which have applied where, and who is still missing (R7).

Only that something was sent, and when; nobody's answers, verdict or decision, and no drafts.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from applications.clusters import NOT_WITH_THE_HUB
from applications.models import Application, NamedSchool
from hubs.models import Hub
from schools.lineage import lineages, today_of
from schools.models import School, Trust
from workgroups.models import Project

SEPTEMBER = 9
MOST_SCHOOLS = 500


@dataclass
class Standing:
    """One school in one round."""

    school: School
    sent: datetime | None = None
    named_by: list[str] = field(default_factory=list)
    in_trust: bool = True


@dataclass
class Round:
    """One project at one hub: the schools that have applied, those named and missing, and the others of the trust."""

    hub: Hub
    project: Project
    schools: list[Standing]

    @property
    def applied(self) -> list[Standing]:
        return [each for each in self.schools if each.sent]

    @property
    def missing(self) -> list[Standing]:
        return [each for each in self.schools if each.named_by and not each.sent]

    @property
    def others(self) -> list[Standing]:
        return [each for each in self.schools if not each.named_by and not each.sent]


def schools_of(trusts: list[Trust]) -> list[School]:
    return list(School.objects.open().filter(trust__in=trusts).order_by("name", "urn")[:MOST_SCHOOLS])


def rounds(schools: list[School]) -> list[Round]:
    """The rounds of this academic year and later in which one of these schools has applied, newest first.

    A handful of queries, however many schools and rounds.
    """
    if not schools:
        return []
    own = lineages(school.pk for school in schools)
    names = _names({key for line in own.values() for key in line})
    named_today = today_of({row.school_id: row.school for row in names}.values())
    outside = {school.pk: school for school in named_today.values() if school.pk not in own}
    lines = own | (lineages(outside) if outside else {})
    sent = _sent({key for line in lines.values() for key in line})
    named_by = {}
    for row in names:
        where = (row.application.hub_id, row.application.project_id, named_today[row.school_id].pk)
        named_by.setdefault(where, []).append(row.application.school_name)
    everyone = [(school, True) for school in schools] + [(school, False) for school in outside.values()]
    # A round is one that a school of the trust itself has sent to.
    wheres = {where[:2] for where in sent if any(where[2] in line for line in own.values())}
    hubs, projects = Hub.objects.in_bulk({hub for hub, _ in wheres}), Project.objects.in_bulk({p for _, p in wheres})
    found = [
        Round(hubs[hub], projects[project], _standings(hub, project, everyone, lines, sent, named_by))
        for hub, project in wheres
    ]
    return sorted(found, key=lambda each: (-each.project.year, each.project.code, each.hub.name))


def _standings(hub: int, project: int, everyone, lines, sent, named_by) -> list[Standing]:
    found = []
    for school, in_trust in everyone:
        moments = [sent[hub, project, key] for key in lines[school.pk] if (hub, project, key) in sent]
        by = named_by.get((hub, project, school.pk), [])
        if in_trust or by:
            found.append(Standing(school, max(moments, default=None), by, in_trust))
    return found


def _this_year() -> int:
    today = timezone.localdate()
    return today.year if today.month >= SEPTEMBER else today.year - 1


def _names(schools: set[int]) -> list[NamedSchool]:
    rows = NamedSchool.objects.filter(application__school__in=schools, application__project__year__gte=_this_year())
    rows = rows.exclude(application__status__in=NOT_WITH_THE_HUB).select_related("school", "application")
    kept = ("school", "application__hub", "application__project", "application__school_name")
    fields = [f"school__{name}" for name in ("name", "urn", "register_status", "postcode", "phase_code", "town")]
    return list(rows.only(*kept, *fields))


def _sent(schools: set[int]) -> dict[tuple[int, int, int], datetime]:
    rows = Application.objects.filter(school__in=schools, project__year__gte=_this_year())
    rows = rows.exclude(status__in=NOT_WITH_THE_HUB).values_list("hub_id", "project_id", "school_id", "submitted")
    return {tuple(where): at for *where, at in rows}
