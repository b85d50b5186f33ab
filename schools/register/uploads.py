"""A register file between being looked at and being applied: kept as it was sent, under a name nobody can guess."""

import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from journal.moves import Stale
from schools.register.load import file_hash

KEPT_SECONDS = 24 * 60 * 60
SALT = "schools.register.upload"
GONE = "The file you checked is no longer here. Choose it again."


@dataclass
class Upload:
    """One checked file, with its links where they were given; the names are those of the sender."""

    token: str
    name: str
    links_name: str = ""

    @property
    def path(self) -> Path:
        return _folder() / self.token / "register"

    @property
    def links(self) -> Path | None:
        return self.path.with_name("links") if self.links_name else None

    def seal(self, after: int) -> str:
        """What a preview hands to its apply button: these very files, and the register as it was (its last load)."""
        return signing.dumps([self.token, self.name, self.links_name, self._hashes(), after], salt=SALT)

    def discard(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def _hashes(self) -> list[str]:
        return [file_hash(path) for path in (self.path, self.links) if path]


def keep(file: UploadedFile, links: UploadedFile | None) -> Upload:
    """Store an upload for a day; older ones go."""
    _forget_old()
    upload = Upload(secrets.token_urlsafe(16), file.name[:200], links.name[:200] if links else "")
    upload.path.parent.mkdir(parents=True, mode=0o700)
    for sent, path in ((file, upload.path), (links, upload.links)):
        if sent and path:
            with path.open("wb") as stored:
                shutil.copyfileobj(sent, stored)
    return upload


def unsealed(seal: str) -> tuple[Upload, int]:
    """The upload and the load that a preview was made after; raises Stale where the files are not those any more."""
    try:
        token, name, links_name, hashes, after = signing.loads(seal, salt=SALT, max_age=KEPT_SECONDS)
        upload = Upload(token, name, links_name)
        same = upload._hashes() == hashes
    except (signing.BadSignature, OSError):
        raise Stale(GONE) from None
    if not same:
        raise Stale(GONE)
    return upload, after


def _folder() -> Path:
    return settings.VAR_DIR / "register"


def _forget_old() -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
