"""The secret key of a private machine: made once, kept beside its data, never in the repository."""

import os
import secrets
import tempfile
from pathlib import Path


def private_key(path: Path) -> str:
    """Read the key from `path`, or write a new one there that only this account may read.

    Processes that start together agree: the first link wins, the others read what it wrote.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was faster
        finally:
            os.unlink(draft)
    return path.read_text().strip()
