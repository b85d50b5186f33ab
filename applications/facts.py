"""Gathers what the rules look at: the register, the history of the school's lineage, and what the school says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from applications.eligibility import PHASES, Area, Asked, Claim, Declared, Facts, Named, Past
from applications.holders import as_holder
from applications.models import DECIDED, Application, Status
from applications.spec import Answers, claimed, read
from applications.spec.days import day_of
from applications.spec.edition import Edition
from schools.access import school_ids_of
from schools.lineage import lineages, predecessor_ids
from schools.models import ListedArea, School
from workgroups.models import Place, Project

# Criteria that somebody outside the school has judged (R4.1, R4.3, R4.4).
THIRD_PARTY = {"ofsted", "authority", "mobility"}
LISTS = dict(ListedArea.Kind.choices)
# An application in one of these asks for nothing (any more).
ASKS_NOTHING = (Status.DRAFT, *(status for status in DECIDED if status != Status.PLACED))


def gather(application: Application) -> Facts:
    """Facts of one application today; a handful of queries, whatever its history."""
    today = timezone.localdate()
    known = _known(application.school, application.project.year, today, hub=application.hub_id, but=application)
    return put_together(application, read(application.project), on=today, **known)


def instead(application: Application, *, project: Project, hub: int) -> Facts:
    """Facts of the same school and answers for another project or hub, as if this were not asked for (R8).

    What its own form has not asked (the criteria, who the two teachers are) is left open, for the hub to judge.
    """
    today, answers, edition = timezone.localdate(), application.answers, read(project)
    same_kind = project.kind == application.project.kind
    known = _known(application.school, project.year, today, hub=hub, but=application)
    said = declared_history(application.school, answers, application.project.year)
    return Facts(
        on=today,
        kind=project.kind,
        year=project.year,
        criteria_needed=project.criteria_needed,
        claims=claims(edition, answers) if same_kind and edition.criteria else None,
        named=named(edition, answers) if same_kind else None,
        **of_register(application.school),
        **known | {"history": known["history"] + said},
    )


def as_told(application: Application, who) -> Facts:
    """As `gather`, before it is sent and for the eyes of who fills it in.

    What the school has asked for elsewhere is told to its own people: anybody can begin for any school.
    """
    found = gather(application)
    return found if application.school_id in school_ids_of(as_holder(who).user) else replace(found, asked=())


def of_school(school: School, *, year: int, declared: Declared | None = None, on: date | None = None) -> Facts:
    """Facts of a school alone, for the projects of one academic year: what `eligibility.fitting` wants.

    `declared` is what the school says of itself: history of before this service, criteria it meets.
    """
    declared = declared or Declared()
    on = on or timezone.localdate()
    known = _known(school, year, on)
    needed = Project.objects.filter(year=year, kind=Project.Kind.READINESS).values_list("criteria_needed", flat=True)
    return Facts(
        on=on,
        kind="",
        year=year,
        criteria_needed=next(iter(needed), 0),
        claims=declared.claims,
        **of_register(school),
        **known | {"history": known["history"] + declared.history},
    )


def of_schools(schools: Iterable[School], *, kind: str, year: int, hub: int) -> dict[int, Facts]:
    """Facts of many schools by their keys, for a kind that asks for no criteria, as `hub` is about to ask them.

    Two queries, and one a step back in their lineages.
    """
    schools, today = list(schools), timezone.localdate()
    lines = lineages(school.pk for school in schools)
    keys = {key for line in lines.values() for key in line}
    places = Place.objects.filter(school__in=keys, status__in=Place.TAKES_PART)
    places = list(places.values_list("school", "project__kind", "project__year", "school__name"))
    asked = Application.objects.filter(school__in=keys, project__year=year).exclude(status__in=ASKS_NOTHING)
    asked = list(asked.values_list("school", "project__kind", "hub"))
    return {
        school.pk: Facts(
            on=today,
            kind=kind,
            year=year,
            history=tuple(Past(*row) for key, *row in places if key in lines[school.pk]),
            asked=tuple(Asked(of, other != hub) for key, of, other in asked if key in lines[school.pk]),
            **of_register(school),
        )
        for school in schools
    }


def put_together(application: Application, edition: Edition, *, on: date, history: tuple[Past, ...], **known) -> Facts:
    """What the register, the edition and the answers say, with what else is `known`. No queries of its own."""
    project, answers = application.project, application.answers
    return Facts(
        on=on,
        kind=project.kind,
        year=project.year,
        criteria_needed=project.criteria_needed,
        claims=claims(edition, answers) if edition.criteria else None,
        named=named(edition, answers),
        history=history + declared_history(application.school, answers, project.year),
        **of_register(application.school),
        **known,
    )


def of_register(school: School) -> dict:
    return {
        "school_name": school.name,
        "register_status": school.register_status,
        "is_state_funded": school.is_state_funded,
        "is_primary": school.is_primary,
        "is_secondary": school.is_secondary,
        "type_name": school.type_name,
        "register_date": school.register_date,
    }


def claims(edition: Edition, answers: Answers) -> tuple[Claim, ...]:
    """The criteria claimed, in their order, each with its evidence."""
    said = claimed(edition, answers)
    return tuple(
        Claim(
            criterion.code,
            criterion.text,
            said[criterion.code],
            criterion.code in THIRD_PARTY,
            day_of(answers.get(f"inspected_{criterion.code}")),
        )
        for criterion in edition.criteria
        if criterion.code in said
    )


def named(edition: Edition, answers: Answers) -> tuple[Named, ...]:
    """The people the form names, by the edition's roles; what they are there where it asks."""
    return tuple(
        Named(
            role.code,
            " ".join(str(answers.get(f"{role.code}_{part}") or "") for part in ("first_name", "last_name")).strip(),
            str(answers.get(f"{role.code}_role") or ""),
        )
        for role in edition.roles
    )


def declared_history(school: School, answers: Answers, year: int) -> tuple[Past, ...]:
    """What the school says of the years before `year`, as spec.going_on and spec.development ask for it."""
    been_in = answers.get("been_in")
    said: dict[str, int | None] = {kind: None for kind in been_in or () if kind in PHASES}
    if answers.get("been_in_readiness") == "yes":
        said["readiness"] = None
    if answers.get("was_in_development") == "yes":
        said["development"] = year - 1
    return tuple(Past(kind, when, school.name, declared=True) for kind, when in said.items())


def _known(school: School, year: int, on: date, *, hub: int | None = None, but: Application | None = None) -> dict:
    """One query: places ever held and applications of this year, of the lineage; listed areas around the school.

    Nothing of the application `but`, nor of the one that it was carried over from; `hub` is the one it asks.
    """
    lineage = predecessor_ids(school)
    places = Place.objects.filter(school__in=lineage, status__in=Place.TAKES_PART)
    asked = Application.objects.filter(school__in=lineage, project__year=year).exclude(status__in=ASKS_NOTHING)
    if but:
        asked = asked.exclude(pk__in=[but.pk, but.carried_from_id or but.pk])
        places = places.exclude(pk=but.place_id) if but.place_id else places
    rows = _columns(places, "place", kind="project__kind", of_year="project__year", words="school__name").union(
        _columns(asked, "asked", kind="project__kind", of_year="project__year", words="hub"),
        _columns(ListedArea.objects.around(school).current(on), "area", kind="kind", words="name"),
        all=True,
    )
    found = {"place": [], "asked": [], "area": []}
    for part, *row in rows:
        found[part].append(row)
    return {
        "history": tuple(Past(kind, of_year, name) for kind, of_year, name in found["place"]),
        "asked": tuple(Asked(kind, hub is not None and words != str(hub)) for kind, _, words in found["asked"]),
        "areas": tuple(Area(LISTS[kind], name) for kind, _, name in sorted(found["area"])),
    }


def _columns(rows, part: str, *, kind: str, words: str, of_year: str = ""):
    marked = rows.order_by().annotate(
        part=Value(part, CharField()),
        of_kind=Cast(kind, CharField()),
        of_year=Cast(of_year, IntegerField()) if of_year else Value(0, IntegerField()),
        words=Cast(words, CharField()),
    )
    return marked.values_list("part", "of_kind", "of_year", "words")
