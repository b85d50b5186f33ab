"""Prints the session key of one person, signed in as the start view leaves them. Argument: their email."""

import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import User  # noqa: E402

user = User.objects.get(email=sys.argv[1])
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "accounts.backends.RoleBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session["ways"] = ["desk"]
session.create()
print(session.session_key)
