import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from journal.moves import Refused
from schools.register import ManyClosures, import_register


class Command(BaseCommand):
    help = "Bring the register of schools in line with the Department for Education's file (CSV, or a zip of it)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="edubasealldata….csv as published, plain or zipped")
        parser.add_argument("--links", type=Path, help="links_edubasealldata….csv: which school carried on from which")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument(
            "--confirm-closures", action="store_true", help="needed where more than 5%% of the open schools close"
        )

    def handle(self, file, links=None, dry_run=False, confirm_closures=False, **options):
        with tqdm(unit="B", unit_scale=True, file=sys.stderr, desc="Reading", leave=False) as bar:

            def progress(done: int, size: int) -> None:
                bar.total = size
                bar.update(done - bar.n)

            try:
                report = import_register(
                    file, links=links, dry_run=dry_run, confirm_closures=confirm_closures, progress=progress
                )
            except ManyClosures as refusal:
                raise CommandError(f"{refusal.reason} Nothing was changed; --confirm-closures confirms.") from None
            except Refused as refusal:
                raise CommandError(f"{refusal.reason} Nothing was changed.") from None
        for line in report.lines():
            self.stdout.write(line)
        if report.warning:
            self.stdout.write(self.style.WARNING(report.warning))
        if dry_run:
            self.stdout.write("A dry run: nothing was changed.")
