"""A database of SQLite with every migration in it, copied by each run of the tests that comes after.

To migrate from nothing takes ten seconds of work, and `make test` did it four times over. The copy is of these very
migrations, or it is made anew; `migrate` runs over it all the same, and would add what is missing.
"""

import fcntl
import hashlib
import inspect
import shutil
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from journal import chain, guards

CALLED_BY_MIGRATIONS = (guards, chain)


def fingerprint() -> str:
    """Of all migrations, ours and those of packages, as they stand in their files."""
    modules = {inspect.getmodule(type(one)) for one in MigrationLoader(None).disk_migrations.values()}
    whole = hashlib.sha256(django.__version__.encode())
    for file in sorted(module.__file__ for module in {*modules, *CALLED_BY_MIGRATIONS}):
        whole.update(Path(file).read_bytes())
    return whole.hexdigest()[:16]


class Ready:
    """Of runs that begin at once, one migrates, and the others wait for its copy until it says `stands`."""

    def __init__(self, patch):
        self.file = Path(settings.VAR_DIR) / f"ready-{fingerprint()}.sqlite3"
        self.lock = open(self.file.with_name("ready.lock"), "w")  # noqa: SIM115 held until the database stands
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        creation = type(connection.creation)
        made = creation._create_test_db

        def copied(*args, **kwargs):
            name = made(*args, **kwargs)
            if self.file.exists():
                shutil.copyfile(self.file, name)
            return name

        patch.setattr(creation, "_create_test_db", copied)

    def stands(self) -> None:
        if not self.file.exists():
            self._keep()
        self.lock.close()

    def _keep(self) -> None:
        new = self.file.with_suffix(".new")
        new.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(new)])
        for old in self.file.parent.glob("ready-*.sqlite3"):
            old.unlink()
        new.rename(self.file)
