"""What a hub reads about one application beside its answers: the checks, the school, what else is known here."""

from dataclasses import dataclass
from datetime import date

from applications import spec
from applications.models import Application, Judgement, Status
from schools.frozen import frozen_school
from schools.lineage import predecessor_ids

FACTS = {
    "name": "School",
    "urn": "URN",
    "dfe_number": "DfE number",
    "status": "Register says",
    "type": "Type",
    "phase": "Phase",
    "ages": "Ages",
    "authority": "Local authority",
    "trust": "Trust",
    "address": "Address",
}
SOURCES = {
    "register": "Register",
    "history": "Our records",
    "declared": "Said by the school",
    "third party": "Third party",
}


AGREED_TOGETHER = 3


@dataclass(frozen=True)
class Section:
    """One part of the form as it was sent: its answers, and apart from them a long list that was agreed to."""

    title: str
    answers: list[dict]
    agreed: list[str]


def sections(application: Application, *, trns: bool = True) -> list[Section]:
    """The frozen form. Many commitments, each agreed to, read better as one list than as so many answers.

    Without `trns` it only says that a teacher reference number was given: paper is left on tables.
    """
    form = application.frozen.get("form", [])
    found = []
    for part in form if trns else spec.without_trns(form):
        agreed = [row["label"] for row in part["answers"] if row["value"] == "Agreed"]
        if len(agreed) < AGREED_TOGETHER:
            agreed = []
        answers = [row for row in part["answers"] if not (agreed and row["value"] == "Agreed")]
        found.append(Section(part["title"], answers, agreed))
    return found


def gaps(application: Application) -> list[str]:
    """What the form still needs where it was brought in as it arrived, or carried over from another form."""
    return spec.missing(application) if application.arrival_row_id or application.carried_from_id else []


def register_day(application: Application) -> date | None:
    """When the register last changed the entry that was kept."""
    day = application.frozen.get("school", {}).get("register_date")
    return date.fromisoformat(day) if day else None


@dataclass(frozen=True)
class Fact:
    """One fact of the school: as it was when the application was sent, and today where that is different."""

    label: str
    then: str
    today: str | None = None


def facts(application: Application) -> list[Fact]:
    """The school's facts, in the order a reader wants them; those empty then and now are left out."""
    then = _plain(application.frozen.get("school", {}))
    now = _plain(frozen_school(application.school))
    rows = []
    for key, label in FACTS.items():
        was, today = then.get(key, ""), now.get(key, "")
        if was or today:
            rows.append(Fact(label, was or "Not given", (today or "Not given") if today != was else None))
    return rows


def _plain(school: dict) -> dict[str, str]:
    low, high = school.get("low_age"), school.get("high_age")
    ages = f"{low} to {high}" if low is not None and high is not None else ""
    lines = {"address": ", ".join(school.get("address") or ()), "ages": ages}
    return {key: lines.get(key, str(school.get(key) or "")) for key in FACTS}


@dataclass(frozen=True)
class CheckRow:
    """One check: what it counts as, what the rules said when it was sent, and how the hub judged it, if it did."""

    code: str
    title: str
    outcome: str
    reason: str
    source: str
    on: date | None
    rules: str
    judged: Judgement | None = None


def checks(application: Application) -> list[CheckRow]:
    """Every check with what has been judged of it; one query, or none where judgements are prefetched."""
    judged = {judgement.code: judgement for judgement in application.judgements.all()}
    return [_row(check, judged.get(check.get("code"))) for check in application.checks]


def _row(check: dict, judged: Judgement | None) -> CheckRow:
    return CheckRow(
        check.get("code", ""),
        check.get("title", ""),
        judged.outcome if judged else check.get("outcome", ""),
        check.get("reason", ""),
        SOURCES.get(check.get("source"), check.get("source", "")),
        date.fromisoformat(check["on"]) if check.get("on") else None,
        check.get("outcome", ""),
        judged,
    )


def others_here(application: Application) -> list[Application]:
    """The other applications to this hub of the school and those it carries on from."""
    lineage = predecessor_ids(application.school)
    sent = Application.objects.filter(hub=application.hub_id, school__in=lineage).exclude(status=Status.DRAFT)
    fields = ("reference", "status", "submitted", "school_name", "project__kind", "project__year")
    others = sent.exclude(pk=application.pk).select_related("project").only(*fields).order_by("-submitted", "-id")
    return list(others[:20])
