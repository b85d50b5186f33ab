from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hubs.area_file import AreaFileError
from hubs.areas import load_areas


class Command(BaseCommand):
    help = "Load which authorities and districts each hub serves, from a CSV file: all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV with the columns hub, la_name, as_at; also district_code, ends, source.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")

    def handle(self, *args, file, dry_run, **options):
        try:
            loaded = load_areas(Path(file).read_bytes(), dry_run=dry_run)
        except OSError as fault:
            raise CommandError(f"The file could not be read: {fault.strerror}.") from fault
        except AreaFileError as fault:
            raise CommandError("Nothing was loaded.\n" + "\n".join(fault.errors)) from fault
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{loaded.made} areas {would}added, {loaded.ended} {would}ended, {loaded.unchanged} known already."
        )
