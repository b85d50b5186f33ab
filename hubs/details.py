"""What a hub says of itself: whom to ask, its privacy notice, its paragraph in each kind of email."""

from django.db import transaction

from hubs.models import Hub
from journal.moves import record
from journal.seen import check_unchanged

CONTACT = ("enquiry_email", "enquiry_phone")
PRIVACY = ("privacy_notice",)
LETTERS = ("words_received", "words_placed", "words_declined")


@transaction.atomic
def change_details(hub: Hub, *, by, seen: str = "", **changes) -> Hub:
    """Change what CONTACT, PRIVACY or LETTERS name; the Event says which fields, not their long words.

    `seen` is the fingerprint of the fields in `changes` as the page showed them; raises Stale where somebody
    changed them meanwhile.
    """
    hub = Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
    check_unchanged(hub, changes, seen)
    changed = {name: value for name, value in changes.items() if value != getattr(hub, name)}
    if changed:
        for name, value in changed.items():
            setattr(hub, name, value)
        hub.save(update_fields=list(changed))
        titles = [str(hub._meta.get_field(name).verbose_name) for name in changed]
        record(hub, "changed its own page", by=by, note=", ".join(titles))
    return hub
