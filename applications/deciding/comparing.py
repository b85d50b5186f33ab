"""What a school asked for and what it is offered instead, beside each other; and which of its answers carry over."""

from dataclasses import dataclass, field

from applications import carrying, spec
from applications.deciding.models import Alternative
from applications.models import Application
from workgroups.models import Opening, Project

LATER = "Settled once you have said yes"


@dataclass(frozen=True)
class Row:
    """One line of the comparison; `differs` where the two are not the same."""

    label: str
    asked: str
    offered: str

    @property
    def differs(self) -> bool:
        return self.asked != self.offered


def beside(alternative: Alternative) -> list[Row]:
    """Line by line; what neither side says is left out. No queries of its own."""
    application, opening = alternative.application, alternative.opening
    group = alternative.place.group if alternative.place else None
    lead = group.lead.user.get_full_name() if group and group.lead else ""
    where = f"{opening.hub} decides about a place" if alternative.is_elsewhere else LATER
    rows = [
        Row("Project", application.project.title, opening.project.title),
        Row("Academic year", application.project.academic_year, opening.project.academic_year),
        Row("Hub", str(application.hub), str(opening.hub)),
        Row("Work Group", "None yet", group.name if group else where),
        Row("Led by", "", lead),
        Row("How you meet", "", group.get_mode_display() if group else ""),
        Row("Meetings", application.project.meeting_pattern, opening.project.meeting_pattern),
        Row("Where", "", group.venue if group else ""),
        Row("Days of release", _days(application.project), _days(opening.project)),
    ]
    return [row for row in rows if row.asked or row.offered]


def _days(project: Project) -> str:
    days = project.release_days
    return f"{days} day{'s' if days > 1 else ''}, combined" if days else ""


@dataclass(frozen=True)
class Over:
    """Titles of the other form's pages: those whose answers carry over whole, and those that ask for something."""

    carried: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def carries_over(application: Application, opening: Opening) -> Over:
    """Of an alternative that nobody has said yes to: what would be in the other form, and what it would ask for."""
    form, answers = spec.form_for(opening.project), carrying.answers_there(application, opening)
    pages = [page for section in spec.walk(form, answers) for page in section.pages]
    carried = [page.page.title for page in pages if page.done and page.started]
    return Over(carried, [page.page.title for page in pages if not page.done])
