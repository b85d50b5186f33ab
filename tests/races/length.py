"""How long the long races are: in full for `make races`, shorter among all the lanes of `make test`."""

import os

FULL = os.environ.get("RACES") == "full"
ROUNDS = 100 if FULL else 6
SECONDS = 60 if FULL else 6
