"""What would happen to each response, before anything does: its school, its gaps, its verdict, its fate."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from applications import spec, workflow
from applications.arrivals import matching
from applications.arrivals.mapping import TIME
from applications.arrivals.models import Arrival, ArrivalRow
from applications.arrivals.values import Response, moment_of, month_comes_first, response_of, typed_of
from applications.models import Application
from applications.named_schools import label, which
from applications.spec.check import email_is_valid
from schools.models import School

Match, Result = ArrivalRow.Match, ArrivalRow.Result
OLDEST = timedelta(days=730)
NO_EMAIL = "It has no email address that could be written to, so nobody could be told the decision."
MOST_NAMED = 7

# What becomes of a row, with how a page says it before and after; results of rows done are kinds too.
KINDS = {
    "waiting": "Not looked at yet",
    "to_confirm": "School to confirm",
    "new": "New application",
    "incomplete": "New, with gaps",
    "sent_already": "Here already",
    "repeated": "Repeated in the file",
    "left_out": "Cannot be brought in",
    "skipped": "Skipped by you",
    "made": "Brought in",
    "undone": "Undone",
}


class Reader:
    """Reads the rows of one arrival by its columns; remembers what is the same for all of them."""

    def __init__(self, arrival: Arrival):
        self.arrival = arrival
        self.form = spec.form_for(arrival.project)
        self.month_first = month_comes_first(self._times()) if TIME in arrival.columns else False
        self._named: dict[str, School | None] = {}

    def _times(self) -> list[str]:
        place = self.arrival.columns.index(TIME)
        return [cells[place] for cells in self.arrival.rows.values_list("cells", flat=True) if len(cells) > place]

    def response(self, row: ArrivalRow) -> Response:
        response = response_of(self.form, self.arrival.columns, row.cells, self._schools_named)
        if response.time and self.sent(response) is None:
            response.unread.append(f"When it was sent: “{response.time[:40]}”")
        return response

    def sent(self, response: Response) -> datetime | None:
        """When the school sent it; None where the file does not say, or says what cannot be."""
        moment = moment_of(response.time, month_first=self.month_first) if response.time else None
        now = timezone.now()
        return moment if moment and now - OLDEST < moment <= now else None

    def application(self, row: ArrivalRow, response: Response, school: School) -> Application:
        """The application it would make, not saved."""
        return Application(
            reference=workflow.new_reference(),
            school=school,
            project=self.arrival.project,
            hub=self.arrival.hub,
            started_email=response.answers.get("email", "").lower(),
            arrival_row=row,
            answers=response.answers,
        )

    def _schools_named(self, cell: str) -> list[dict]:
        parts = [" ".join(part.split())[:300] for part in cell.replace("\n", ";").split(";")]
        return [self._school_named(part) for part in parts if part][:MOST_NAMED]

    def _school_named(self, typed: str) -> dict:
        if typed not in self._named:
            self._named[typed] = which(typed, "", 0).school
        school = self._named[typed]
        known = {"typed": label(school), "urn": school.urn, "name": school.name} if school else {}
        return {"typed": typed, "urn": None, "name": "", **known, "relationship": "", "other": ""}


def frozen_today(school_id: int) -> School:
    """The school with all that an application keeps of it."""
    return School.objects.select_related("authority", "trust").get(pk=school_id)


def problem_of(response: Response) -> str:
    """Why no application can be made of it; "" where one can. Gaps are no hindrance, an address nobody has is one."""
    try:
        email_is_valid(response.answers.get("email", ""))
    except ValidationError:
        return NO_EMAIL
    return ""


# --- Looking at rows ------------------------------------------------------------------------------


def look(arrival: Arrival, *, seconds: float) -> bool:
    """Look at rows that nobody has looked at yet, as long as there is time; True when none is left."""
    stop = time.monotonic() + seconds
    waiting = list(arrival.rows.filter(looked_at=False))
    if not waiting:
        return True
    reader, before = Reader(arrival), said_before(arrival, waiting)
    for row in waiting:
        if time.monotonic() > stop:
            return False
        look_at(row, reader, before.get(row.key))
    return True


def said_before(arrival: Arrival, rows: Iterable[ArrivalRow]) -> dict[str, ArrivalRow]:
    """The last row of the same words at this hub where somebody has said which school it is, by key."""
    earlier = ArrivalRow.objects.filter(
        arrival__hub=arrival.hub_id,
        arrival__project=arrival.project_id,
        key__in={row.key for row in rows},
        match=Match.CONFIRMED,
        school__isnull=False,
    ).exclude(arrival=arrival)
    return {row.key: row for row in earlier.select_related("school").order_by("id")}


def look_at(row: ArrivalRow, reader: Reader, before: ArrivalRow | None = None) -> None:
    """Find its school where nobody has said it, and write down what would happen; not over a later look."""
    if row.match not in (Match.CONFIRMED, Match.SKIPPED):
        found = matching.match(typed_of(reader.arrival.columns, row.cells))
        row.match, row.school, row.why = found.match, found.school, found.why
        row.candidates = [school.urn for school in found.candidates]
        if before and found.match != Match.CERTAIN:
            row.match, row.school = Match.CONFIRMED, before.school
    foresee(row, reader)
    fields = ("match", "school", "why", "candidates", "sent", "gaps", "unread", "problem", "outcome", "looked_at")
    still = ArrivalRow.objects.filter(pk=row.pk, looked_at=False, result="", arrival__round=reader.arrival.round)
    row.looked_at = True
    still.update(**{name: getattr(row, name) for name in fields})


def foresee(row: ArrivalRow, reader: Reader) -> None:
    """What an application of this row would be: its moment, gaps, what fits no question, its verdict."""
    response = reader.response(row)
    row.sent, row.unread, row.problem = reader.sent(response), response.unread, problem_of(response)
    row.gaps, row.outcome = [], ""
    if row.school_id:
        application = reader.application(row, response, frozen_today(row.school_id))
        row.gaps = spec.missing(application)
        form = spec.frozen_form(application)
        row.outcome = workflow.submission(application, form, at=row.sent or timezone.now())["outcome"]


# --- What becomes of them -------------------------------------------------------------------------


@dataclass(frozen=True)
class Fate:
    """A row's key and line, and what becomes of it (a key of KINDS)."""

    pk: int
    line: int
    kind: str
    outcome: str


def fates(arrival: Arrival) -> list[Fate]:
    """Every row in the order of the file with what becomes of it as things stand now; two queries."""
    names = ("pk", "line", "school_id", "match", "sent", "problem", "gaps", "outcome", "result", "looked_at")
    rows = [dict(zip(names, values, strict=True)) for values in arrival.rows.order_by("line").values_list(*names)]
    here = schools_here(arrival) if arrival.is_open else set()
    last = last_of_school(rows)
    return [Fate(row["pk"], row["line"], _kind(row, here, last), row["outcome"]) for row in rows]


def schools_here(arrival: Arrival) -> set[int]:
    """Keys of the schools that have sent this hub an application in this project."""
    return set(sent_to(arrival).values_list("school_id", flat=True))


def sent_to(arrival: Arrival):
    """What this hub was sent in this project, and was neither withdrawn nor passed on."""
    sent = Application.objects.sent_to(arrival.hub_id).filter(project=arrival.project_id)
    return sent.exclude(status__in=workflow.NOT_SENT)


def last_of_school(rows: list[dict]) -> dict[int, int]:
    """Of each school the row that counts, by key: the last one sent, or the last in the file."""
    last: dict[int, dict] = {}
    for row in rows:
        if row["school_id"] and not row["problem"] and row["match"] != Match.SKIPPED:
            other = last.get(row["school_id"])
            if other is None or _later(row, other):
                last[row["school_id"]] = row
    return {school: row["pk"] for school, row in last.items()}


def _later(row: dict, other: dict) -> bool:
    if row["sent"] and other["sent"]:
        return (row["sent"], row["line"]) > (other["sent"], other["line"])
    return row["line"] > other["line"]


def _kind(row: dict, here: set[int], last: dict[int, int]) -> str:
    if row["result"]:
        return "skipped" if row["match"] == Match.SKIPPED else row["result"]
    if not row["looked_at"]:
        return "waiting"
    if row["match"] == Match.SKIPPED:
        return "skipped"
    if row["problem"]:
        return Result.LEFT_OUT.value
    if row["school_id"] is None:
        return "to_confirm"
    if row["school_id"] in here:
        return Result.SENT_ALREADY.value
    if last[row["school_id"]] != row["pk"]:
        return Result.REPEATED.value
    return "incomplete" if row["gaps"] else "new"


def count(found: list[Fate]) -> dict[str, int]:
    """How many rows of each kind, in the order of KINDS; kinds without rows are left out."""
    numbers = Counter(fate.kind for fate in found)
    return {kind: numbers[kind] for kind in KINDS if numbers[kind]}


def verdicts(found: list[Fate]) -> dict[str, int]:
    """How many of those that would be or were brought in get each verdict."""
    return Counter(fate.outcome for fate in found if fate.kind in ("new", "incomplete", "made"))
