"""Imports a register again and again, each time beside a bare COPY of its bytes. Arguments: the file, how often.

Prints JSON: seconds of `bare`, of the `first` import into an empty register, of importing the same file `again`,
and the peak of this process in MiB.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402

from schools.models import LocalAuthority, RegisterLoad, School, SchoolLink, SchoolRole, Trust  # noqa: E402
from schools.register import import_register  # noqa: E402

EMPTIED = (SchoolRole, SchoolLink, School, LocalAuthority, Trust, RegisterLoad)


def bare(path: Path) -> float:
    """The file as it is into a table of texts without a key: the least that PostgreSQL can do with these rows."""
    with path.open(newline="", encoding="cp1252") as file:
        headings = next(csv.reader(file))
    columns = ", ".join(f"c{number} text" for number in range(len(headings)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS bare; CREATE TABLE bare ({columns})")
        start = time.perf_counter()
        command = "COPY bare FROM STDIN WITH (FORMAT csv, HEADER, ENCODING 'WIN1252')"
        with cursor.copy(command) as copy, path.open("rb") as file:
            while block := file.read(256 * 1024):
                copy.write(block)
        return time.perf_counter() - start


def ours(path: Path) -> float:
    start = time.perf_counter()
    import_register(path)
    return time.perf_counter() - start


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(model._meta.db_table for model in EMPTIED)} CASCADE")


def main(path: Path, times: int) -> None:
    found: dict[str, list[float]] = {"bare": [], "first": [], "again": []}
    for number in range(times + 1):
        rounds = [("bare", bare(path))]
        empty()
        rounds += [("first", ours(path)), ("bare", bare(path)), ("again", ours(path))]
        for name, seconds in rounds if number else ():
            found[name].append(seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "peak": peak}))


main(Path(sys.argv[1]), int(sys.argv[2]))
