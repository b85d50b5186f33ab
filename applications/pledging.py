"""What a school signs for its application: asked for once it is sent, renewed with a correction, ended with it."""

from django.db import transaction

from applications import spec
from applications.models import Application
from applications.spec import signing
from hubs.access import rights_at
from journal import hints
from journal.moves import Refused, record
from workgroups import pledge_changes, pledges
from workgroups.models import NamedRole, Pledge
from workgroups.pledges import Person

CONFIRMS = (
    "I have read the commitments and what the form says. What it says of me is right, and I stand by the commitments."
)
TASK = "applications.tasks.ask_for_signatures"


def begin(application: Application) -> Pledge:
    """The pledge of an application that is being sent: one row; who signs is asked by a worker after the commit."""
    answers = application.answers
    pledge = pledges.begin(
        school=application.school,
        project=application.project,
        hub=application.hub,
        reference=application.reference,
        contact_email=application.contact_email,
        asked_by=f"{answers.get('first_name') or ''} {answers.get('last_name') or ''}".strip(),
    )
    transaction.on_commit(ring, robust=True)
    return pledge


def ring() -> None:
    hints.ring(TASK)


def ask_all() -> int:
    """Ask everybody whose form was sent and who has not been asked yet; how many pledges that were."""
    asked = 0
    for key in list(Pledge.objects.filter(status="new").order_by("id").values_list("pk", flat=True)[:200]):
        application = Application.objects.select_related("project", "pledge").filter(pledge=key).first()
        if application:
            pledges.open_pledge(application.pledge, words=words_of(application), people=people_of(application))
            asked += 1
    return asked


def words_of(application: Application) -> dict:
    """What is signed, as `PledgeText.words`: the clauses in their order, and the form as it was sent, without TRNs."""
    form, edition = spec.form_for(application.project), spec.read(application.project)
    sent = spec.without_trns(application.frozen.get("form", []))
    roles = [role.code for role in edition.roles]
    sections = signing.marked(sent, form, roles)
    clauses = [row.text for row in edition.clauses]
    # The commitments stand for themselves.
    promised = set(clauses)
    sections = [
        {**part, "answers": [row for row in part["answers"] if row["label"] not in promised]} for part in sections
    ]
    return {"clauses": clauses, "sections": [part for part in sections if part["answers"]], "confirms": CONFIRMS}


def people_of(application: Application, roles=None) -> list[Person]:
    """Those who sign, as the form names them; of `roles`, or of all who do."""
    roles = _signing(application) if roles is None else roles
    return [Person(role, **signing.person_of(role, application.answers)) for role in roles]


def _signing(application: Application) -> list[str]:
    signing_roles = NamedRole.objects.filter(project=application.project_id, signs=True)
    return list(signing_roles.values_list("code", flat=True))


def renew(application: Application, changed: set[str], *, by) -> None:
    """After a correction of these fields: signatures that were given over one of them no longer hold."""
    if application.pledge_id is None:
        return
    roles = _signing(application)
    pledge_changes.renew(
        application.pledge,
        words=words_of(application),
        people=people_of(application, signing.named_anew(roles, changed)),
        over=signing.concerned(roles, changed),
        by=by,
    )


def end(application: Application, *, by, note: str = "") -> None:
    """The application is withdrawn or declined: nobody needs to sign."""
    if application.pledge_id:
        pledge_changes.end(application.pledge, by=by, note=note)


def pass_on(application: Application, *, email: str, name: str) -> None:
    """Another person of the school is told of signatures from now on."""
    if application.pledge_id:
        pledge_changes.write_to(application.pledge, email=email, asked_by=name)


def take_up_again(application: Application, *, by) -> None:
    if application.pledge_id:
        pledge_changes.take_up_again(application.pledge, by=by)


def check_ask(application: Application, by) -> None:
    """The hub asks for signatures of a form that came in beside the service, or before there were any."""
    if not rights_at(by, application.hub).at_desk:
        raise Refused(f"Only people of {application.hub} do this.")
    if application.pledge_id:
        raise Refused("Signatures have been asked for already.")
    undecided = ("submitted", "in_review", "more_asked", "waiting_list")
    if application.status not in (*undecided, "offered", "alternative_offered", "passing_on", "placed"):
        raise Refused("This application is closed, so nobody needs to sign.")


@transaction.atomic
def ask(application: Application, *, by) -> Pledge:
    """Ask for signatures now, where sending the form did not."""
    current = Application.objects.select_for_update(of=("self",)).select_related("school", "project", "hub")
    current = current.get(pk=application.pk)
    check_ask(current, by)
    current.pledge = begin(current)
    current.save(update_fields=["pledge"])
    record(current, "asked for signatures", by=by)
    return pledges.open_pledge(current.pledge, words=words_of(current), people=people_of(current), by=by)
