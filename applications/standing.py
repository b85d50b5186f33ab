"""Where an application stands, for the school: what is so, what it has to do, what comes next, whom to ask."""

from dataclasses import dataclass

from django.utils import timezone

from applications.models import Application, Status
from journal.clock import day_and_clock
from workgroups.models import Opening, Place


@dataclass(frozen=True)
class Standing:
    """Sentences for the school, in the order it asks; `tag` and `tone` are the short form of a list."""

    tag: str
    tone: str  # "", "info", "good", "care" or "bad"
    where: str
    to_do: str
    next: str


def standing(application: Application, opening: Opening | None) -> Standing:
    """Pure but for the clock: give it the opening of this project at this hub, or None where there is none."""
    return TELL[application.status](application, opening)


def _draft(application: Application, opening: Opening | None) -> Standing:
    if opening is None or not opening.is_open():
        return Standing(
            "Not sent",
            "care",
            "You have not sent this, and it can no longer be sent: the hub is not taking applications.",
            f"Ask {application.hub} what is possible.",
            "What you wrote is kept.",
        )
    by = f" by {day_and_clock(opening.closes)}" if opening.closes else ""
    return Standing(
        "Draft",
        "",
        "You have not sent this yet.",
        f"Finish it and send it{by}.",
        f"Once you send it, {application.hub} reads it.",
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


def _after_sending(application: Application, opening: Opening | None) -> str:
    told = f"writes to {application.contact_email} with its decision"
    if opening and opening.closes and opening.closes > timezone.now():
        return (
            f"Applications close at {day_and_clock(opening.closes)}. "
            f"{application.hub} decides by then or soon after, and {told}."
        )
    return f"{application.hub} decides and {told}."


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


TELL = {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _sent,
    Status.IN_REVIEW: _in_review,
    Status.PLACED: _placed,
    Status.DECLINED: _declined,
}


def group_facts(place: Place) -> list[tuple[str, str]]:
    """What a school wants to know of its group: lead, way of meeting, venue; only what is known."""
    group = place.group
    lead = group.lead.user.get_full_name() if group.lead else ""
    facts = [("Work Group", group.name), ("Led by", lead), ("How you meet", group.get_mode_display())]
    return [(label, value) for label, value in [*facts, ("Where", group.venue)] if value]
