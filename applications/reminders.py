"""What is reminded of about applications: drafts that close soon, and to the hub what waits too long."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, DateTimeField, Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from applications.filters import OVERDUE_AFTER
from applications.models import AWAITING, Application, DraftKey, Status
from hubs.access import DESK
from hubs.models import HubRole
from hubs.reminders.types import Asked, Kind, Wanted, local, week_of
from journal.clock import day_and_clock
from schools.calendar import nine
from workgroups.models import Opening

BEFORE_CLOSING = (7, 2)  # days; each on that day, or the last school day before it
_LOOK_AHEAD = timedelta(days=60)  # a closing day after the summer holidays is reminded of before them
UNOWNED_AFTER = timedelta(days=7)


# --- Drafts that are not finished ---------------------------------------------------------------------


def drafts_closing(asked: Asked) -> Iterator[Wanted]:
    """To whoever began a draft, or was given a key to it: a week before it closes, and two days before."""
    for draft in _drafts(asked):
        # What a project's year ends is closed, whatever its opening says.
        closes = draft.closes and min(draft.closes, draft.project.ends)
        ends = max(moment for moment in (closes, draft.let_in) if moment)
        for day, until, occasion in _occasions(draft, ends, asked):
            for email in _holders_of(draft):
                yield _about_draft(draft, ends, email, day=day, until=until, occasion=occasion)


def _drafts(asked: Asked):
    closes = Opening.objects.filter(hub=OuterRef("hub"), project=OuterRef("project")).values("closes")
    span = (nine(asked.first), nine(asked.last) + _LOOK_AHEAD)
    live = DraftKey.objects.live().exclude(kind=DraftKey.Kind.BROWSER)
    # What a place is kept for has reminders of its own (`going_on.reminders`).
    rows = asked.of_hubs(Application.objects.filter(status=Status.DRAFT).exclude(continuation__status="open"))
    rows = rows.annotate(
        closes=Subquery(closes[:1], output_field=DateTimeField()), let_in=Max("late_entries__let_in_until")
    )
    rows = rows.filter(Q(closes__range=span) | Q(let_in__range=span)).defer("answers", "frozen", "checks")
    rows = rows.select_related("school", "hub", "project", "started_by")
    return rows.prefetch_related(Prefetch("keys", queryset=live, to_attr="live_keys"))


def _occasions(draft: Application, ends: datetime, asked: Asked) -> Iterator[tuple[date, datetime, str]]:
    """The day of each reminder, and the moment at which the next one, or the closing, takes its place."""
    days = [
        asked.days.on_or_before(local(ends) - timedelta(days=before), draft.school.authority_id)
        for before in BEFORE_CLOSING
    ]
    ends_of = [*(nine(day) for day in days[1:]), ends]
    for before, day, until in zip(BEFORE_CLOSING, days, ends_of, strict=True):
        # Who has begun since is in the middle of it, and hears from the next one.
        if draft.started < nine(day):
            yield day, until, f"{before}-{ends.timestamp():.0f}"


def _holders_of(draft: Application) -> list[str]:
    """Addresses in lower case: who began it with an account that is in use, or whom a link was sent to."""
    emails = [key.email.lower() for key in draft.live_keys]
    if draft.started_by and draft.started_by.is_active:
        emails.append(draft.started_by.email.lower())
    return list(dict.fromkeys(emails))


def _about_draft(draft: Application, ends: datetime, email: str, **when) -> Wanted:
    project, closes = f"{draft.project.title}, {draft.project.academic_year}", day_and_clock(ends)
    has_account = draft.started_by and draft.started_by.email.lower() == email
    how = "" if has_account else " Ask for a new link there, and go on where you were."
    return Wanted(
        hub=draft.hub,
        subject=draft,
        to=email,
        **when,
        title=f"Your application for {draft.project.title} is not sent yet",
        why=f"{draft.school.name} has a draft for {project}, at {draft.hub}. It can be sent until {closes}.{how}",
        path=reverse("apply:tasks", args=[draft.reference]) if has_account else reverse("apply:new_link"),
        button="Go on with it" if has_account else "Get a new link",
        reason=f"A draft for {project} is not sent yet, and can be until {closes}.",
        whom="Whoever has begun it",
        authority=draft.school.authority_id,
    )


# --- What waits too long at a hub ---------------------------------------------------------------------


def waiting_at_hub(asked: Asked) -> Iterator[Wanted]:
    """To everybody at a hub's desk, in the first days of a week: how many nobody has taken on, how many are overdue."""
    people = desks(asked)
    for day, until in weeks(asked):
        counted = {row["hub"]: row for row in _counts(asked, nine(day))}
        for role in at_desk_on(day, people):
            if row := counted.get(role.hub_id):
                yield _about_hub(role, row, day, until=until)


def desks(asked: Asked) -> list[HubRole]:
    """Roles at the desks of the hubs that are asked for, of whatever time."""
    roles = HubRole.objects.filter(kind__in=DESK, user__is_active=True)
    return list(asked.of_hubs(roles).select_related("user", "hub"))


def weeks(asked: Asked) -> Iterator[tuple[date, datetime]]:
    """Of each week: its first working day, and the moment at which the next week's takes its place."""
    week = asked.first - timedelta(days=asked.first.weekday())
    while week <= asked.last:
        yield week_of(week), nine(week + timedelta(days=7))
        week += timedelta(days=7)


def at_desk_on(day: date, people: list[HubRole]) -> Iterator[HubRole]:
    """Whoever is at a desk that day, once for each hub."""
    seen = set()
    for role in people:
        if role.starts <= day and (role.ends is None or role.ends >= day) and (role.hub_id, role.user_id) not in seen:
            seen.add((role.hub_id, role.user_id))
            yield role


def _counts(asked: Asked, at: datetime):
    """By hub: applications that will have waited too long at that moment, as things stand; one query."""
    closes = Opening.objects.filter(hub=OuterRef("hub"), project=OuterRef("project")).values("closes")
    unowned = Q(owner=None, submitted__lt=at - UNOWNED_AFTER)
    before = at - OVERDUE_AFTER
    overdue = Q(submitted__lt=before) & (Q(closes=None) | Q(closes__lt=before))
    rows = asked.of_hubs(Application.objects.filter(unowned | Q(submitted__lt=before), status__in=AWAITING))
    rows = rows.annotate(closes=Subquery(closes[:1], output_field=DateTimeField())).filter(unowned | overdue)
    rows = rows.order_by().values("hub")
    return rows.annotate(unowned=Count("pk", filter=unowned), overdue=Count("pk", filter=overdue))


def _about_hub(role: HubRole, row: dict, day: date, *, until: datetime) -> Wanted:
    unowned, overdue = row["unowned"], row["overdue"]
    parts = [f"{unowned} with nobody who has taken {'it' if unowned == 1 else 'them'} on for over a week"] * bool(
        unowned
    )
    parts += [f"{overdue} overdue, over four weeks after closing or sending"] * bool(overdue)
    query = "late=yes" if overdue else "owner=nobody"
    return Wanted(
        hub=role.hub,
        subject=role.hub,
        **for_the_week(role, day),
        until=until,
        title=f"Applications that wait at {role.hub}",
        why=f"Schools wait for an answer: {', and '.join(parts)}.",
        path=f"{reverse('desk:queue', args=[role.hub.slug])}?status=waiting&sort=oldest&{query}",
        button="See them in the queue",
    )


def for_the_week(role: HubRole, day: date) -> dict:
    """To whom and when, of what a desk is told of once a week."""
    person, email = str(role.user), role.user.email
    whom = f"{person} ({email})" if person != email else email
    return {"occasion": f"week-{day - timedelta(days=day.weekday())}", "to": email.lower(), "day": day, "whom": whom}


DRAFTS_CLOSING = Kind("drafts-closing", "Drafts that close soon", for_school=True, find=drafts_closing)
WAITING_AT_HUB = Kind("waiting-at-hub", "Applications that wait at your hub", for_school=False, find=waiting_at_hub)
