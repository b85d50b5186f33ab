"""Taking back what was brought in, where nothing has happened to it since. The events stay."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from applications.arrivals import desk
from applications.arrivals.desk import MOVES
from applications.arrivals.models import Arrival, ArrivalRow
from applications.models import Application
from applications.models import Status as Stage
from journal import chain
from journal.models import Email, Event
from journal.moves import Refused, event_about, move, record

Status, Result = Arrival.Status, ArrivalRow.Result
LABEL = Application._meta.label_lower


@dataclass(frozen=True)
class Stays:
    """An application that undoing leaves, and why."""

    application: Application
    why: str


def what_stays(arrival: Arrival, *, lock: bool = False) -> tuple[list[Application], list[Stays]]:
    """Those that can be taken back, and those to which something has happened; three queries."""
    rows = Application.objects.filter(arrival_row__arrival=arrival).order_by("school_name")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = list(rows.only("reference", "school_name", "status", "owner", "arrival_row"))
    keys = [str(application.pk) for application in found]
    events = Counter(Event.objects.filter(subject=LABEL, subject_key__in=keys).values_list("subject_key", flat=True))
    told = set(_letters(keys, lock).exclude(sent=None, leased_until=None).values_list("subject_key", flat=True))
    goes, stays = [], []
    for application in found:
        why = _why(application, events[str(application.pk)], str(application.pk) in told)
        stays.append(Stays(application, why)) if why else goes.append(application)
    return goes, stays


def _letters(keys: list[str], lock: bool = False):
    letters = Email.objects.filter(subject_label=LABEL, subject_key__in=keys)
    return letters.select_for_update() if lock else letters


def _why(application: Application, events: int, is_told: bool) -> str:
    if application.status != Stage.SUBMITTED:
        return f"It is {application.get_status_display().lower()}."
    if application.owner_id:
        return "Somebody has taken it on."
    if events > 1:
        return "Something has happened to it since, as its page tells."
    if is_told:
        return "The school has its receipt. Decline it with a reason instead."
    return ""


@transaction.atomic
def undo(arrival: Arrival, *, by) -> tuple[int, int]:
    """Delete what nothing has happened to, with receipts not sent yet; how many went and how many stay."""
    current = desk.locked(arrival)
    desk.check_desk(current.hub, by)
    if current.status != Status.APPLIED:
        raise Refused("Only what is brought in can be undone, and once.")
    goes, stays = what_stays(current, lock=True)
    if not goes:
        raise Refused("Something has happened to every one of these applications, so nothing can be undone.")
    chain.write_all(event_about(each, "taken back", by=by, note=current.file_name) for each in goes)
    keys = [each.pk for each in goes]
    rows = [each.arrival_row_id for each in goes]
    _letters([str(key) for key in keys]).filter(sent=None).delete()
    Application.objects.filter(pk__in=keys).delete()
    ArrivalRow.objects.filter(pk__in=rows).update(result=Result.UNDONE)
    if stays:
        record(current, "undid in part", by=by, undone=len(goes), stay=len(stays))
    else:
        move(current, Status.UNDONE, by=by, table=MOVES, also={"undone": timezone.now()})
    return len(goes), len(stays)
