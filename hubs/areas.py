"""Where hubs serve: which hubs to suggest to a school, and areas loaded from a CSV (N1)."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hubs.area_file import Row, read
from hubs.models import Hub, HubArea
from journal import moves
from schools.loaded import Loaded
from schools.models import School


def suggested_hubs(school: School, on: date | None = None) -> QuerySet[Hub]:
    """Hubs that serve the school on a day (today unless told): those of its district first, then its authority's.

    Two hubs can serve one authority, so a school may get more than one, and chooses. None where nobody is known
    to serve it.
    """
    here = HubArea.objects.filter(hub=OuterRef("pk")).current(on)
    district = here.filter(district_code=school.district_code) if school.district_code else here.none()
    authority = here.filter(authority=school.authority_id) if school.authority_id else here.none()
    hubs = Hub.objects.filter(Exists(district) | Exists(authority))
    return hubs.annotate(in_district=Exists(district)).order_by("-in_district", "name")


def load_areas(content: bytes, *, by=None, dry_run: bool = False) -> Loaded:
    """Add the areas of a CSV file: all of its rows, or none.

    Columns by name, in any order: `hub`, `la_name`, `as_at` (2026-09-01, 2026-09, 2026 or 2026/27), and where
    wanted `district_code` and `district_name` (then the row is about the district), `ends`, `confidence`,
    `source`. A row whose area the hub serves already changes nothing, unless it says when the area ends. Areas
    the file does not name stay as they are. Raises FileError with every fault found (at most 20).
    """
    rows = read(content)
    loaded = Loaded()
    with transaction.atomic():
        for row in rows:
            _apply(row, loaded, by)
        if dry_run:
            transaction.set_rollback(True)
    return loaded


def _apply(row: Row, loaded: Loaded, by) -> None:
    same = HubArea.objects.filter(hub=row.hub, **row.key)
    known = same.filter(Q(ends=None) | Q(ends__gte=row.starts)).order_by("starts").first()
    if known is None:
        area = HubArea.objects.create(
            hub=row.hub, **row.place, starts=row.starts, ends=row.ends, source=row.source[:300]
        )
        moves.record(row.hub, "serves an area", by=by, note=str(area), starts=str(row.starts), source=row.source)
        loaded.made += 1
    elif row.ends and known.ends != row.ends and known.starts <= row.ends:
        known.ends = row.ends
        known.save(update_fields=["ends"])
        moves.record(row.hub, "stops serving an area", by=by, note=str(known), ends=str(row.ends))
        loaded.ended += 1
    else:
        loaded.unchanged += 1
