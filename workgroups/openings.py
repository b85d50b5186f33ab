"""A hub opens a project to its schools, changes its dates and words, and closes it (Y8, R9)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from hubs.models import Hub
from journal.clock import day, day_and_clock
from journal.moves import Refused, record
from journal.seen import check_unchanged
from workgroups.models import Opening, Project, first_year_not_over

FIELDS = ("opens", "closes", "contact_name", "contact_email", "groups_planned", "words")


def to_be_opened(hub: Hub):
    """Editions that this hub could open: of years that are not over, and not opened by it yet."""
    editions = Project.objects.filter(year__gte=first_year_not_over())
    return editions.exclude(openings__hub=hub).order_by("year", "code")


def check_dates(project: Project, *, opens: datetime, closes: datetime | None, was: datetime | None = None) -> None:
    """Refuses a closing moment that no school could keep; `was` is the one it has, which may have passed."""
    if closes is not None and closes <= opens:
        raise Refused("It closes before it opens. Choose a later moment.")
    if closes == was:
        return
    if project.is_over():
        raise Refused(f"{project.academic_year} is over, so this cannot be opened again.")
    if closes is None:
        return
    if closes <= timezone.now():
        raise Refused("That moment has passed. Choose a later one.")
    if timezone.localdate(closes) > project.last_day:
        raise Refused(f"{project.academic_year} ends on {day(project.last_day)}. Choose a day before that.")


@transaction.atomic
def open_project(
    *, hub: Hub, project: Project, by, closes: datetime | None, opens: datetime | None = None, **details
) -> Opening:
    """Open an edition to the hub's schools, at once unless `opens` says when; `closes` None is rolling.

    `details` are `contact_name`, `contact_email`, `groups_planned` and `words`. Refused where its year is over, where
    the hub has opened it before, and where the dates make no sense.
    """
    opens = opens or timezone.now()
    if project.is_over():
        raise Refused(f"{project.academic_year} is over. Open the edition of this year instead.")
    check_dates(project, opens=opens, closes=closes)
    try:
        with transaction.atomic():
            opening = Opening.objects.create(hub=hub, project=project, opens=opens, closes=closes, **details)
    except IntegrityError:
        raise Refused(f"{hub} has opened {project} already. Change its dates instead.") from None
    record(opening, "opened", by=by, note=str(opening), opens=str(opens), closes=str(closes or ""))
    return opening


@transaction.atomic
def change_opening(opening: Opening, *, by, seen: str = "", **changes) -> Opening:
    """Change any of FIELDS; what stays the same is not recorded. `seen` is the fingerprint of what the page showed.

    Raises Stale where somebody changed it meanwhile, and Refused where the dates make no sense.
    """
    opening = _locked(opening)
    check_unchanged(opening, FIELDS, seen)
    before = {name: getattr(opening, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return opening
    opens, closes = changes.get("opens", opening.opens), changes.get("closes", opening.closes)
    check_dates(opening.project, opens=opens, closes=closes, was=opening.closes)
    for name, value in changed.items():
        setattr(opening, name, value)
    opening.save(update_fields=list(changed))
    record(opening, "changed", by=by, **{name: [str(before[name]), str(changed[name])] for name in changed})
    return opening


@transaction.atomic
def close_now(opening: Opening, *, by) -> Opening:
    """Take no more applications from this moment on; drafts stay with their schools."""
    opening = _locked(opening)
    now = timezone.now()
    if opening.opens >= now:
        raise Refused(f"It has not opened yet: it opens at {day_and_clock(opening.opens)}. Change its dates instead.")
    if not opening.is_open(now):
        raise Refused(f"It closed at {day_and_clock(opening.ends)}.")
    was, opening.closes = opening.closes, now
    opening.save(update_fields=["closes"])
    record(opening, "closed", by=by, closes=[str(was or ""), str(now)])
    return opening


def _locked(opening: Opening) -> Opening:
    """The row as it is now, under a lock that lasts to the end of the transaction."""
    return Opening.objects.select_for_update(of=("self",)).select_related("hub", "project").get(pk=opening.pk)
