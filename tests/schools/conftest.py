"""A made-up register of 30 schools, and ways to write it otherwise."""

import csv
from pathlib import Path

import pytest

from schools.models import School
from schools.register import import_register

DATA = Path(__file__).parent / "data"
REGISTER, LINKS = DATA / "register.csv", DATA / "links.csv"


class MadeFile:
    """The made-up register as headings and rows to change, and to write as a file."""

    def __init__(self, source: Path, folder: Path):
        self.folder = folder
        with source.open(newline="", encoding="cp1252") as file:
            reader = csv.DictReader(file)
            self.rows = list(reader)
            self.headings = list(reader.fieldnames)

    def row(self, urn: int) -> dict:
        return next(row for row in self.rows if row["URN"] == str(urn))

    def write(self, name: str = "register.csv", encoding: str = "cp1252", delimiter: str = ",") -> Path:
        path = self.folder / name
        with path.open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, self.headings, extrasaction="ignore", delimiter=delimiter)
            writer.writeheader()
            writer.writerows(self.rows)
        return path

    def bytes(self, **how) -> bytes:
        return self.write(**how).read_bytes()


@pytest.fixture
def made(tmp_path):
    return MadeFile(REGISTER, tmp_path)


@pytest.fixture
def register(db):
    """The made-up register with its links, imported."""
    return import_register(REGISTER, links=LINKS)


def school(urn: int) -> School:
    return School.objects.get(urn=urn)


def stored() -> list[tuple]:
    """Everything the register says, to compare before and after."""
    return list(School.objects.order_by("urn").values_list())
