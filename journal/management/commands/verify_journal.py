from datetime import date
from itertools import islice

from django.core.management.base import BaseCommand, CommandError

from journal.models import Anchor, Event
from journal.verifying import faults

MOST_SHOWN = 100


class Command(BaseCommand):
    """Whether any event was changed, removed or moved since it was written; exit code 1 where one was."""

    help = "Look for events that were changed, removed or put in another order since they were written."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only what came after that day began"
        )

    def handle(self, *, since=None, **options):
        found = list(islice(faults(since), MOST_SHOWN))
        for fault in found:
            self.stderr.write(str(fault))
        if found:
            more = " and perhaps more" if len(found) == MOST_SHOWN else ""
            raise CommandError(f"The journal is not as it was written: {len(found)} places{more}.", returncode=1)
        last = Anchor.objects.order_by("-day").first()
        anchored = f"anchored to {last}, digest {last.digest}" if last else "not anchored yet"
        self.stdout.write(f"The journal is as it was written: {Event.objects.count():,} events, {anchored}.")
