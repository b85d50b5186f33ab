from hubs.areas import load_areas
from schools.load_command import LoadCommand


class Command(LoadCommand):
    help = "Load which authorities and districts each hub serves, from a CSV file: all of it or nothing."
    file_help = "CSV with the columns hub, la_name, as_at; also district_code, ends, source."
    load = staticmethod(load_areas)
