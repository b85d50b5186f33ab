from django.core.management.base import BaseCommand

from demo.seed import Size, seed


class Command(BaseCommand):
    help = "Make up a demo: schools, hubs, people, Work Groups and applications. Does nothing where it is there."

    def add_arguments(self, parser):
        usual = Size()
        parser.add_argument("--schools", type=int, default=usual.schools, help="60 to 25,000")
        parser.add_argument("--hubs", type=int, default=usual.hubs, help="how many of the 40 hubs are at work, 2 to 40")
        parser.add_argument("--applications", type=int, default=usual.applications, help="0 to 100,000")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same data")

    def handle(self, *args, schools, hubs, applications, verbosity, **options):
        def say(words: str) -> None:
            if verbosity:
                self.stdout.write(words)

        if not seed(Size(schools, hubs, applications), number=options["seed"], say=say):
            say("The demo's data is there already.")
