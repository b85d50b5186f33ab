"""This year's application begun from the answers of an earlier one: what was typed once is not typed again.

Whatever is ticked is ticked anew: commitments, the privacy notice, criteria with their evidence. A school that goes
on with its group finds last year's answers in its form anyway (`continuing`); those win.
"""

from applications import spec, workflow
from applications.models import Application
from applications.spec.types import Kind
from journal.moves import Refused
from schools.lineage import school_of_today
from workgroups.models import Opening, Project


def next_opening(application: Application) -> Opening | None:
    """Where the hub takes applications now for a later edition of the same kind of project; the latest one."""
    later = Opening.objects.open_at().filter(
        hub=application.hub_id, project__kind=application.project.kind, project__year__gt=application.project.year
    )
    return later.select_related("project", "hub").order_by("-project__year").first()


def answers_for(application: Application, project: Project) -> dict[str, object]:
    """The answers that may be taken over into the project's form, by field name; what is ticked, and what hangs on a
    tick, is not among them.
    """
    fields = spec.form_for(project).fields()
    ticks = {field.name for field in fields if field.kind is Kind.TICK}
    asked = [field for field in fields if field.name not in ticks and not (field.only_if and field.only_if[0] in ticks)]
    given = {field.name: application.answers[field.name] for field in asked if application.answers.get(field.name)}
    return spec.first_answers(project, given)


def start(application: Application, *, by) -> Application:
    """A draft of this year's project for the school of today, with the earlier answers in it.

    Somebody who has such a draft already gets it as it is. Refused where nothing later is open, or it was sent already.
    """
    if application.is_draft:
        raise Refused("This has not been sent yet. Go on with it as it is.")
    opening = next_opening(application)
    if opening is None:
        raise Refused(f"{application.hub} takes no applications for a later year of this project now.")
    return workflow.start(
        school=school_of_today(application.school),
        project=opening.project,
        hub=opening.hub,
        by=by,
        answers=answers_for(application, opening.project),
    )
