"""The end of a dated role, whichever room it belongs to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import DatedRole
from journal.moves import Stale, record


@transaction.atomic
def end_now(role: DatedRole, *, by, note: str = "") -> None:
    """The role is over from now on: yesterday was its last day, also where it began today.

    Of two people who end it at once the second raises Stale.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    role.starts, role.ends = min(role.starts, yesterday), yesterday
    in_force = type(role).objects.current().filter(pk=role.pk)
    if not in_force.update(starts=role.starts, ends=role.ends):
        raise Stale("This role has ended already.")
    record(role, "ended", by=by, note=note)
