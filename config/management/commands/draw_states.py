from django.conf import settings
from django.core.management.base import BaseCommand

from config import states


class Command(BaseCommand):
    help = "Draw docs/states.md anew from the tables of moves."
    requires_system_checks = []

    def handle(self, *args, **options):
        path = settings.BASE_DIR / "docs" / "states.md"
        path.write_text(states.document())
        self.stdout.write(f"{path} drawn.")
