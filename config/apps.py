from django.apps import AppConfig
from django.conf import settings
from psycopg_pool.base import AttemptWithBackoff


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        # After a restart of PostgreSQL every connection of the pool is dead. The pool tries them one after the other
        # and sleeps in between, first for a second and then twice as long each time: with four of them a person
        # got an error. This is the first sleep, in seconds (tests/faults/test_database_connection_killed.py).
        AttemptWithBackoff.INITIAL_DELAY = 0.01
        # The filesystem broker makes no folders of its own; with Redis nothing is written here.
        if not settings.REDIS_URL:
            for folder in ("messages", "control"):
                (settings.BROKER_FOLDER / folder).mkdir(parents=True, exist_ok=True)
