"""What may be offered to a school instead of what it asked for: its eligibility is checked there first (R8)."""

from datetime import date, timedelta

from django.utils import timezone

from applications import carrying, eligibility, facts, workflow
from applications.models import Application, Outcome
from applications.placement import ONLY_LEAD
from hubs.access import is_lead
from journal.clock import day
from journal.moves import Refused
from workgroups.models import Opening, WorkGroup


def judged(application: Application, opening: Opening) -> eligibility.Verdict:
    """What the rules say of the school there; two queries."""
    return eligibility.assess(facts.instead(application, project=opening.project, hub=opening.hub_id))


def outcome_there(application: Application, opening: Opening, verdict: eligibility.Verdict) -> str:
    """What the rules come to; in the project that was asked for, what the hub has judged of it counts."""
    same = (opening.hub_id, opening.project_id) == (application.hub_id, application.project_id)
    return application.outcome if same else verdict.outcome


def check(application: Application, opening: Opening | None, group: WorkGroup | None) -> None:
    """Refuses what cannot be offered instead of this application."""
    if opening is None:
        raise Refused("Choose what you offer instead.")
    check_opening(application, opening)
    same = (opening.hub_id, opening.project_id) == (application.hub_id, application.project_id)
    if same and group is None:
        raise Refused("Of the project that the school asked for, choose another Work Group.")
    if group and opening.hub_id != application.hub_id:
        raise Refused(f"{opening.hub} decides about its own Work Groups: name none.")
    if group and (group.hub_id, group.project_id) != (opening.hub_id, opening.project_id):
        raise Refused("Choose a Work Group of what you offer.")


def check_opening(application: Application, opening: Opening) -> None:
    """Refuses a project that is over, not open at another hub, or asked for there by the school already."""
    if opening.project.is_over() or opening.opens > timezone.now():
        raise Refused(f"{opening.hub} does not run {opening.project.title} now.")
    if (opening.hub_id, opening.project_id) == (application.hub_id, application.project_id):
        return
    if opening.hub_id != application.hub_id:
        workflow.check_open(opening, opening.hub)
    carrying.check_unsent(carrying.made_of(application, opening))
    carrying.check_carry(application, opening)


def check_in_time(application: Application, opening: Opening, answer_by: date) -> None:
    """Refuses a day on which another hub has closed: a school that says yes then could send it no more."""
    last = timezone.localdate(opening.ends - timedelta(microseconds=1))
    if opening.hub_id != application.hub_id and answer_by > last:
        raise Refused(f"{opening.hub} closes this on {day(last)}. Choose a day up to then for the answer.")


def check_override(application: Application, outcome: str, by, reason: str) -> str:
    """Why it is offered all the same; refuses what the school is not eligible for, but for a hub lead who writes it."""
    if outcome != Outcome.NOT_ELIGIBLE:
        return ""
    if not is_lead(by, application.hub):
        raise Refused(ONLY_LEAD)
    if not reason:
        raise Refused("A check says the school is not eligible for this. Write why it is offered it all the same.")
    return reason
