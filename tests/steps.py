"""Steps of the main job, each through the verb that the views call. Tests reach a state with these."""

import re
from datetime import timedelta

from django.utils import timezone

from applications import late as late_verbs
from applications import more, placement, pledging, spec, workflow
from applications.arrivals import desk as arrivals
from applications.arrivals import plan
from applications.arrivals.models import Arrival
from applications.deciding import offering, passing, preparing, releasing
from applications.export import making
from applications.going_on import asking
from applications.going_on.candidates import candidates
from applications.models import Alternative, Application, Decision, Export, Offer, PassOn
from applications.spec.types import Kind
from journal.models import Email
from tests import factories
from workgroups import pledges
from workgroups.going_on import details_for
from workgroups.models import Opening, Pledge, Signatory


def complete_answers(application: Application, **own) -> dict:
    """An answer to every question of the form, made from its declaration; `own` are the ones the test is about.

    For every kind of project. Two people never have the same address or number.
    """
    answers: dict = {}
    for number, field in enumerate(spec.form_for(application.project).fields()):
        answers[field.name] = own.get(field.name, _answer(field, number))
    return answers | own


def _answer(field, number: int):
    match field.kind:
        case Kind.EMAIL:
            return f"{field.name.replace('_', '.')}@example.org"
        case Kind.PHONE:
            return "01632 960 001"
        case Kind.TRN:
            return f"{9_900_000 + number}"
        case Kind.POSTCODE:
            return "GL5 1AA"
        case Kind.DATE:
            return f"14 March {timezone.localdate().year - 1}"
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


def filled(school, hub, by, project=None, **own) -> Application:
    application = draft(school, hub, by, project)
    return workflow.save_page(application, answers=complete_answers(application, **own), by=by)


def sent(school, hub, by, project=None, **own) -> Application:
    return workflow.submit(filled(school, hub, by, project, **own), by=by)


def arrived(hub, by, data: bytes = b"School name,Email address\nZebra Hall,a@example.org\n", project=None) -> Arrival:
    """A file of forms that was read, with its columns said and its schools looked for."""
    project = project or factories.project()
    factories.OpeningFactory(hub=hub, project=project)
    arrival = arrivals.take(hub=hub, project=project, data=data, file_name="responses.csv", by=by)
    arrival = arrivals.set_columns(arrival, columns=arrival.columns, by=by)
    plan.look(arrival, seconds=60)
    return arrival


def late(school, hub, by):
    """A draft whose opening has closed, and whose school asks the hub to let it in."""
    draft_of_it = filled(school, hub, by)
    opening = Opening.objects.get(hub=hub, project=draft_of_it.project)
    is_open = opening.closes
    close(opening)
    entry = late_verbs.ask(draft_of_it, reason="The office was closed.", by=by)
    Opening.objects.filter(pk=opening.pk).update(closes=is_open)
    return entry


def asked(school, hub, by, desk, days=10, **questions) -> Application:
    """An application to another project than the others', whose hub asks the school for more before it decides."""
    application = sent(school, hub, by, factories.project("embedding"))
    due = timezone.localdate() + timedelta(days=days)
    questions = questions or {"job": "Is this still your job?"}
    more.ask(application, questions=questions, general="", due=due, by=desk)
    return Application.objects.get(pk=application.pk)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def group_of(application: Application, capacity: int = 8, **own):
    return factories.WorkGroupFactory(hub=application.hub, project=application.project, capacity=capacity, **own)


def placed(application: Application, by, group=None) -> Application:
    return placement.place(application, group=group or group_of(application), by=by)


def prepared(application: Application, by, group=None, days=14, **own) -> Decision:
    """An offer that the school does not see yet; `own` are what the test is about."""
    if own:
        return preparing.prepare(application, by=by, **own)
    until = timezone.localdate() + timedelta(days=days)
    group = group or group_of(application)
    return preparing.prepare(application, by=by, kind="offer", group=group, answer_by=until)


def offered(application: Application, by, group=None, days=14) -> Offer:
    releasing.carry_out(prepared(application, by, group, days), by=by)
    return offering.of(application)


def prepared_alternative(application: Application, by, opening: Opening | None, group=None, reason="") -> Decision:
    """What is to be offered instead: the opening, with a seat where a group is named."""
    until = timezone.localdate() + timedelta(days=14)
    offered = {"kind": "alternative", "opening": opening, "group": group, "answer_by": until}
    return preparing.prepare(application, by=by, reason=reason, **offered)


def alternative(application: Application, by, opening: Opening, group=None, reason="") -> Alternative:
    releasing.carry_out(prepared_alternative(application, by, opening, group, reason), by=by)
    return application.alternatives.first()


def listed(application: Application, by) -> Application:
    """On the waiting list."""
    releasing.carry_out(prepared(application, by, kind="waiting", words=""), by=by)
    return application


def continued(group, project, by, **own):
    """The group goes on in `project`: all who usually do are asked."""
    schools = {one.earlier.pk: one.email for one in candidates(group, project) if one.is_usual}
    until = timezone.localdate() + timedelta(days=14)
    asked = {"schools": schools, "answer_by": until, "words": ""} | details_for(group, project) | own
    return asking.continue_group(group, project=project, by=by, **asked)


def passing_on(opening: Opening, days=14) -> dict:
    """What a decision to ask whether to pass it on is made of."""
    until = timezone.localdate() + timedelta(days=days)
    return {"kind": "pass_on", "opening": opening, "answer_by": until, "words": f"{opening.hub.name} is nearer to you."}


def asked_to_pass_on(application: Application, opening: Opening, by, days=14) -> PassOn:
    releasing.carry_out(prepared(application, by, **passing_on(opening, days)), by=by)
    return passing.of(application)


def exported(hub, by, **own) -> Export:
    asked = {"query": "status=all", "columns": ["school", "urn", "status"], "kind": "csv", "reason": ""}
    export = making.ask(hub=hub, by=by, **(asked | own))
    making.make(export)
    return export


def close(opening: Opening) -> None:
    """The closing moment passes."""
    Opening.objects.filter(pk=opening.pk).update(
        closes=opening.opens.replace(microsecond=0) + (opening.closes - opening.opens) / 60
    )


def pledged(school, hub, by, kind: str = "secondary", **own) -> Pledge:
    """A form that was sent, and whose signatories have been asked."""
    application = sent(school, hub, by, factories.project(kind), **own)
    pledging.ask_all()
    return Application.objects.get(pk=application.pk).pledge


def signatory(pledge: Pledge, role: str) -> Signatory:
    return pledge.signatories.asked().select_related("pledge").get(role=role)


def sign_link(one: Signatory) -> str:
    """The path of the link in the newest message to this person."""
    newest = Email.objects.filter(template="workgroups/sign", key__startswith=f"sign-{one.pk}-").first()
    return re.search(r"/sign/[\w-]{43}/", newest.text)[0]


def sign(one: Signatory, name: str = "") -> Signatory:
    pledges.sign(one, name=name or one.name, version=one.pledge.texts.first().version, address="192.0.2.1")
    one.refresh_from_db()
    return one


def all_signed(pledge: Pledge) -> Pledge:
    for one in pledge.signatories.asked().select_related("pledge"):
        if one.status != "signed":
            sign(one)
    pledge.refresh_from_db()
    return pledge


def closing(application: Application, closes, started=None) -> Application:
    """A draft whose opening closes at that moment, begun a month before unless told otherwise."""
    Opening.objects.filter(hub=application.hub, project=application.project).update(closes=closes)
    Application.objects.filter(pk=application.pk).update(started=started or closes - timedelta(days=30))
    return application
