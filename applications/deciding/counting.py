"""An alternative that a school said yes to counts from the moment the other form is sent (R8).

Below `workflow`, which calls it in the transaction that sends the form.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from applications import letters, pledging
from applications.deciding import ending
from applications.deciding.models import Alternative
from applications.models import Application, Outcome, Status
from journal import outbox
from journal.moves import move
from workgroups import places

NOT_ELIGIBLE_THERE = "By the answers that were asked for in addition, a check says that it is not eligible."


def hold(draft: Application) -> Application:
    """What it was carried over from, held before the draft itself: so does who says yes to the alternative."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("hub", "project", "school")
    return rows.get(pk=draft.carried_from_id)


def _for(sent: Application) -> Q:
    """The one that was said yes to, or that offers the same again: who sends the form of last time says yes to it."""
    again = Q(became=None, application=sent.carried_from_id)
    return Q(became=sent) | again & Q(opening__hub=sent.hub_id, opening__project=sent.project_id)


def count(sent: Application, *, by, at: datetime, table: Mapping) -> None:
    """The original rests as it was, and a seat kept with the alternative is the new application's.

    Nothing happens where no alternative waits for this form, or its day was over at the moment `at`.
    """
    waits = Alternative.objects.filter(_for(sent), status=Alternative.Status.OPEN).first()
    if waits is None or at >= waits.ends:
        return
    original = hold(sent)
    rows = Alternative.objects.select_for_update(of=("self",)).select_related(*Alternative.RELATED)
    alternative = rows.get(pk=waits.pk)
    if not alternative.is_open:  # it lapsed, or was taken back, a moment ago
        return
    alternative.application = original
    also = {"answered": timezone.now(), "became": sent}
    move(alternative, "accepted", by=by, table=ending.ALTERNATIVE_MOVES, also=also)
    note = f"{alternative.what}: {sent.reference}."
    event = move(original, Status.TOOK_ALTERNATIVE, by=by, table=table, note=note, also={"decided": timezone.now()})
    ending.leave_list(original)
    pledging.end(original, by=by, note="The school took an alternative.")
    if alternative.place:
        _take_up(sent, alternative, original, by, table)
    letters.tell_hub(original, "alternative_answered_hub", key=str(event.pk), alternative=alternative, made=sent)


def _take_up(sent: Application, alternative: Alternative, original: Application, by, table: Mapping) -> None:
    """A place at once, unless the answers show what nobody knew when it was offered: then the hub decides."""
    if Outcome.NOT_ELIGIBLE == sent.outcome != alternative.outcome:
        places.give_up(alternative.place, by=by, note=NOT_ELIGIBLE_THERE)
        return
    place = places.take_up(alternative.place, by=by)
    also = {"place": place, "decided": timezone.now(), "owner_id": original.owner_id}
    note = f"{place.group.name}, as the alternative to {original.reference}."
    event = move(sent, Status.PLACED, by=by, table=table, note=note, also=also)
    outbox.queue(**letters.decision(sent, "placed", event))
