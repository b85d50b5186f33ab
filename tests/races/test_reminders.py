"""Two beats, or two workers, that look at once: each person gets the email of the day once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hubs.reminders import sending
from hubs.reminders.models import Reminder
from journal.models import Email
from tests import steps
from tests.races.conftest import Pause, together, winners

pytestmark = pytest.mark.django_db(transaction=True)

CLOSES = datetime(2027, 3, 12, 12, tzinfo=ZoneInfo("Europe/London"))
NOW = datetime(2027, 3, 5, 9, tzinfo=ZoneInfo("Europe/London"))


def test_two_that_look_at_once_send_one_email(ash_lane, glow, bob, readiness, monkeypatch, score):
    steps.closing(steps.draft(ash_lane, glow, bob), CLOSES)

    def both():
        Reminder.objects.all().delete()
        Email.objects.all().delete()
        with monkeypatch.context() as patched:
            patched.setattr(sending, "outlook", Pause(2).after(sending.outlook))
            results = together(*[lambda: sending.send_due(NOW)] * 2)
        return sum(result for result in results if isinstance(result, int)), winners(results)

    for _ in range(3):
        sent, unharmed = both()
        score.guarded.append(sent)
        assert unharmed == 2
        assert (Email.objects.count(), Reminder.objects.count()) == (1, 1)
    # Without the look under lock only the unique key stands in the way: the second worker fails.
    monkeypatch.setattr(sending, "still_due", lambda reader, due, today: due)
    sent, unharmed = both()
    score.control.append(unharmed)
    assert score.guarded == [1] * 3
    assert score.control == [1], "the control did not meet the other, so the race proves nothing"
    assert Email.objects.count() == 1
