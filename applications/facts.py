"""Gathers what the rules look at: the register, the history of the school's lineage, and what the school says."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from applications.eligibility import Claim, Facts, Past
from applications.models import Application
from applications.spec import criteria_claimed, read
from applications.spec.edition import Row
from schools.lineage import predecessor_ids
from workgroups.models import Criterion, Place

# Criteria that somebody outside the school has judged (R4.1, R4.3, R4.4).
THIRD_PARTY = {"ofsted", "authority", "mobility"}


def gather(application: Application) -> Facts:
    """Facts of one application today; a handful of queries, whatever its history."""
    lineage = predecessor_ids(application.school)
    return put_together(
        application,
        on=timezone.localdate(),
        claims=claims(criteria_claimed(application), read(application.project).criteria),
        **_history(application, lineage),
        applied_elsewhere=Application.objects.filter(school__in=lineage, project=application.project)
        .exclude(hub=application.hub_id)
        .exclude(status__in=["draft", "declined"])
        .exists(),
    )


def put_together(application: Application, *, on: date, **known) -> Facts:
    """What the register and the edition say, with what is `known` of claims and history. No queries of its own."""
    school, project = application.school, application.project
    return Facts(
        on=on,
        kind=project.kind,
        year=project.year,
        school_name=school.name,
        register_status=school.register_status,
        is_state_funded=school.is_state_funded,
        is_primary=school.is_primary,
        is_secondary=school.is_secondary,
        type_name=school.type_name,
        register_date=school.register_date,
        criteria_needed=project.criteria_needed,
        **known,
    )


def claims(claimed: dict[str, str], criteria: Iterable[Criterion | Row]) -> tuple[Claim, ...]:
    """The criteria claimed, in their order, each with its evidence."""
    return tuple(
        Claim(criterion.code, criterion.text, claimed[criterion.code], criterion.code in THIRD_PARTY)
        for criterion in criteria
        if criterion.code in claimed
    )


def _history(application: Application, lineage: set[int]) -> dict:
    places = Place.objects.filter(school__in=lineage, status__in=Place.TAKES_A_SEAT)
    if application.place_id:
        places = places.exclude(pk=application.place_id)
    rows = places.values_list("project_id", "project__kind", "project__year", "school__name")
    return {
        "history": tuple(Past(kind, year, name) for project, kind, year, name in rows),
        "has_place_this_year": any(project == application.project_id for project, *_ in rows),
    }
