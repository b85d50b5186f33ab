"""Messages as they were really sent: read back from the files that Django's file backend writes."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

# Between two messages of one file, see django.core.mail.backends.filebased.
FENCE = b"\n" + b"-" * 79 + b"\n"
NAME = re.compile(r"(\d{8}-\d{6}-\d{1,20})-(\d{1,6})", re.ASCII)
MOST_FILES = 5_000


@dataclass(frozen=True)
class Letter:
    """One message; `name` finds it again."""

    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def at(self) -> datetime | None:
        try:
            return parsedate_to_datetime(str(self.message["Date"]))
        except ValueError:
            return None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers a reader looks at, those that are there."""
        wanted = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")
        return [(name, str(self.message[name])) for name in wanted if self.message[name]]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


def letters(folder: Path, *, to: str = "") -> list[Letter]:
    """All messages, the newest first; `to` keeps those whose address has these letters in it."""
    found = []
    # File names begin with the moment of sending.
    for file in sorted(folder.glob("*.log"), reverse=True)[:MOST_FILES]:
        found += reversed(_read(file))
    wanted = to.strip().lower()
    return [letter for letter in found if wanted in letter.to.lower()]


def letter(folder: Path, name: str) -> Letter | None:
    """The message of that name; None where there is none."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    file = folder / f"{match[1]}.log"
    return next((found for found in _read(file) if found.name == name), None) if file.is_file() else None


def _read(file: Path) -> list[Letter]:
    parts = [part for part in file.read_bytes().split(FENCE) if part.strip()]
    return [
        Letter(f"{file.stem}-{place}", email.message_from_bytes(part, policy=email.policy.default))
        for place, part in enumerate(parts)
    ]
