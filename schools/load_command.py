"""A management command that loads a small CSV file: all of it or nothing, or says what it would change."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from schools.csv_file import FileError
from schools.loaded import in_words


class LoadCommand(BaseCommand):
    """`load(content, dry_run=)` does it or raises FileError; `file_help` names the columns."""

    load: Callable
    file_help: str

    def add_arguments(self, parser):
        parser.add_argument("file", help=self.file_help)
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")

    def handle(self, *args, file, dry_run, **options):
        try:
            loaded = self.load(Path(file).read_bytes(), dry_run=dry_run)
        except OSError as fault:
            raise CommandError(f"The file could not be read: {fault.strerror}.") from fault
        except FileError as fault:
            raise CommandError("Nothing was loaded.\n" + "\n".join(fault.errors)) from fault
        self.stdout.write(in_words(loaded, dry_run))
