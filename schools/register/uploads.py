"""A register file between being looked at and being applied: kept as it was sent, under a name nobody can guess.

It is kept in the database and not in a folder, because the process that applies it may run on another machine.
"""

import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from journal.moves import Stale
from schools.models import RegisterFilePart
from schools.register.load import file_hash

KEPT = timedelta(days=1)
PART = 1024 * 1024
SALT = "schools.register.upload"
GONE = "The file you checked is no longer here. Choose it again."
File = RegisterFilePart.File


@dataclass(frozen=True)
class Files:
    """A register, and its links where they were sent, as files to be read."""

    register: Path
    links: Path | None

    def hashes(self) -> list[str]:
        return [file_hash(path) for path in (self.register, self.links) if path]


@dataclass(frozen=True)
class Upload:
    """One checked register; the names are those of the sender. `hashes` is empty until it was sealed."""

    token: str
    name: str
    links_name: str = ""
    hashes: tuple[str, ...] = ()

    @contextmanager
    def files(self) -> Iterator[Files]:
        """The files for as long as they are needed; raises Stale where they are not those that were sealed."""
        with TemporaryDirectory() as folder:
            files = Files(Path(folder) / File.REGISTER, Path(folder) / File.LINKS if self.links_name else None)
            for path in filter(None, (files.register, files.links)):
                self._fetch(path)
            if self.hashes and list(self.hashes) != files.hashes():
                raise Stale(GONE)
            yield files

    def seal(self, files: Files, after: int) -> str:
        """What a preview hands to its apply button: these very files, and the register as it was (its last load)."""
        return signing.dumps([self.token, self.name, self.links_name, files.hashes(), after], salt=SALT)

    def discard(self) -> None:
        RegisterFilePart.objects.filter(token=self.token).delete()

    def _fetch(self, path: Path) -> None:
        parts = RegisterFilePart.objects.filter(token=self.token, file=path.name).order_by("number")
        with path.open("wb") as file:
            for data in parts.values_list("data", flat=True).iterator(chunk_size=1):
                file.write(zlib.decompress(data))


def keep(file: UploadedFile, links: UploadedFile | None) -> Upload:
    """Store an upload for a day; older ones go."""
    RegisterFilePart.objects.filter(sent__lt=timezone.now() - KEPT).delete()
    upload = Upload(secrets.token_urlsafe(16), file.name[:200], links.name[:200] if links else "")
    for sent, kind in ((file, File.REGISTER), (links, File.LINKS)):
        for number, part in enumerate(iter(lambda sent=sent: sent.read(PART), b"") if sent else ()):
            data = zlib.compress(part, 1)
            RegisterFilePart.objects.create(token=upload.token, file=kind, number=number, data=data)
    return upload


def unsealed(seal: str) -> tuple[Upload, int]:
    """The upload, and the load that a preview was made after; raises Stale for a seal that is made up or too old."""
    try:
        token, name, links_name, hashes, after = signing.loads(seal, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise Stale(GONE) from None
    return Upload(token, name, links_name, tuple(hashes)), after
