"""A page drawn before somebody else saved it: whose words stand, field by field. Pure.

Each page carries a short print of every answer it was drawn from. Where an answer has changed since, it is told from
the prints whether this page changed it too. What only one of the two changed is kept as that one has it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from applications.models import Application
from applications.spec import Answers, Page
from journal.moves import Stale

LENGTH = 10
CARRIED = re.compile(rf"(\d{{1,9}})((?:\.[0-9a-f]{{{LENGTH}}})*)", re.ASCII)


@dataclass(frozen=True)
class Drawn:
    """What a page was drawn from: the draft's version, and a print of each answer by the field's name."""

    version: int
    prints: Mapping[str, str]


class Clash(Stale):
    """The same answers were changed here and elsewhere. `theirs` are the answers as they are now, by field."""

    def __init__(self, theirs: Answers, saved: datetime):
        super().__init__("Somebody changed the same answers since you opened this page. Choose which words to keep.")
        self.theirs = theirs
        self.saved = saved


def print_of(answer: object) -> str:
    words = json.dumps(answer or "", sort_keys=True)
    return sha256(words.encode()).hexdigest()[:LENGTH]


def carried(application: Application, page: Page) -> str:
    """What the page carries in a hidden field: its version and prints, in the order of its fields."""
    prints = (print_of(application.answers.get(field.name)) for field in page.fields)
    return ".".join([str(application.version), *prints])


def read(text: str, page: Page) -> Drawn | None:
    """What a posted page was drawn from; None where it does not say, or says it of another set of fields."""
    if not (found := CARRIED.fullmatch(text)):
        return None
    prints = found[2].split(".")[1:]
    if len(prints) != len(page.fields):
        return None
    return Drawn(int(found[1]), dict(zip((field.name for field in page.fields), prints, strict=True)))


def settled(application: Application, given: Answers, drawn: Drawn | None) -> dict:
    """Of a page's answers those that are to be written. Raises Clash."""
    if drawn is None or drawn.version == application.version:
        return dict(given)
    write, theirs = {}, {}
    for name, answer in given.items():
        now, mine = print_of(application.answers.get(name)), print_of(answer)
        base = drawn.prints.get(name, now)
        if mine in (now, base):
            continue  # nothing new from here
        if now == base:
            write[name] = answer
        else:
            theirs[name] = application.answers.get(name)
    if theirs:
        raise Clash(theirs, application.saved)
    return write
