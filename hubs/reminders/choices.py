"""What somebody chose: all reminders of a day in one email or each by itself, and which not at all."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from hubs.access import DESK
from hubs.models import HubRole
from hubs.reminders.models import ReminderReader
from hubs.reminders.outlook import kinds
from hubs.reminders.types import Kind
from journal.moves import record

_SALT = "hubs.reminders"


def token_of(reader: ReminderReader) -> str:
    """What opens the page of choices, and nothing else, to whoever has the email. It does not run out."""
    return signing.Signer(salt=_SALT).sign(str(reader.pk))


def reader_of(token: str) -> ReminderReader | None:
    """Whose token this is; None for anything else."""
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return ReminderReader.objects.filter(pk=key).first()


def reader_at(email: str) -> ReminderReader:
    """The choices of this address; a row that is not saved where there are none yet."""
    email = email.lower()
    return ReminderReader.objects.filter(email=email).first() or ReminderReader(email=email)


def kinds_for(reader: ReminderReader) -> list[Kind]:
    """The kinds that this address can get: those for hubs only where it is a hub's person."""
    at_desk = HubRole.objects.filter(user__email=reader.email, kind__in=DESK).current().exists()
    return [kind for kind in kinds() if kind.for_school or at_desk]


@transaction.atomic
def choose(reader: ReminderReader, *, together: bool, wanted: set[str], by=None) -> ReminderReader:
    """Keep the choice. `wanted` are codes of kinds; a necessary one goes out whatever is chosen."""
    if reader.pk is None:
        ReminderReader.objects.bulk_create([reader], ignore_conflicts=True)
    current = ReminderReader.objects.select_for_update().get(email=reader.email)
    offered = {kind.code for kind in kinds_for(current) if not kind.necessary}
    # What was not offered here stays as it was: the page of an address changes with its roles.
    kept = set(current.refused) - offered
    current.refused = sorted(kept | (offered - wanted))
    current.together = together
    current.changed = timezone.now()
    current.save(update_fields=["refused", "together", "changed"])
    record(current, "reminders chosen", by=by, together=together, refused=current.refused)
    return current
