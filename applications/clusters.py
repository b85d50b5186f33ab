"""Schools that want to be placed together: who has applied, who is named back, who is missing (R6, R7).

A school that has become another counts as the one that carries it on (`schools.lineage`). Everything is of one hub
and one project: a wish reaches no further. A school that names others learns of them that they have applied and
whether they name it back, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from applications import spec
from applications.models import Application, NamedSchool, Status
from applications.named_schools import by_urn, named_in, names_of
from schools.access import school_ids_of
from schools.lineage import lineages, today_of
from schools.models import School

# Not sent, or taken back: a hub does not have these.
NOT_WITH_THE_HUB = (Status.DRAFT, Status.WITHDRAWN, Status.PASSED_ON)


@dataclass(frozen=True)
class Wish:
    """One school that an application names, as it is today."""

    school: School
    tie: str
    applied: bool | None  # None: not this reader's to know yet
    names_back: bool | None

    @property
    def says(self) -> str:
        """Both answers in one sentence."""
        if self.applied is None:
            return "You see here whether it has applied once your own application is sent"
        if not self.applied:
            return "Has not applied yet"
        return "Has applied and names your school too" if self.names_back else "Has applied, and does not name you yet"


@dataclass
class _Sent:
    """What was sent to the hubs and projects in question: keys of applications by hub, project and school."""

    by_school: dict[tuple[int, int, int], set[int]] = field(default_factory=dict)
    named: dict[int, set[int]] = field(default_factory=dict)

    def of(self, application: Application, schools: Iterable[int]) -> set[int]:
        where = (application.hub_id, application.project_id)
        return {key for school in schools for key in self.by_school.get((*where, school), ())}


def wishes(applications: Iterable[Application]) -> dict[int, list[Wish]]:
    """What each application wishes, by its key; a handful of queries, however many applications and schools."""
    applications = list(applications)
    rows = _rows(applications)
    named = {row.school_id: row.school for found in rows.values() for row in found}
    if not named:
        return {application.pk: [] for application in applications}
    own = {application.school_id: application.school for application in applications}
    today = today_of([*named.values(), *own.values()])
    lines = lineages(school.pk for school in today.values())
    sent = _sent([one for one in applications if rows[one.pk]], {key for line in lines.values() for key in line})
    found = {}
    for application in applications:
        mine = lines[today[application.school_id].pk]
        each = {today[row.school_id].pk: row for row in rows[application.pk]}
        found[application.pk] = [
            _wish(application, today[row.school_id], row.tie, lines[key], mine, sent)
            for key, row in each.items()
            if key not in mine
        ]
    return found


def wishes_seen_by(user, applications: Iterable[Application]) -> dict[int, list[Wish]]:
    """The same as one of these schools' people sees it.

    Anybody can begin an application for any school, so a draft tells only people with a role at its school how the
    others stand; what was sent is on record with the hub.
    """
    applications = list(applications)
    roles = school_ids_of(user) if any(one.is_draft for one in applications) else set()
    found = wishes(applications)
    for one in applications:
        if one.is_draft and one.school_id not in roles:
            found[one.pk] = [replace(wish, applied=None, names_back=None) for wish in found[one.pk]]
    return found


def seen_by(user, application: Application) -> list[Wish]:
    return wishes_seen_by(user, [application])[application.pk]


def _wish(application, school: School, tie: str, line: set[int], mine: set[int], sent: _Sent) -> Wish:
    theirs = sent.of(application, line)
    back = any(sent.named.get(key, set()) & mine for key in theirs)
    return Wish(school, tie, bool(theirs), back)


def _rows(applications: list[Application]) -> dict[int, list[NamedSchool]]:
    """The schools each names: those kept on submission, or those that a draft holds so far."""
    found = {application.pk: [] for application in applications}
    sent = [application.pk for application in applications if not application.is_draft]
    if sent:
        for row in NamedSchool.objects.filter(application__in=sent).select_related("school"):
            found[row.application_id].append(row)
    in_drafts = {one.pk: (one, _in_draft(one)) for one in applications if one.is_draft}
    typed = [row for _, rows in in_drafts.values() for row in rows]
    schools = by_urn(typed) if typed else {}
    return found | {key: names_of(one, rows, schools) for key, (one, rows) in in_drafts.items()}


def _in_draft(draft: Application) -> list[dict]:
    holds_a_list = any(value and isinstance(value, list) for value in draft.answers.values())
    if not holds_a_list or draft.project.kind not in spec.DECLARATIONS:
        return []
    return named_in(spec.recent_form(draft.project_id), draft)


def _sent(applications: list[Application], schools: set[int]) -> _Sent:
    """What these schools sent to the same hubs for the same projects, and whom they name of these schools."""
    rows = (
        Application.objects.filter(
            hub__in={one.hub_id for one in applications},
            project__in={one.project_id for one in applications},
            school__in=schools,
        )
        .exclude(status__in=NOT_WITH_THE_HUB)
        .values_list("pk", "hub_id", "project_id", "school_id")
    )
    found = _Sent()
    keys = set()
    for key, *where in rows:
        found.by_school.setdefault(tuple(where), set()).add(key)
        keys.add(key)
    back = NamedSchool.objects.filter(application__in=keys, school__in=schools)
    for application, school in back.values_list("application_id", "school_id"):
        found.named.setdefault(application, set()).add(school)
    return found
