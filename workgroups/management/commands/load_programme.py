from django.core.management.base import BaseCommand
from django.db import transaction

from hubs.shipped import load_hubs
from workgroups.shipped import load_editions


class Command(BaseCommand):
    help = "Make the 40 hubs and this year's five projects where they are missing. Never changes what is there."

    def handle(self, *args, **options):
        with transaction.atomic():
            hubs, editions = load_hubs(), load_editions()
        self.stdout.write(f"{hubs} hubs and {editions} projects made; what was there already is as it was.")
