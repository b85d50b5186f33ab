"""Steps of the main job, each through the verb that the views call. Tests reach a state with these."""

from applications import placement, spec, workflow
from applications.models import Application
from applications.spec.types import Kind
from tests import factories
from workgroups.models import Opening


def complete_answers(application: Application, **own) -> dict:
    """An answer to every question of the form, made from its declaration; `own` are the ones the test is about."""
    answers: dict = {}
    for field in spec.form_for(application.project).fields():
        answers[field.name] = own.get(field.name, _answer(field))
    return answers | own


def _answer(field):
    match field.kind:
        case Kind.EMAIL:
            return f"{field.name.replace('_', '.')}@example.org"
        case Kind.PHONE:
            return "01632 960 001"
        case Kind.TICK:
            return True
        case Kind.YES_NO:
            return "no" if field.name == "in_group" else "yes"
        case Kind.CHOICE:
            return field.choices[0][0]
        case Kind.CHOICES:
            return [field.choices[0][0]]
        case Kind.SCHOOLS:
            return []
        case _:
            return f"Words for {field.label[:40].lower()}" if not field.pattern else "1"


def draft(school, hub, by, project=None) -> Application:
    project = project or factories.project()
    factories.OpeningFactory(hub=hub, project=project)
    return workflow.start(school=school, project=project, hub=hub, by=by)


def filled(school, hub, by, **own) -> Application:
    application = draft(school, hub, by)
    return workflow.save_page(application, answers=complete_answers(application, **own), by=by)


def sent(school, hub, by, **own) -> Application:
    return workflow.submit(filled(school, hub, by, **own), by=by)


def group_of(application: Application, capacity: int = 8, **own):
    return factories.WorkGroupFactory(hub=application.hub, project=application.project, capacity=capacity, **own)


def placed(application: Application, by, group=None) -> Application:
    return placement.place(application, group=group or group_of(application), by=by)


def close(opening: Opening) -> None:
    """The closing moment passes."""
    Opening.objects.filter(pk=opening.pk).update(
        closes=opening.opens.replace(microsecond=0) + (opening.closes - opening.opens) / 60
    )
