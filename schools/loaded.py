"""What a load of areas did, and how that is said."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction


@dataclass
class Loaded:
    """Areas made, areas that now end, rows that say what was known already."""

    made: int = 0
    ended: int = 0
    unchanged: int = 0


def load(rows: list, apply: Callable, *, by, dry_run: bool) -> Loaded:
    """`apply(row, loaded, by)` for all of the rows, or none: a dry run takes everything back."""
    loaded = Loaded()
    with transaction.atomic():
        for row in rows:
            apply(row, loaded, by)
        if dry_run:
            transaction.set_rollback(True)
    return loaded


def in_words(loaded: Loaded, would: bool) -> str:
    """Like "1 area would be added, 2 would be ended, 3 are known already."."""
    be = "would be " if would else ""
    areas = "area" if loaded.made == 1 else "areas"
    known = "is" if loaded.unchanged == 1 else "are"
    return f"{loaded.made} {areas} {be}added, {loaded.ended} {be}ended, {loaded.unchanged} {known} known already."
