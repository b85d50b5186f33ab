"""Exports asked for, made and handed out. Each is a row that says who took what; its file is kept for a day."""

import logging
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from applications.export import columns as catalogue
from applications.export.writing import write
from applications.filters import ApplicationFilter, choices_for
from applications.models import Application, Export, ExportPart
from applications.queue import ORDERS
from hubs.access import desk_hubs, may_decide
from journal.moves import Refused, record
from workgroups.models import Project

logger = logging.getLogger(__name__)

AT_ONCE = 2_000  # rows that a request can make while its reader waits
CHUNK = 500
PART = 1024 * 1024
KEPT = timedelta(days=1)
LEASE = timedelta(minutes=10)
ONLY_DECIDERS = "Personal data is taken out by a hub lead or assistant hub lead."


def filtered(query: str, hub, user) -> ApplicationFilter:
    """The hub's applications as the queue's address narrows them."""
    return ApplicationFilter(QueryDict(query), Application.objects.sent_to(hub), choices=choices_for(hub), user=user)


def in_words(found: ApplicationFilter) -> str:
    """Like "Waiting; Project: Readiness; Search: Ash"."""
    return "; ".join([found.tab_label, *(f"{label}: {words}" for _, label, words in found.chips())])


def projects_of(rows: QuerySet) -> list[Project]:
    return list(Project.objects.filter(pk__in=rows.order_by().values("project")))


@transaction.atomic
def ask(*, hub, query: str, columns: list[str], kind: str, reason: str, by) -> Export:
    """Write down what is taken out, before it is. Refused where the person may not have these columns."""
    if not desk_hubs(by).filter(pk=hub.pk).exists():
        raise Refused(f"Only people at the desk of {hub} can do this.")
    found = filtered(query, hub, by)
    known = {column.name: column for column in catalogue.columns(projects_of(found.qs))}
    chosen = catalogue.in_order([known[name] for name in columns if name in known])
    if not chosen:
        raise Refused("Choose at least one column.")
    personal = any(column.personal for column in chosen)
    if personal and not may_decide(by, hub):
        raise Refused(ONLY_DECIDERS)
    if personal and not reason.strip():
        raise Refused("Say what the personal data is needed for.")
    export = Export.objects.create(
        hub=hub,
        by=by,
        kind=kind,
        query=query,
        words=in_words(found),
        columns=[column.name for column in chosen],
        personal=personal,
        reason=reason.strip() if personal else "",
        expected=found.qs.count(),
    )
    record(export, "asked for an export", by=by, hub=hub.pk, rows=export.expected, personal=personal)
    return export


def make(export: Export) -> None:
    """Write the file and keep it in parts; who asked must still be at the hub's desk, and may still decide
    where it holds personal data. One that is made already stays as it is.
    """
    if not _lease(export):
        return
    try:
        _check_still_may(export)
    except Refused as refusal:
        return _fail(export, refusal.reason)
    try:
        _write(export)
    except Exception as error:  # whatever it was, nobody waits for it for ever
        logger.exception("export %s was not made", export.pk)
        _fail(export, f"It could not be made ({type(error).__name__}). Ask for it again.")


def _write(export: Export) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        chosen = _columns(export)
        number = write(export.kind, path, [column.label for column in chosen], _rows(export, chosen))
        _keep(export, path, number)


def _fail(export: Export, why: str) -> None:
    export.failed = why
    Export.objects.filter(pk=export.pk).update(failed=why, leased_until=None)


def make_waiting() -> int:
    """Make every export that waits, the oldest first; return how many were looked at."""
    waiting = list(_waiting().order_by("id")[:20])
    for export in waiting:
        make(export)
    return len(waiting)


def file_of(export: Export) -> Iterator[bytes]:
    """The file, a part at a time."""
    for data in export.parts.order_by("number").values_list("data", flat=True).iterator(chunk_size=1):
        yield zlib.decompress(data)


def erase_old() -> int:
    """Delete the files that are a day old; the records stay."""
    now = timezone.now()
    old = Export.objects.filter(ready__lt=now - KEPT, erased=None)
    keys = list(old.values_list("pk", flat=True)[:1000])
    with transaction.atomic():
        ExportPart.objects.filter(export__in=keys).delete()
        Export.objects.filter(pk__in=keys).update(erased=now)
    return len(keys)


def _waiting() -> QuerySet:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Export.objects.filter(free, ready=None, failed="").select_related("hub", "by")


def _lease(export: Export) -> bool:
    """Whether this process makes it: of two, one does."""
    return bool(_waiting().filter(pk=export.pk).update(leased_until=timezone.now() + LEASE))


def _check_still_may(export: Export) -> None:
    if not desk_hubs(export.by).filter(pk=export.hub_id).exists():
        raise Refused("Who asked for it no longer works at this hub's desk.")
    if export.personal and not may_decide(export.by, export.hub):
        raise Refused(ONLY_DECIDERS)


def _columns(export: Export) -> list[catalogue.Column]:
    found = filtered(export.query, export.hub, export.by)
    known = {column.name: column for column in catalogue.columns(projects_of(found.qs))}
    return [known[name] for name in export.columns if name in known]


def _rows(export: Export, chosen: list[catalogue.Column]) -> Iterator[list]:
    found = filtered(export.query, export.hub, export.by)
    order = ORDERS[found.order]
    sign = "-" if order.descending else ""
    rows = (
        found.qs.select_related(*catalogue.RELATED)
        .prefetch_related("criterion_claims__criterion")
        .order_by(f"{sign}{order.column}", f"{sign}id")
    )
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        yield [column.read(row) for column in chosen]
        if number % CHUNK == 0:  # what the page shows as progress, and the lease goes on
            Export.objects.filter(pk=export.pk).update(written=number, leased_until=timezone.now() + LEASE)


@transaction.atomic
def _keep(export: Export, path: Path, number: int) -> None:
    ExportPart.objects.filter(export=export).delete()
    with path.open("rb") as file:
        for part, data in enumerate(iter(lambda: file.read(PART), b"")):
            ExportPart.objects.create(export=export, number=part, data=zlib.compress(data, 1))
    done = {"ready": timezone.now(), "written": number, "leased_until": None}
    Export.objects.filter(pk=export.pk).update(**done)
    for name, value in done.items():
        setattr(export, name, value)
