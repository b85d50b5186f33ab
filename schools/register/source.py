"""Reading the register's file as published: a CSV or a zip of it, line by line, however large or broken it is."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from journal.moves import Refused

# The widest real row has under 4,000 characters.
LONGEST_LINE = 1024 * 1024
BLOCK = 256 * 1024
LARGEST_UNZIPPED = 1024 * 1024 * 1024
MOST_REPETITIVE = 200
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
AGAIN = "Download it again from Get Information About Schools."
UTF8_MARK = b"\xef\xbb\xbf"


# Told now and then how many bytes were read, and of how many.
Progress = Callable[[int, int], object]


class RegisterFileError(Refused):
    """The file as a whole cannot be used. `reason` says where it breaks, and what to do."""


class Source:
    """One CSV file, plain or in a zip. `size` is in bytes, as unpacked."""

    def __init__(self, stream: io.BufferedIOBase, name: str, size: int, progress: Progress | None = None):
        self.stream, self.name, self.size = stream, name, size
        self.progress = progress or (lambda done, size: None)
        self.number = 0
        self.whole = True
        self.encoding = None
        self._reader = csv.reader(self._lines(), strict=True)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number of the line on which each row ends, and its cells; the first one holds the headings."""
        reader = self._reader
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as error:
            raise RegisterFileError(self._says(error)) from None
        except (zlib.error, zipfile.BadZipFile, EOFError, OSError) as error:
            raise RegisterFileError(f"The file {self.name} is damaged ({type(error).__name__}). {AGAIN}") from None

    def _lines(self) -> Iterator[str]:
        for block in self._blocks():
            yield from io.StringIO(self._decoded(block), newline="\n")
            self.number += block.count(b"\n")

    def _blocks(self) -> Iterator[bytes]:
        """Whole lines, many at a time; never more in memory than a block and the longest line allowed."""
        rest, done = b"", 0
        while block := self.stream.read(BLOCK):
            if not done:
                self._look_at(block)
            done += len(block)
            block = rest + block
            end = block.rfind(b"\n") + 1
            block, rest = block[:end], block[end:]
            if len(rest) > LONGEST_LINE:
                raise self._broken(block, len(block), "is longer than 1 MB: this is not the register.")
            if b"\0" in block:
                raise self._broken(block, block.index(b"\0"), "holds a NUL byte: the file is damaged.")
            yield block
            self.progress(done, self.size)
        self.whole = not rest
        if b"\0" in rest:
            raise self._broken(b"", 0, "holds a NUL byte: the file is damaged.")
        yield rest

    def _look_at(self, start: bytes) -> None:
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise RegisterFileError(f"The file {self.name} was saved as UTF-16. Save it as “CSV UTF-8”.")
        if start.removeprefix(UTF8_MARK).lstrip().startswith(b"<"):
            raise RegisterFileError(f"The file {self.name} is a web page, not the register. {AGAIN}")

    def _broken(self, block: bytes, place: int, what: str) -> RegisterFileError:
        line = self.number + block.count(b"\n", 0, place) + 1
        return RegisterFileError(f"Line {line:,} {what} {AGAIN}")

    def _decoded(self, block: bytes) -> str:
        """As UTF-8 or cp1252: the first letters outside ASCII decide for the file."""
        if not self.number and block.startswith(UTF8_MARK):
            block, self.encoding = block.removeprefix(UTF8_MARK), "utf-8"
        if block.isascii():
            return block.decode("ascii")
        place = 0
        for encoding in [self.encoding] if self.encoding else ["utf-8", "cp1252"]:
            try:
                decoded = block.decode(encoding)
            except UnicodeDecodeError as error:
                place = error.start
                continue
            self.encoding = encoding
            return decoded
        raise self._broken(
            block, place, f"has letters that are not {self.encoding or 'cp1252'}: the file is damaged, or made of two."
        )

    def _says(self, error: csv.Error) -> str:
        line = f"{self._reader.line_num:,}"
        if "unexpected end" in str(error):
            return f"The file ends in the middle of line {line}: it was cut short. {AGAIN}"
        if "field larger" in str(error):
            return f"A quotation mark before line {line} is never closed. {AGAIN}"
        if "expected after" in str(error):
            return f"Line {line}, or one before it, has a quotation mark too many or too few. {AGAIN}"
        return f"Line {line} is not CSV as the register writes it ({error}). {AGAIN}"


@contextmanager
def opened(path: Path, *, links: bool = False, progress: Progress | None = None) -> Iterator[Source]:
    """The register of a file, or its table of links; raises RegisterFileError where there is none to be read."""
    try:
        with path.open("rb") as plain:
            if plain.read(4) in (b"PK\x03\x04", b"PK\x05\x06"):
                with zipfile.ZipFile(plain) as archive:
                    member = _member(archive, links)
                    with archive.open(member) as packed:
                        yield Source(packed, member.filename, member.file_size, progress)
                return
            size = plain.seek(0, io.SEEK_END)
            plain.seek(0)
            if not size:
                raise RegisterFileError(f"The file {path.name} is empty. {AGAIN}")
            yield Source(plain, path.name, size, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise RegisterFileError(f"The zip {path.name} cannot be opened ({error}). {AGAIN}") from None
    except OSError as error:
        raise RegisterFileError(f"The file {path.name} cannot be read: {error.strerror or error}.") from None


def _member(archive: zipfile.ZipFile, links: bool) -> zipfile.ZipInfo:
    tables = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
    wanted = [info for info in tables if _is_links(info) == links]
    if not wanted:
        raise RegisterFileError("The zip has no CSV file of " + ("links." if links else "schools."))
    if len(wanted) > 1:
        names = ", ".join(info.filename for info in wanted[:5])
        raise RegisterFileError(f"The zip has more than one CSV file ({names}). Unpack it and choose one.")
    info = wanted[0]
    if info.file_size > LARGEST_UNZIPPED or info.file_size > MOST_REPETITIVE * max(info.compress_size, 1):
        raise RegisterFileError(
            f"The zip would unpack to {info.file_size // 1024**2:,} MB from {info.compress_size // 1024:,} KB: "
            "that is not a register."
        )
    return info


def _is_links(info: zipfile.ZipInfo) -> bool:
    return Path(info.filename).name.lower().startswith("links")


def headings(source: Source, rows: Iterator[tuple[int, list[str]]], required: list[str]) -> dict[str, int]:
    """Place of each heading, by name; raises RegisterFileError where one that is required is missing."""
    _, cells = next(rows, (0, []))
    places = {cell.strip(): place for place, cell in reversed(list(enumerate(cells)))}
    missing = [heading for heading in required if heading not in places]
    if not cells:
        raise RegisterFileError(f"The file {source.name} is empty. {AGAIN}")
    if missing and len(cells) <= 2:
        for separator, name in SEPARATORS.items():
            if cells[0].count(separator) > 1:
                raise RegisterFileError(f"The columns are separated by {name}, not commas. {AGAIN}")
    if missing:
        raise RegisterFileError(f"This is not the register: it has no heading {' or '.join(missing)}. {AGAIN}")
    return places
