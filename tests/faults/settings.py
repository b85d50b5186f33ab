"""Settings of the real processes that tests of faults start: production's way of sending, on the day of the tests."""

from config.settings import *  # noqa: F403
from tests import clock

clock.move()

EMAIL_BACKEND = "journal.smtp.EmailBackend"
EMAIL_USE_TLS = False
