"""Settings of the tests: the demo's, without what a test must not leave behind or wait for."""

import os

os.environ.setdefault("DEMO", "1")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, REDIS_URL, STORAGES, VAR_DIR
from tests import clock

clock.move()

# Every page is watched for queries that grow with its rows.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *(name for name in MIDDLEWARE if "whitenoise" not in name)]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if not REDIS_URL:
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a private machine: threads of a test then meet the locks that people meet.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}
# allauth asks for the address in each of its sign-in steps, and for a key twice; its queries are not ours to join.
# Applications are decided one by one, each under its own lock and its pledge's, also where many are chosen
# (`applications.bulk`) or a plan becomes offers; each offer takes its seat under the lock of its group.
ZEAL_ALLOWLIST = [
    {"model": "account.EmailAddress"},
    {"model": "mfa.Authenticator", "field": "get()"},
    {"model": "sessions.Session"},
    {"model": "applications.Application", "field": "get()"},
    {"model": "workgroups.Pledge", "field": "get()"},
    {"model": "workgroups.WorkGroup", "field": "get()"},
]
