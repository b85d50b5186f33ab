"""The import of the register as one act: all of a file, or nothing of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from journal.moves import Refused, Stale, record
from schools.models import LocalAuthority, RegisterLoad, School, Trust
from schools.register import stage
from schools.register.columns import COLUMNS, REQUIRED
from schools.register.links import load_links
from schools.register.merge import Merge
from schools.register.reading import Batch, Reading
from schools.register.report import SHOWN, Report
from schools.register.source import Progress, headings, opened

# More open schools than this closing at once is far more often a wrong file than a bad year.
MOST_CLOSING = 0.05


class ManyClosures(Refused):
    """So many schools would close at once that a person has to confirm it."""


def import_register(
    path: Path,
    *,
    links: Path | None = None,
    dry_run: bool = False,
    confirm_closures: bool = False,
    by=None,
    file_name: str = "",
    after: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make the register say what the file says, and keep a RegisterLoad with its Event.

    Only the columns that the file has are touched. Schools that are stored and not in the file stay as they
    are: the register marks a school closed, it never takes one out. A dry run does all of it and takes it
    back. `after` is the key of the RegisterLoad (0: none) that a preview was made after.

    Raises RegisterFileError where the file cannot be used, ManyClosures where more than 5% of the open schools
    would close and `confirm_closures` is not given, Stale where the register was loaded since `after`;
    then nothing is stored.
    """
    report = Report(file=file_name or path.name)
    with transaction.atomic():
        _one_at_a_time()
        if after is not None and after != latest_load():
            raise Stale("The register was changed since you looked at this file. Check it again.")
        _bring_in_line(path, report, progress)
        if links:
            report.links = load_links(links, progress)
        if dry_run:
            transaction.set_rollback(True)
            return report
        if report.warning and not confirm_closures:
            raise ManyClosures(report.warning)
        _keep(report, path, by)
    return report


def latest_load() -> int:
    """Key of the latest change of the register; 0 before the first."""
    return RegisterLoad.objects.values_list("pk", flat=True).first() or 0


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _one_at_a_time() -> None:
    """Two imports take turns. On SQLite the transaction is the only writer from its beginning."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(model._meta.db_table for model in (School, LocalAuthority, Trust))
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _bring_in_line(path: Path, report: Report, progress: Progress | None) -> None:
    with opened(path, progress=progress) as source:
        rows = source.rows()
        places = headings(source, rows, REQUIRED)
        reading = Reading(source, places, [column for column in COLUMNS if column.heading in places], report)
        batches = reading.batches(rows)
        if not School.objects.exists():
            _load_first(reading, batches, report)
            return
        stage.fill_beside(reading.fields, batches)
    reading.store_pointers()
    merge = Merge(reading.fields)
    merge.count(report)
    report.examples = merge.examples(report)
    if report.closed > MOST_CLOSING * report.open_before:
        report.warning = (
            f"{report.closed:,} of {report.open_before:,} open schools would close, more than 5%. "
            "Confirm the closures if that is right."
        )
    if report.changed:
        merge.update()
    if report.created:
        merge.insert()


def _load_first(reading: Reading, batches: Iterator[Batch], report: Report) -> None:
    with stage.pointers_checked_at_once():
        stage.fill_register(reading.fields, batches)
        reading.store_pointers()
    report.created = report.rows
    first = School.objects.order_by("pk").values_list("name", "urn")[:SHOWN]
    report.examples = {"created": [f"{name} (URN {urn})" for name, urn in first]}


def _keep(report: Report, path: Path, by) -> None:
    load = RegisterLoad.objects.create(by=by, file_name=report.file[:200], sha256=file_hash(path), counts=report.counts)
    record(load, "register imported", by=by, note=report.file[:200], **report.counts)
