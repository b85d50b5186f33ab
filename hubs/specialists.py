"""A hub's specialists: who they are, what they can lead, and when they stop (N4, Y1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from hubs.access import is_lead
from hubs.models import Hub, Specialist
from journal.clock import day
from journal.moves import Refused, record
from journal.seen import check_unchanged

FIELDS = (
    *("cohort", "first_year", "home_school", "most_groups", "most_schools"),
    *("travel_km", "travel_areas", "days", "starts_on"),
)
AREAS = "travel_areas"


@transaction.atomic
def add_specialist(*, hub: Hub, email: str, first_name: str, last_name: str, kind: str, by, **fields) -> Specialist:
    """Add a person by their address; one who signs in already keeps the name they have.

    `fields` are those of FIELDS. Somebody who ended comes back with their new details. Refused where the hub
    has them in this kind.
    """
    user = _person(email, first_name, last_name)
    existing = Specialist.objects.select_for_update(of=("self",)).filter(hub=hub, user=user, kind=kind).first()
    if existing and not existing.has_ended():
        raise Refused(f"{user} is a {existing.get_kind_display()} of {hub} already.")
    if existing:
        _put(existing, fields | {"ended_on": None})
        record(existing, "came back", by=by, note=existing.get_kind_display())
        return existing
    try:
        with transaction.atomic():
            specialist = Specialist(hub=hub, user=user, kind=kind)
            _put(specialist, fields)
    except IntegrityError:  # a double click: the other request has made it
        raise Refused(f"{user} is a {Specialist.Kind(kind).label} of {hub} already.") from None
    record(specialist, "added", by=by, note=specialist.get_kind_display())
    return specialist


@transaction.atomic
def change_specialist(specialist: Specialist, *, by, seen: str = "", **changes) -> Specialist:
    """Change any of FIELDS. Raises Stale where somebody changed them meanwhile."""
    specialist = _locked(specialist)
    check_unchanged(specialist, FIELDS, seen)
    check_starts(specialist, changes.get("starts_on"))
    changes |= {AREAS: sorted(changes[AREAS], key=str)} if AREAS in changes else {}
    before = {name: _now(specialist, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if changed:
        _put(specialist, changed)
        record(specialist, "changed", by=by, **{name: [_said(before[name]), _said(changed[name])] for name in changed})
    return specialist


def check_starts(specialist: Specialist, day_: date | None) -> None:
    """Refuses a first day after their last one."""
    ends = specialist.ended_on
    if day_ and ends and day_ > ends:
        raise Refused(f"{specialist} leads no new groups from {day(ends)}. Choose that day, or an earlier one.")


def _put(specialist: Specialist, values: dict) -> None:
    for name, value in values.items():
        if name != AREAS:
            setattr(specialist, name, value)
    specialist.save()
    if AREAS in values:
        specialist.travel_areas.set(values[AREAS])


def _now(specialist: Specialist, name: str):
    return sorted(specialist.travel_areas.all(), key=str) if name == AREAS else getattr(specialist, name)


def _said(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def why_not_end(specialist: Specialist, by) -> str:
    """Why this person may not end the specialist; "" where they may."""
    if not is_lead(by, specialist.hub):
        return "Only the hub lead says that a specialist no longer leads."
    return "This specialist has ended already." if specialist.has_ended() else ""


@transaction.atomic
def end_specialist(specialist: Specialist, *, by, on: date | None = None) -> Specialist:
    """From a day on, today unless told, they lead no new group.

    The groups they lead stay theirs until somebody else is given them. A day that is to come can be changed.
    """
    specialist = _locked(specialist)
    reason = why_not_end(specialist, by)
    if reason:
        raise Refused(reason)
    today = timezone.localdate()
    on = on or today
    if on < today:
        raise Refused("They cannot have ended before today. Choose today, or a later day.")
    if specialist.starts_on and on < specialist.starts_on:
        raise Refused(f"{specialist} starts on {day(specialist.starts_on)}. Choose that day, or a later one.")
    specialist.ended_on = on
    specialist.save(update_fields=["ended_on"])
    record(specialist, "ended", by=by, ended_on=str(specialist.ended_on))
    return specialist


def _person(email: str, first_name: str, last_name: str) -> User:
    email = email.strip().lower()
    try:
        with transaction.atomic():
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    except IntegrityError:  # made by another request in this moment
        user = User.objects.get(email=email)
    if not user.get_full_name():
        user.first_name, user.last_name = first_name, last_name
        user.save(update_fields=["first_name", "last_name"])
    return user


def _locked(specialist: Specialist) -> Specialist:
    rows = Specialist.objects.select_for_update(of=("self",)).select_related("user", "hub", "home_school")
    return rows.get(pk=specialist.pk)
