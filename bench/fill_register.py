"""Fills an empty database with a register. Arguments: its file, and its links where there are any; prints nothing."""

import sys
from pathlib import Path

import django

django.setup()

from schools.register import import_register  # noqa: E402

file, *links = (Path(name) for name in sys.argv[1:])
import_register(file, links=links[0] if links else None, confirm_closures=True)
