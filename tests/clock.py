"""The day that the tests live in.

Their cast lives in the academic year 2026/27, whose editions are shipped, so they would fail once that year is over.
`timezone.now` therefore goes on as always, but is moved by whole days to DAY. `TESTS_DAY=2027-07-01` moves it to
another day, to see what hangs on it; `TESTS_DAY=today` leaves the clock alone.
"""

import os
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

DAY = "2026-11-22"


def move() -> None:
    """Call it before the models are loaded: their defaults keep the function they find."""
    day = os.environ.get("TESTS_DAY") or DAY
    today = datetime.now(tz=UTC).date()
    by = timedelta(days=0) if day == "today" else date.fromisoformat(day) - today

    def now():
        return datetime.now(tz=UTC) + by

    # Migrations name the defaults of their fields by these.
    now.__module__, now.__qualname__ = timezone.__name__, "now"
    timezone.now = now
