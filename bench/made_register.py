"""A made-up register as large as the real one, for machines that do not have the real one."""

import csv
import random
from pathlib import Path

ROWS = 50_515
# The headings that the register's older extracts have.
HEADINGS = [
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentTypeGroup (code)",
    "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (code)",
    "PhaseOfEducation (name)",
    "NumberOfPupils",
    "UKPRN",
    "LastChangedDate",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "County (name)",
    "Postcode",
    "Easting",
    "Northing",
    "RSCRegion (name)",
    "Country (name)",
]
FIRST = [
    "Ash",
    "Birch",
    "Cedar",
    "Elder",
    "Fern",
    "Hazel",
    "Ivy",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Sedge",
    "Thorn",
    "Willow",
    "Yew",
]
SECOND = [
    "bank",
    "bridge",
    "brook",
    "bury",
    "combe",
    "dale",
    "den",
    "field",
    "ford",
    "ham",
    "hill",
    "hurst",
    "leigh",
    "mead",
    "stead",
    "ton",
    "wick",
    "wood",
    "worth",
]
SAINTS = [
    "Aldhelm",
    "Bede",
    "Chad",
    "Cuthbert",
    "Dunstan",
    "Edith",
    "Frideswide",
    "Hilda",
    "Joseph",
    "Mary",
    "Oswald",
    "Peter",
    "Wilfrid",
]
KINDS = ("Primary School", "CofE Primary School", "Catholic Primary School", "Infant School", "High School", "Academy")


def write(path: Path) -> Path:
    """The same file every time: 46 of 100 schools closed, names that repeat, as in the real one."""
    rng = random.Random(2026)
    towns = [f"{first}{second}" for first in FIRST for second in SECOND]
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_row(number, rng, towns) for number in range(ROWS))
    return path


def _row(number: int, rng: random.Random, towns: list[str]) -> list:
    area, town = rng.randrange(150), rng.choice(towns)
    open_, pupils = (("1", "Open"), rng.randint(20, 1500)) if rng.random() > 0.46 else (("2", "Closed"), "")
    start = f"St {rng.choice(SAINTS)}'s" if rng.random() < 0.3 else rng.choice(towns)
    date = f"{rng.randint(1, 28):02d}-{rng.randint(1, 12):02d}-{rng.randint(1950, 2023)}"
    postcode = f"{town[0]}{town[-1].upper()}{area % 60} {rng.randint(1, 9)}{rng.choice('ABDEF')}{rng.choice('GHJLN')}"
    return [
        *(100_000 + number, 200 + area, f"Authority {area}", 2000 + number % 7000, f"{start} {rng.choice(KINDS)}"),
        *("1", "Community school", "4", "Local authority maintained schools", *open_, date, "", "2", "Primary"),
        *(pupils, 10_000_000 + number, date, f"{rng.randint(1, 200)} {rng.choice(towns)} Road", "", "", town, ""),
        *(postcode, rng.randint(100_000, 600_000), rng.randint(10_000, 600_000), "", ""),
    ]
