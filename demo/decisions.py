"""What the cast's hub has prepared and offered, made by the verbs themselves: each page has something to show."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from applications import placement
from applications.deciding import alternative_choices, offering, preparing, releasing
from applications.models import AWAITING, Application, Decision, Outcome
from hubs.models import Hub
from journal.models import Email
from workgroups import places

DECLINED = "All places of this year are taken. We would like to hear from you again next year."
WHY_OVER = "It shares its head with a school of the group, and the venue has a table more."
# By what else is shown on applications.
UNTOUCHED = dict.fromkeys(("pledge", "judgements", "revisions", "more_asked", "named_schools"))
ANSWER_IN = timedelta(days=12)
MOST_TRIED = 5


def make(hub: Hub, lead) -> int:
    """Of those that wait here: one accepts, one turns down, one is offered, the next are prepared; how many in all."""
    acts = [_accepted, _turned_down, _offered, _listed, _prepared, _listed, _to_decline, _prepared]
    done = 0
    for application in _that_wait(hub)[: len(acts)]:
        group = next((group for group in placement.groups_for(application) if group.seats_left), None)
        if group:
            acts[done](application, group, lead)
            done += 1
    done += any(_instead(application, lead) for application in _not_decided(hub))
    done += _one_more(hub, lead)
    count_as_sent()
    return done


def _one_more(hub: Hub, lead) -> int:
    """In another project a group that is full takes one more, by the lead's override; how many."""
    rows = Application.objects.filter(hub=hub, status__in=AWAITING, outcome=Outcome.ELIGIBLE, **UNTOUCHED)
    rows = rows.filter(project__year=_newest_year(rows), decisions=None).select_related("project", "hub", "school")
    busy = {one.project_id for one in _that_wait(hub)}
    for application in rows.exclude(project__in=busy).order_by("submitted", "id"):
        group = next((group for group in placement.groups_for(application) if group.taken > 1), None)
        if group:
            places.resize(group, capacity=group.taken, by=lead)
            placement.place(application, group=group, by=lead, over=WHY_OVER)
            return 1
    return 0


def count_as_sent() -> None:
    """Nobody's mailbox is to get them; what holds a link is erased, as it is once it is sent."""
    unsent = Email.objects.filter(sent=None)
    unsent.filter(secret=True).update(text="", html="")
    unsent.update(sent=F("queued"), attempts=1)


def _that_wait(hub: Hub) -> list[Application]:
    """The oldest of one project: the one of which most wait."""
    rows = Application.objects.filter(hub=hub, status__in=AWAITING, outcome=Outcome.ELIGIBLE, **UNTOUCHED)
    rows = rows.filter(project__year=_newest_year(rows)).select_related("project", "hub", "school", "started_by")
    by_project: dict[int, list[Application]] = {}
    for row in rows.order_by("submitted", "id"):
        by_project.setdefault(row.project_id, []).append(row)
    return max(by_project.values(), key=len, default=[])


def _not_decided(hub: Hub):
    """A few others that wait, also such as have been signed for."""
    rows = Application.objects.filter(hub=hub, status__in=AWAITING, outcome=Outcome.ELIGIBLE, project__kind="readiness")
    rows = rows.filter(decisions=None, more_asked=None, revisions=None, judgements=None, notes=None)
    return rows.select_related("project", "hub", "school").order_by("-project__year", "submitted", "id")[:MOST_TRIED]


def _newest_year(rows) -> int:
    return max(rows.values_list("project__year", flat=True), default=0)


def _prepared(application: Application, group, lead, *, words: str = "") -> Decision:
    until = timezone.localdate() + ANSWER_IN
    kept = {"kind": Decision.Kind.OFFER, "group": group, "answer_by": until, "words": words}
    return preparing.prepare(application, by=lead, **kept)


def _to_decline(application: Application, group, lead) -> None:
    preparing.prepare(application, by=lead, kind=Decision.Kind.DECLINE, words=DECLINED)


def _listed(application: Application, group, lead) -> None:
    listed(application, lead)


def listed(application: Application, lead) -> None:
    """On the waiting list."""
    decision = preparing.prepare(application, by=lead, kind=Decision.Kind.WAITING)
    releasing.carry_out(decision, by=lead)


def _offered(application: Application, group, lead):
    decision = _prepared(application, group, lead, words="We look forward to working with you.")
    releasing.carry_out(decision, by=lead)
    return offering.of(application)


def _accepted(application: Application, group, lead) -> None:
    offering.accept(_offered(application, group, lead), by=application.started_by)


def _turned_down(application: Application, group, lead) -> None:
    offer = _offered(application, group, lead)
    offering.turn_down(offer, reason="Our maths lead leaves at Christmas.", by=application.started_by)


def _instead(application: Application, lead) -> bool:
    """Something else the school is eligible for is offered, with a seat where a group of it has one; if there is."""
    fits = [choice for choice in alternative_choices.own(application) if not (choice.is_same or choice.why_not)]
    choice = next((choice for choice in fits if choice.outcome != Outcome.NOT_ELIGIBLE), None)
    if choice is None:
        return False
    seat = next((group for group in choice.groups if group.seats_left), None)
    until, words = timezone.localdate() + ANSWER_IN, "From what you wrote, this fits your school better this year."
    offered = {"opening": choice.opening, "group": seat, "answer_by": until, "words": words}
    decision = preparing.prepare(application, by=lead, kind=Decision.Kind.ALTERNATIVE, **offered)
    releasing.carry_out(decision, by=lead)
    return True
