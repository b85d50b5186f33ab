"""What Embedding and Sustaining take over from last year: the group, and the teachers named then (J3, S6).

`from_history` asks the database, `taken_over` makes answers of what is known. They stand in the new draft with a mark
on their page, so that the form asks to have them checked and confirmed (`spec.types.marker`, `spec.parts.checked`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from applications.models import Application, Status
from applications.spec import roles
from applications.spec.types import FROM_HISTORY, SOURCE, Answers, FormSpec, Page, marker
from schools.access import school_ids_of
from schools.lineage import predecessor_ids
from schools.models import School
from workgroups.going_on import GOES_ON_FROM, is_next
from workgroups.models import Place, Project

Kind = Project.Kind


@dataclass(frozen=True)
class Year:
    """A year of the school, or of one it carries on from, in the programme."""

    kind: str
    academic_year: str  # like 2025/26
    hub: str


@dataclass(frozen=True)
class LastYear:
    """What is known of a school's last year. `answers` are of its latest application in an earlier year."""

    group: str
    lead: str
    members: tuple[str, ...]  # names of the other schools in the group
    years: tuple[Year, ...]  # the earliest first, last year among them
    answers: Mapping[str, object]


def from_history(form: FormSpec, *, school: School, project: Project, by) -> dict:
    """Answers that a new draft of this school begins with; {} where there is nothing, or it is not theirs to see.

    Names come only from applications of the school's own lineage (U3), and only for somebody who acts for it: anybody
    may begin an application, and is not to be told who teaches where.
    """
    lineage = predecessor_ids(school) if project.kind in GOES_ON_FROM else set()
    if not lineage or not _acts_for(by, lineage):
        return {}
    return of_lineage(form, lineage, project, lambda: _answers(lineage, project, by))


def of_lineage(form: FormSpec, lineage: set[int], project: Project, answers: Callable[[], Answers]) -> dict:
    """The same for whom the caller has judged; `answers` are asked for where last year is known at all."""
    places = Place.objects.filter(school__in=lineage, status__in=Place.TAKES_PART, project__year__lt=project.year)
    places = list(
        places.exclude(project__kind=Kind.SECONDARY)
        .select_related("group__lead__user", "group__hub", "project")
        .order_by("project__year", "id")
    )
    last = next((p for p in reversed(places) if is_next(p.project, project)), None)
    if last is None:
        return {}
    return taken_over(form, put_together(last, places, _members(last, lineage), answers()))


def put_together(last: Place, places: Iterable[Place], members: Iterable[str], answers: Answers) -> LastYear:
    """No queries of its own, where the places have been read with their groups."""
    lead = last.group.lead
    return LastYear(
        group=last.group.name,
        lead=lead.user.get_full_name() if lead else "",
        members=tuple(members),
        years=tuple(Year(p.project.kind, p.project.academic_year, str(p.group.hub)) for p in places),
        answers=answers,
    )


def taken_over(form: FormSpec, last: LastYear) -> dict:
    """Answers by field name for the pages that may be taken over, each page with its mark."""
    known, answers = _known(last), {}
    for _, page in form.pages():
        if _may_be_taken_over(page):
            found = {field.name: known[field.name] for field in page.fields if known.get(field.name)}
            if found:
                answers |= found | {marker(page.slug): FROM_HISTORY}
    return answers | {SOURCE: f"{last.group}, {last.years[-1].academic_year}"} if answers else {}


def _may_be_taken_over(page: Page) -> bool:
    return any(field.only_if == (marker(page.slug), FROM_HISTORY) for field in page.fields)


def _known(last: LastYear) -> dict[str, object]:
    """All that a form could ask, by the names of its fields."""
    people = {name: answer for name, answer in last.answers.items() if not name.startswith("_")}
    return (
        _lead_participant(people)
        | people
        | {
            "was_in_development": "yes",
            "been_in": sorted({year.kind for year in last.years} - {Kind.READINESS}, key=list(Kind).index),
            "been_in_when": "\n".join(
                f"{Kind(year.kind).label} {year.academic_year}, {year.hub}" for year in last.years
            ),
            "group_name": last.group,
            "group_lead": last.lead,
            "group_members": "\n".join(last.members),
            "group_stays": "stay",
            "group_stays_why": "",
        }
    )


def _lead_participant(answers: Answers) -> dict[str, object]:
    """Of the two lead teachers, the maths lead normally goes on as the lead participant (S2)."""
    if answers.get("lead_senior_standing") not in (roles.MATHS_LEAD, roles.BOTH):
        return {}
    found = {
        f"lead_participant_{part}": answers.get(f"lead_senior_{part}") for part in ("first_name", "last_name", "email")
    }
    return found | {"lead_participant_leads_maths": "yes"}


def _acts_for(by, lineage: set[int]) -> bool:
    """Has a role there, or began what a hub gave the school a place for. Having sent something proves nothing."""
    if by is None or not by.is_authenticated:
        return False
    if school_ids_of(by) & lineage:
        return True
    return Application.objects.filter(started_by=by, school__in=lineage, status=Status.PLACED).exists()


def _members(last: Place, lineage: set[int]) -> list[str]:
    others = last.group.places.filter(status__in=Place.TAKES_PART).exclude(school__in=lineage)
    return list(others.order_by("school__name").values_list("school__name", flat=True))


def _answers(lineage: set[int], project: Project, by) -> Answers:
    """Of the lineage's latest application that got a place on the primary journey in an earlier year.

    Of their own, for who has no role there: that one was placed does not say who may read what another wrote.
    """
    seen = Application.objects if school_ids_of(by) & lineage else Application.objects.filter(started_by=by)
    placed = seen.filter(
        school__in=lineage,
        project__kind__in=GOES_ON_FROM[Kind.SUSTAINING],
        project__year__lt=project.year,
        status=Status.PLACED,
    )
    latest = placed.order_by("-project__year", "-id").values_list("answers", flat=True).first()
    return latest or {}
