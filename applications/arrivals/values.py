"""Cells into answers: what people type into other forms, as this form keeps it. Pure: others look schools up."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from django.utils import timezone as django_timezone

from applications.arrivals.mapping import ANSWER, FULL_NAME, NAME, OUT, POSTCODE, TICKS, TIME, TOWN, URN, label_of
from applications.spec.check import choices_of, tidy_postcode, tidy_trn
from applications.spec.types import AtLeast, Field, FormSpec, Kind
from schools.find import fold

YES = {"yes", "y", "true", "1", "x", "✓", "✔", "ok", "tick", "ticked", "agree", "agreed", "i agree", "we agree"}
NO = {"no", "n", "false", "0", "none", "disagree", "no thanks"}
YES_BEGINS = re.compile(r"(yes|agreed?|(i|we) (agree|confirm|understand|accept|consent|have read))\b")
NO_BEGINS = re.compile(r"(no|not|disagree|(i|we) (do not|don't|dont|disagree|have not))\b")
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Typed:
    """What a response says of its school."""

    urn: str = ""
    name: str = ""
    postcode: str = ""
    town: str = ""

    def __str__(self):
        return ", ".join(filter(None, (self.name, self.town, self.postcode, self.urn and f"URN {self.urn}")))


@dataclass
class Response:
    """One row read by its columns: answers by field name, and in `unread` what fits no question, a sentence each."""

    typed: Typed
    time: str = ""
    answers: dict = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


SchoolsNamed = Callable[[str], list[dict]]


def typed_of(columns: list[str], cells: list[str]) -> Typed:
    said = {means: " ".join(cell.split()) for means, cell in zip(columns, cells, strict=True) if means != OUT}
    return Typed(*(said.get(means, "")[:300] for means in (URN, NAME, POSTCODE, TOWN)))


def response_of(form: FormSpec, columns: list[str], cells: list[str], schools_named: SchoolsNamed) -> Response:
    """The response in the form's own answers. `schools_named` turns "Ash Lane; Birch Road" into rows of a list."""
    response = Response(typed_of(columns, cells))
    fields = {each.name: each for each in form.fields()}
    for means, cell in zip(columns, cells, strict=True):
        kind, _, name = means.partition(":")
        if not cell.strip() or means == OUT:
            continue
        if means == TIME:
            response.time = cell
        elif f"{kind}:" == FULL_NAME:
            response.answers |= _name_parts(name, cell)
        elif f"{kind}:" == TICKS:
            _take_ticks(response, form, name, cell)
        elif f"{kind}:" == ANSWER and name in fields:
            _take(response, fields[name], cell, schools_named)
    return response


def _take(response: Response, asked: Field, cell: str, schools_named: SchoolsNamed) -> None:
    value = schools_named(cell) if asked.kind is Kind.SCHOOLS else value_of(asked, cell)
    if value is None:
        response.unread.append(f"{label_of(asked)}: “{_short(cell)}”")
    else:
        response.answers[asked.name] = value


def value_of(asked: Field, cell: str):
    """The cell as this question's answer; None where it is none that the question can keep."""
    match asked.kind:
        case Kind.TICK:
            return yes_or_no(cell, asked.label)
        case Kind.YES_NO:
            answer = yes_or_no(cell)
            return None if answer is None else "yes" if answer else "no"
        case Kind.CHOICE:
            return next(iter(_chosen(asked, cell, several=False)), None)
        case Kind.CHOICES:
            return _chosen(asked, cell, several=True) or None
        case Kind.WORDS:
            return cell.strip() if len(cell.strip()) <= asked.most_characters else None
        case Kind.EMAIL:
            cell = cell.strip().removeprefix("mailto:").strip("<>;, ")
        case Kind.TRN:
            cell = tidy_trn(cell.strip())
        case Kind.POSTCODE:
            cell = tidy_postcode(cell)
    line = " ".join(cell.split())
    return line if len(line) <= asked.most_characters else None


def yes_or_no(cell: str, label: str = "") -> bool | None:
    """What a tick or yes/no is meant to be: words for it, or the very sentence that was agreed to."""
    words = " ".join(cell.casefold().replace("’", "'").rstrip(".! ").split())
    if words in YES or (label and fold(label) == fold(cell)):
        return True
    if words in NO or NO_BEGINS.match(words):
        return False
    return True if YES_BEGINS.match(words) or (label and fold(cell).startswith(fold(label) + " ")) else None


def _chosen(asked: Field, cell: str, *, several: bool) -> list[str]:
    """Values whose label or value the cell says, case and punctuation aside; none where something else is said too."""
    said = fold(cell)
    whole = [value for value, label in choices_of(asked) if said in (fold(label), fold(value))]
    if whole or not several:
        return whole
    parts = [fold(part) for part in re.split(r"[;,\n]", cell) if part.strip()]
    by_words = {fold(words): value for value, label in choices_of(asked) for words in (value, label)}
    if all(part in by_words for part in parts):
        return list(dict.fromkeys(by_words[part] for part in parts))
    return _contained(said, [(value, label) for value, label in choices_of(asked)])


def _contained(said: str, choices: list[tuple[str, str]]) -> list[str]:
    """Values whose whole label stands in what is said, longest first, with nothing left beside them."""
    found = []
    for value, label in sorted(choices, key=lambda choice: -len(choice[1])):
        folded = fold(label)
        if folded and f" {folded} " in f" {said} ":
            found.append(value)
            said = f" {said} ".replace(f" {folded} ", " ").strip()
    return [] if said.strip() else [value for value, _ in choices if value in found]


def _take_ticks(response: Response, form: FormSpec, slug: str, cell: str) -> None:
    """One column that lists all that was ticked of a page."""
    for _, page in form.pages():
        ticks = {name for rule in page.rules if isinstance(rule, AtLeast) for name in rule.fields}
        if page.slug != slug or not ticks:
            continue
        said = f" {fold(cell)} "
        found = {each.name for each in page.fields if each.name in ticks and f" {fold(each.label)} " in said}
        response.answers |= dict.fromkeys(found, True)
        if not found:
            response.unread.append(f"{page.title}: “{_short(cell)}”")


def _name_parts(prefix: str, cell: str) -> dict[str, str]:
    """First and last name of "Dr Ann Lee", "Lee, Ann" or "Ann"."""
    words = " ".join(cell.split())[:150]
    if words.count(",") == 1:
        last, first = (part.strip() for part in words.split(","))
    else:
        first, _, last = words.rpartition(" ")
        first, last = (first, last) if first else (last, "")
    found = {f"{prefix}first_name": first[:80], f"{prefix}last_name": last[:80]}
    return {name: value for name, value in found.items() if value}


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


# --- Moments --------------------------------------------------------------------------------------

MOMENT = re.compile(
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{1,4})"
    r"(?:[ T,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d+)?\s*(?P<half>[ap]\.?m\.?)?)?"
    r"\s*(?P<zone>Z|UTC|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|GMT)?\s*",
    re.IGNORECASE,
)


def month_comes_first(texts: list[str]) -> bool:
    """Whether a column writes 3/25/2027: only where one of its days can be read no other way."""
    found = [MOMENT.fullmatch(text.strip()) for text in texts]
    pairs = [(int(m["a"]), int(m["b"])) for m in found if m and len(m["a"]) <= 2]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def moment_of(text: str, *, month_first: bool = False) -> datetime | None:
    """A timestamp as spreadsheets write it, London time where it names no zone; None where it is none."""
    found = MOMENT.fullmatch(text.strip())
    if not found:
        return None
    try:
        naive = datetime(*_day(found, month_first), *_clock(found))
    except ValueError:
        return None
    zone = _zone(found["zone"])
    return naive.replace(tzinfo=zone) if zone else django_timezone.make_aware(naive)


def _day(found: Mapping[str, str], month_first: bool) -> tuple[int, int, int]:
    a, b, c = (int(found[name]) for name in "abc")
    if len(found["a"]) == 4:
        return a, b, c
    year = c + 2000 if len(found["c"]) <= 2 else c
    return (year, a, b) if month_first else (year, b, a)


def _clock(found: Mapping[str, str]) -> tuple[int, int, int]:
    hour = int(found["hour"] or 12)
    half = (found["half"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        raise ValueError("no such hour")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _zone(text: str | None):
    if not text:
        return None
    digits = re.sub(r"[^\d+-]", "", text)
    if not digits:
        return UTC
    sign = -1 if digits[0] == "-" else 1
    hours, minutes = int(digits[1:3]), int(digits[3:5] or 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes)) if hours < 15 and minutes < 60 else UTC
