"""Secrets of links: 32 random bytes, sent once and kept only as their SHA-256."""

import secrets
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token, and compared with; any words have one, so a wrong link costs what a right one does."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
