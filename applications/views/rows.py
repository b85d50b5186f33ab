"""The rows of the queue as plain values in the words their template puts down; nothing is looked up for a row."""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from applications.deciding.position import place_on_the_list
from applications.filters import SOMEBODY_DECLINED, ApplicationFilter, is_overdue
from applications.models import AWAITING, Alternative, Decision, MoreAsked, Offer, Outcome, PassOn, Status
from hubs.models import Hub
from journal.words import ordinal
from workgroups.models import Pledge, Project

STATUS_WORDS = dict(Status.choices)
OUTCOME_WORDS = {**dict(Outcome.choices), Outcome.JUDGE.value: "To judge"}  # shorter than on a page of its own
PREPARED_WORDS = {kind: f"Prepared: {label[:1].lower()}{label[1:]}" for kind, label in Decision.Kind.choices}
OUTCOME_TAGS = {Outcome.ELIGIBLE: " tag-good", Outcome.JUDGE: " tag-care", Outcome.NOT_ELIGIBLE: " tag-bad"}
# What a row shows, and no more: the answers, the checks and the frozen form stay in the database.
SHOWN = (
    "id",
    "reference",
    "school_name",
    "status",
    "outcome",
    "submitted",
    "owner",
    "owner__first_name",
    "owner__last_name",
    "owner__email",
    "project",
    "project__kind",
    "project__year",
    "authority__name",
    "pledge__status",
    "place__overridden_at",
)


def for_rows(queryset):
    asked = MoreAsked.objects.unanswered().filter(application=OuterRef("pk")).values("due")
    prepared = Decision.objects.filter(application=OuterRef("pk"), status=Decision.Status.PREPARED)
    until = [
        Subquery(model.objects.filter(application=OuterRef("pk"), status="open").order_by().values("answer_by")[:1])
        for model in (Offer, Alternative, PassOn)
    ]
    return queryset.values(
        *SHOWN,
        in_group=KeyTextTransform("in_group", "answers"),
        asked_due=Subquery(asked.order_by()[:1]),
        prepared=Subquery(prepared.order_by().values("kind")[:1]),
        answer_by=Coalesce(*until),
        place_on_list=Case(When(status=Status.WAITING_LIST, then=place_on_the_list())),
        somebody_declined=SOMEBODY_DECLINED,
    )


def shown(rows: list[dict], found: ApplicationFilter, hub: Hub, keep: str) -> list[dict]:
    """The rows in the words their template puts down, each with its link, which keeps the filters."""
    path = reverse("desk:application", args=[hub.slug, "x"]).removesuffix("x/")
    groups = reverse("desk:clusters", args=[hub.slug])
    now = timezone.now()
    closings = found.choices.closings
    closes = {key: closing(moment, now) for key, moment in closings.items() if moment}
    return [
        {
            "link": f"{path}{row['reference']}/{keep}",
            "reference": row["reference"],
            "group": f"{groups}{row['reference']}/" if row["in_group"] == "yes" else "",
            "closes": closes.get(row["project"], ""),
            "late": row["status"] in AWAITING and is_overdue(row["submitted"], closings.get(row["project"]), now),
            **in_words(row, timezone.localdate(now)),
        }
        for row in rows
    ]


def closing(moment: datetime, now: datetime) -> str:
    """Like "closes 5 Mar 2027"; said of a project once a page."""
    day = timezone.localdate(moment)
    return f"{'closed' if moment <= now else 'closes'} {day.day} {day:%b %Y}"


def in_words(row: dict, today: date) -> dict:
    sent = timezone.localdate(row["submitted"])
    under = [row["reference"], row["authority__name"]]
    state = STATUS_WORDS[row["status"]]
    if row["status"] in AWAITING:
        state += f", {waiting((today - sent).days)}"
    elif row["place__overridden_at"]:
        state += ", by override"
    elif row["asked_due"]:
        due = row["asked_due"]
        state += ", answer overdue" if due < today else f", answer by {due.day} {due:%b %Y}"
    elif row["answer_by"]:
        state += f", open until {row['answer_by'].day} {row['answer_by']:%b %Y}"
    elif row["place_on_list"]:
        state += f", {ordinal(row['place_on_list'])}"
    unsigned = row["pledge__status"] == Pledge.Status.OPEN
    return {
        "school": row["school_name"],
        "under": " · ".join(filter(None, under)),
        "phase": phase(row["project__kind"], row["project__year"]),
        "outcome": OUTCOME_WORDS.get(row["outcome"], "Not judged"),
        "tag": OUTCOME_TAGS.get(row["outcome"], ""),
        "sent": f"{sent.day} {sent:%b %Y}",
        "state": state,
        "prepared": PREPARED_WORDS.get(row["prepared"], ""),
        "owner": _who(row),
        "unsigned": unsigned,
        "declined_to_sign": unsigned and row["somebody_declined"],
    }


def _who(row: dict) -> str:
    """Who has it: its reviewer by name, after the school where that is asked for more."""
    name = f"{row['owner__first_name'] or ''} {row['owner__last_name'] or ''}".strip() or row["owner__email"]
    return f"The school, then {name}" if row["status"] == Status.MORE_ASKED and name else name


def waiting(days: int) -> str:
    return "sent today" if days < 1 else "waits 1 day" if days == 1 else f"waits {days} days"


@lru_cache(maxsize=256)
def phase(kind: str, year: int) -> str:
    """The label of a project: its phase and academic year. A handful of them stand on each page many times."""
    return render_to_string("applications/desk/part_phase.html", {"project": Project(kind=kind, year=year)})
