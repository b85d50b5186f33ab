from schools.listed_areas import load_listed_areas
from schools.load_command import LoadCommand


class Command(LoadCommand):
    help = "Load lists of areas of low social mobility from a CSV file: all of it or nothing."
    file_help = "CSV with the columns list, name, la_name, starts; also district_code, ends."
    load = staticmethod(load_listed_areas)
