"""The register: its import beside a bare COPY of the same rows, and finding a school beside a bare look-up.

On the real register where REGISTER_FILE (and LINKS_FILE) name it, else on a made-up one of the same size.
"""

import json
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from bench import made_register
from bench.database import database, run
from bench.harness import Server, Side, compare, report

TIMES = 9
MOST_MEMORY = 200
QUERIES = {
    "name": "st mary",
    "one common word": "primary",
    "name and town": "oak hill london",
    "word in no school": "zzzq",
    "postcode": "GL50",
    "URN": "115552",
    "DfE number": "916/2061",
}


def main() -> None:
    with TemporaryDirectory() as folder:
        named = [Path(os.environ[name]) for name in ("REGISTER_FILE", "LINKS_FILE") if os.environ.get(name)]
        files = named or [made_register.write(Path(folder) / "register.csv")]
        with database("register", "fill_register", *files) as url:
            look_up(url)
        with database("register_import", "fill_register", *files) as url:
            imported(url, files[0])


def imported(url: str, path: Path) -> None:
    found = json.loads(run(url, "-m", "bench.time_import", str(path), str(TIMES)))
    bare = statistics.median(found["bare"])
    for name, words in (("first", "first import of the register"), ("again", "the same register again")):
        seconds = statistics.median(found[name])
        print(f"{words}\t{seconds / bare:.2f}\t5", flush=True)
        print(f"    {seconds:.2f} s beside {bare:.2f} s", file=sys.stderr, flush=True)
    print(f"register import, peak MiB of {MOST_MEMORY}\t{found['peak'] / MOST_MEMORY:.2f}\t1", flush=True)


def look_up(url: str) -> None:
    with Server(url) as server:
        bare = Side(lambda: server.get("/bare/school/1000/"), server)
        for words, query in QUERIES.items():
            path = f"/schools/?format=json&q={quote(query)}"
            ours = Side(lambda path=path: server.get(path), server)
            report(f"school look-up by {words}", compare(ours, bare), "3")


if __name__ == "__main__":
    main()
