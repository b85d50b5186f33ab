"""What a list of applications can hold: a fixed part, and the questions of a form where all are of one project."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from applications import spec
from applications.models import Application
from applications.spec.check import in_words
from applications.spec.types import Field, Kind
from workgroups.models import Project

Value = str | int | date | None
GROUPS = {
    "application": "The application",
    "school": "The school, from the register",
    "answers": "What the school said",
    "people": "People: personal data",
}


@dataclass(frozen=True)
class Column:
    """One column: `name` stays the same for ever (it is kept with each export), `read` takes its value from a row."""

    name: str
    label: str
    group: str  # a key of GROUPS
    read: Callable[[Application], Value]
    chosen: bool = True  # ticked unless somebody unticks it

    @property
    def personal(self) -> bool:
        return self.group == "people"


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _criteria(row: Application) -> str:
    return "; ".join(claim.criterion.text for claim in row.criterion_claims.all())


def _waited(row: Application) -> int:
    """Days from sending to the decision, or to today."""
    return (_day(row.decided or timezone.now()) - _day(row.submitted)).days


def _overrides(row: Application) -> str:
    return " ".join(row.place.overrides) if row.place else ""


_APPLICATION = (
    Column("reference", "Reference", "application", lambda row: row.reference),
    Column("status", "Status", "application", lambda row: row.get_status_display()),
    Column("verdict", "Verdict", "application", lambda row: row.get_outcome_display()),
    Column("project", "Project", "application", lambda row: row.project.title),
    Column("code", "Project code", "application", lambda row: row.project.code),
    Column("year", "Academic year", "application", lambda row: row.project.academic_year),
    Column("sent", "Sent on", "application", lambda row: _day(row.sent_first)),
    Column("days", "Days waited", "application", _waited),
    Column("criteria", "Criteria named", "application", _criteria),
    Column("owner", "Owner at the hub", "application", lambda row: str(row.owner or "")),
    Column("decided", "Decided on", "application", lambda row: _day(row.decided)),
    Column("group", "Work Group", "application", lambda row: row.place.group.name if row.place else ""),
    Column("override", "Placed by override", "application", _overrides),
    Column("reason", "Reason for declining", "application", lambda row: row.decline_reason, chosen=False),
)
_SCHOOL = (
    Column("school", "School", "school", lambda row: row.school_name),
    Column("urn", "URN", "school", lambda row: row.school.urn),
    Column("dfe_number", "DfE number", "school", lambda row: row.school.dfe_number, chosen=False),
    Column("ukprn", "UKPRN", "school", lambda row: row.school.ukprn, chosen=False),
    Column("authority", "Local authority", "school", lambda row: row.authority.name if row.authority else ""),
    Column("trust", "Trust", "school", lambda row: row.school.trust.name if row.school.trust else ""),
    Column("type", "Type", "school", lambda row: row.school.type_name, chosen=False),
    Column("phase", "Phase of education", "school", lambda row: row.school.phase_name, chosen=False),
    Column("town", "Town", "school", lambda row: row.school.town),
    Column("postcode", "Postcode", "school", lambda row: row.school.postcode),
    Column("pupils", "Pupils", "school", lambda row: row.school.pupils, chosen=False),
)
_PEOPLE = (Column("contact", "Email of the applicant", "people", lambda row: row.contact_email, chosen=False),)
RELATED = ("school__authority", "school__trust", "authority", "project", "owner", "started_by", "place__group")
RELATED += ("place__overridden_by",)


def columns(projects: Iterable[Project]) -> list[Column]:
    """Every column a list of these projects' applications can have. The answers come with a single project only:
    two forms ask different things under one name.
    """
    projects = list(projects)
    one = projects[0] if len(projects) == 1 and projects[0].kind in spec.DECLARATIONS else None
    fields = spec.form_for(one).fields() if one else []
    ticks = {field.name: field.label for field in fields if field.kind is Kind.TICK}
    # What everybody has to tick says nothing of anybody.
    answers = [_answer(field, ticks) for field in fields if not (field.kind is Kind.TICK and field.needed)]
    return [*_APPLICATION, *_SCHOOL, *answers, *_PEOPLE]


def _answer(field: Field, ticks: dict[str, str]) -> Column:
    about = field.about or (ticks.get(field.only_if[0]) if field.only_if else "")
    label = f"{about}: {field.label[:1].lower()}{field.label[1:]}" if about else field.label
    group = "people" if field.personal else "answers"
    return Column(f"answer-{field.name}", label, group, partial(_said, field=field), chosen=False)


def _said(row: Application, field: Field) -> str:
    return in_words(field, row.answers.get(field.name))


def in_order(columns: list[Column]) -> list[Column]:
    """As a reader wants them side by side: school first, then the application, the people, the answers."""
    order = ["school", "application", "people", "answers"]
    return sorted(columns, key=lambda column: order.index(column.group))
