"""The names of the 40 Maths Hubs (N1), as data that comes with the software."""

from django.utils.text import slugify

from hubs.models import Hub
from journal import moves

NAMES = (
    "Abacus",
    "Angles",
    "Archimedes NE",
    "BBO",
    "Boolean",
    "Cambridge",
    "Central",
    "Cheshire and Wirral",
    "CODE",
    "East Midlands East",
    "East Midlands South",
    "East Midlands West",
    "Enigma",
    "GLOW",
    "Great North",
    "Jurassic",
    "Kent and Medway",
    "London Central and NW",
    "London Central and West",
    "London North East",
    "London South East",
    "London South West",
    "London Thames",
    "Matrix",
    "Mobius",
    "North Mids",
    "North North West",
    "North West One",
    "North West Three",
    "North-East Hants and Surrey",
    "Origin",
    "SHaW",
    "Solent",
    "South Yorkshire",
    "Sussex",
    "Turing NW",
    "Venn Essex",
    "West Yorkshire",
    "Yorkshire and the Humber",
    "Yorkshire Ridings",
)


def load_hubs() -> int:
    """Make the hubs that are not there yet, known by slug or by name; return how many were made.

    A hub that somebody renamed keeps its slug and is left alone.
    """
    taken = set(Hub.objects.values_list("slug", flat=True)) | set(Hub.objects.values_list("name", flat=True))
    made = 0
    for name in NAMES:
        slug = slugify(name)
        if {slug, name} & taken:
            continue
        moves.record(Hub.objects.create(name=name, slug=slug), "shipped")
        made += 1
    return made
