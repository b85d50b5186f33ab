"""What a page was drawn from, kept in its form, so that a verb can tell that somebody changed it meanwhile."""

import hashlib
import json
from collections.abc import Iterable

from journal.moves import Stale

MEANWHILE = "Somebody else changed this while you were typing. Compare, and save again to put yours in its place."


def fingerprint(obj, names: Iterable[str]) -> str:
    """Short and always the same for the same values of these fields."""
    values = [_value(obj, obj._meta.get_field(name)) for name in names]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def _value(obj, field) -> str:
    if field.many_to_many:
        return str(sorted(row.pk for row in getattr(obj, field.name).all()))
    return str(getattr(obj, field.attname))


def check_unchanged(obj, names: Iterable[str], seen: str) -> None:
    """Raise Stale where `obj`, read under lock, is no longer what `seen` was made of; "" asks for nothing."""
    if seen and seen != fingerprint(obj, names):
        raise Stale(MEANWHILE)
