"""Where an application stands, for the school: what is so, what it has to do, what comes next, whom to ask."""

from dataclasses import dataclass

from django.utils import timezone

from applications.deciding.ending import open_alternative, open_offer
from applications.going_on.models import waits_for
from applications.models import Application, Status
from journal.clock import day, day_and_clock
from workgroups.models import Opening, Place

ANSWER = "Answer needed"


@dataclass(frozen=True)
class Standing:
    """Sentences for the school, in the order it asks; `tag` and `tone` are the short form of a list."""

    tag: str
    tone: str  # "", "info", "good", "care" or "bad"
    where: str
    to_do: str
    next: str

    @property
    def is_asked(self) -> bool:
        """Whether the school has to answer by a day."""
        return self.tag == ANSWER


def standing(application: Application, opening: Opening | None) -> Standing:
    """Pure but for the clock: give it the opening of this project at this hub, or None where there is none."""
    return TELL[application.status](application, opening)


def _draft(application: Application, opening: Opening | None) -> Standing:
    if kept := waits_for(application):
        return Standing(
            "To confirm",
            "care",
            f"{application.hub} keeps a place for your school in the Work Group {kept.group.name}.",
            f"Check last year’s answers and confirm by {day(kept.answer_by)}.",
            "Once you confirm, your school has its place, and those who sign are asked to.",
        )
    until = application.let_in_until if opening and not opening.is_open() else None
    if until and timezone.now() < until:
        return Standing(
            "Draft, late",
            "care",
            f"You have not sent this yet. It is late, and {application.hub} lets you send it all the same.",
            f"Finish it and send it by {day_and_clock(until)}.",
            f"Once you send it, {application.hub} reads it.",
        )
    if opening is None or not opening.is_open():
        return _too_late(application)
    by = f" by {day_and_clock(opening.closes)}" if opening.closes else ""
    return Standing(
        "Draft",
        "",
        "You have not sent this yet.",
        f"Finish it and send it{by}.",
        f"Once you send it, {application.hub} reads it.",
    )


def _too_late(application: Application) -> Standing:
    asked = next((entry for entry in application.late_entries.all() if entry.decided is None), None)
    return Standing(
        "Not sent",
        "care",
        "You have not sent this, and it can no longer be sent: the hub is not taking applications.",
        f"You asked {application.hub} to let it in, on {day(asked.asked)}. The answer comes by email."
        if asked
        else f"Ask {application.hub} to let it in, or what else is possible.",
        "What you wrote is kept.",
    )


def _sent(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Sent",
        "info",
        f"{application.hub} has your application.",
        "Nothing for now.",
        _after_sending(application, opening),
    )


def _in_review(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Being read",
        "info",
        f"Somebody at {application.hub} is reading your application.",
        "Nothing for now. They get in touch if they need to know more.",
        _after_sending(application, opening),
    )


def _more_asked(application: Application, opening: Opening | None) -> Standing:
    asked = application.asked_now
    by = day(asked.due) if asked else ""
    is_late = asked is not None and asked.is_overdue
    return Standing(
        "Answer overdue" if is_late else ANSWER,
        "care",
        f"{application.hub} asks you something before it decides.",
        f"Answer its questions. It asked for your answer by {by}, and still takes it."
        if is_late
        else f"Answer its questions by {by}.",
        f"Once you have answered, {application.hub} goes on reading, and writes to {application.contact_email}.",
    )


def _after_sending(application: Application, opening: Opening | None) -> str:
    told = f"writes to {application.contact_email} with its decision"
    if opening and opening.closes and opening.closes > timezone.now():
        return (
            f"Applications close at {day_and_clock(opening.closes)}. "
            f"{application.hub} decides by then or soon after, and {told}."
        )
    return f"{application.hub} decides and {told}."


def _offered(application: Application, opening: Opening | None) -> Standing:
    offer = open_offer(application)
    group, by = (offer.place.group.name, day(offer.answer_by)) if offer else ("", "")
    return Standing(
        ANSWER,
        "care",
        f"{application.hub} offers your school a place in the Work Group {group}.",
        f"Accept the place or turn it down by the end of {by}. After that it goes to another school.",
        f"Once you accept, {application.hub} tells you the dates.",
    )


def _alternative_offered(application: Application, opening: Opening | None) -> Standing:
    if hasattr(application, "alternative_until"):  # a list reads it for all its rows at once
        until = application.alternative_until
    else:
        offered = open_alternative(application)
        until = offered and offered.answer_by
    by = f"the end of {day(until)}" if until else "the day it names"
    return Standing(
        ANSWER,
        "care",
        f"{application.hub} offers your school something else instead.",
        f"Read it beside what you asked for, and accept or decline it by {by}.",
        f"What you sent stays as it is. If you decline, {application.hub} goes on with it.",
    )


def _took_alternative(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Alternative taken",
        "good",
        f"Your school has taken the alternative that {application.hub} offered it.",
        "Nothing here: what you applied for instead has a page of its own.",
        "This application is kept as you sent it.",
    )


def _waiting_list(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Waiting list",
        "info",
        f"There is no place for your school now: it is on the waiting list of {application.hub}.",
        "Nothing for now.",
        f"If a place comes free and reaches you, {application.hub} offers it to you, with a day to answer by.",
    )


def _turned_down(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Turned down",
        "",
        f"Your school has turned down the place that {application.hub} offered it.",
        "Nothing.",
        "If circumstances change, write to the hub. Ask about the next round, too.",
    )


def _lapsed(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Offer ran out",
        "care",
        f"{application.hub} offered your school a place and had no answer in time, so the offer ran out.",
        f"If your school still wants a place, write to {application.hub} now.",
        "The hub can open your application again.",
    )


def _passing_on(application: Application, opening: Opening | None) -> Standing:
    asked = next((one for one in application.pass_ons.all() if one.is_open), None)
    hub, by = (asked.to_hub, day(asked.answer_by)) if asked else ("another hub", "its day")
    return Standing(
        ANSWER,
        "care",
        f"{application.hub} asks whether it may pass your application on to {hub}.",
        f"Say yes or no by the end of {by}. Without an answer it stays with {application.hub}.",
        f"If you say yes, {hub} gets what you sent and decides. You type nothing again.",
    )


def _passed_on(application: Application, opening: Opening | None) -> Standing:
    agreed = next((one for one in application.pass_ons.all() if one.status == "agreed"), None)
    hub = agreed.to_hub if agreed else "another hub"
    made = next((one for one in application.carried_to.all() if agreed and one.hub_id == agreed.to_hub.pk), None)
    number = f" It is {made.reference} there." if made else ""
    return Standing(
        "Passed on",
        "info",
        f"You let {application.hub} pass this on to {hub}.{number}",
        "Nothing here.",
        f"{hub} decides for itself, and writes to {application.contact_email}.",
    )


def _placed(application: Application, opening: Opening | None) -> Standing:
    group = application.place.group
    lead = group.lead.user.get_full_name() if group.lead else ""
    return Standing(
        "Placed",
        "good",
        f"Your school has a place in the Work Group {group.name}.",
        "Tell the teachers you named, and keep the meetings free: " + _meetings(application) + ".",
        f"{lead or application.hub} sends you the dates before the first meeting.",
    )


def _meetings(application: Application) -> str:
    pattern = application.project.meeting_pattern
    return pattern[:1].lower() + pattern[1:] if pattern else "the group meets through the year"


def _declined(application: Application, opening: Opening | None) -> Standing:
    return Standing(
        "Not placed",
        "care",
        f"{application.hub} has no place for your school this time.",
        "Nothing.",
        "If circumstances change, the hub can look at your application again. Ask about the next round, too.",
    )


def _withdrawn(application: Application, opening: Opening | None) -> Standing:
    again = "Your school can apply again"
    if opening and opening.is_open():
        again += f" by {day_and_clock(opening.closes)}" if opening.closes else " at any time"
    else:
        again += " once the hub opens a project"
    return Standing("Withdrawn", "", "Your school has withdrawn this application.", "Nothing.", f"{again}.")


TELL = {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _sent,
    Status.IN_REVIEW: _in_review,
    Status.MORE_ASKED: _more_asked,
    Status.WAITING_LIST: _waiting_list,
    Status.OFFERED: _offered,
    Status.ALTERNATIVE_OFFERED: _alternative_offered,
    Status.TOOK_ALTERNATIVE: _took_alternative,
    Status.TURNED_DOWN: _turned_down,
    Status.LAPSED: _lapsed,
    Status.PASSING_ON: _passing_on,
    Status.PASSED_ON: _passed_on,
    Status.PLACED: _placed,
    Status.DECLINED: _declined,
    Status.WITHDRAWN: _withdrawn,
}


def group_facts(place: Place) -> list[tuple[str, str]]:
    """What a school wants to know of its group: lead, way of meeting, venue; only what is known."""
    group = place.group
    lead = group.lead.user.get_full_name() if group.lead else ""
    facts = [("Work Group", group.name), ("Led by", lead), ("How you meet", group.get_mode_display())]
    return [(label, value) for label, value in [*facts, ("Where", group.venue)] if value]
