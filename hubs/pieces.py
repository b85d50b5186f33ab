"""Stories and links of a hub's public page: added, changed and taken off by the hub."""

from django.db import transaction

from hubs.models import Hub, HubPiece
from journal.moves import Refused, record
from journal.seen import check_unchanged

FIELDS = ("kind", "title", "text", "url", "order")
MOST = 30


@transaction.atomic
def add_piece(*, hub: Hub, by, **fields) -> HubPiece:
    """Put a story or a link on the page; `fields` are those of FIELDS. Refused beyond MOST."""
    if hub.pieces.count() >= MOST:
        raise Refused(f"There are {MOST} stories and links already. Take one off the page first.")
    piece = HubPiece.objects.create(hub=hub, **fields)
    record(hub, "added to its page", by=by, note=piece.title, piece=piece.pk)
    return piece


@transaction.atomic
def change_piece(piece: HubPiece, *, by, seen: str = "", **changes) -> HubPiece:
    """Change any of FIELDS. Raises Stale where somebody changed it meanwhile, Refused where it was taken off."""
    piece = _locked(piece)
    check_unchanged(piece, FIELDS, seen)
    changed = {name: value for name, value in changes.items() if value != getattr(piece, name)}
    if changed:
        for name, value in changed.items():
            setattr(piece, name, value)
        piece.save(update_fields=list(changed))
        record(piece.hub, "changed on its page", by=by, note=piece.title, piece=piece.pk)
    return piece


@transaction.atomic
def remove_piece(piece: HubPiece, *, by) -> None:
    """Take it off the page for good; the Event keeps its title."""
    piece = _locked(piece)
    record(piece.hub, "took off its page", by=by, note=piece.title, piece=piece.pk)
    piece.delete()


def _locked(piece: HubPiece) -> HubPiece:
    found = HubPiece.objects.select_for_update(of=("self",)).select_related("hub").filter(pk=piece.pk).first()
    if found is None:
        raise Refused("Somebody has taken this off the page meanwhile.")
    return found
