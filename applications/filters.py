"""What a hub's queue can be narrowed by. All of it lives in the address, so a list can be kept and passed on."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.models import User
from applications.models import AWAITING, Application, CriterionClaim, Decision, Outcome, Status
from applications.moments import DayField
from applications.queue import ORDERS
from applications.senders import with_unknown_sender
from hubs.access import DESK
from hubs.models import Hub
from schools.find import fold
from schools.models import LocalAuthority
from workgroups.models import Opening, Pledge, Project, Signatory

TABS = {
    "waiting": "Waiting",
    Status.SUBMITTED.value: "New",
    Status.IN_REVIEW.value: "In review",
    Status.MORE_ASKED.value: "With the school",
    Status.WAITING_LIST.value: "Waiting list",
    Status.OFFERED.value: "Offered",
    Status.ALTERNATIVE_OFFERED.value: "Alternative offered",
    Status.PLACED.value: "Placed",
    Status.DECLINED.value: "Declined",
    Status.TURNED_DOWN.value: "Turned down",
    Status.LAPSED.value: "Lapsed",
    Status.PASSING_ON.value: "Asked whether to pass on",
    Status.PASSED_ON.value: "Passed on",
    Status.TOOK_ALTERNATIVE.value: "Took an alternative",
    Status.WITHDRAWN.value: "Withdrawn",
    "all": "All",
}
HOW_IT_GETS_HERE = {
    Status.SUBMITTED.value: "An application is new from the moment a school sends it until somebody takes it on.",
    Status.IN_REVIEW.value: "An application is in review once somebody has taken it on, and until it is decided.",
    Status.MORE_ASKED.value: "An application is with its school while you have asked for more, until it answers.",
    Status.WAITING_LIST.value: "An application gets here when it is put on the waiting list, until a place is free.",
    Status.OFFERED.value: "An application gets here when its school is offered a place, and stays until it answers.",
    Status.ALTERNATIVE_OFFERED.value: "An application gets here when its school is offered something else instead.",
    Status.PLACED.value: "An application gets here when its school is placed in a Work Group.",
    Status.DECLINED.value: "An application gets here when it is declined with a reason.",
    Status.TURNED_DOWN.value: "An application gets here when its school turns down the place it was offered.",
    Status.LAPSED.value: "An application gets here when its school has not answered an offer by its day.",
    Status.PASSING_ON.value: "An application gets here when its school is asked whether it may go to another hub.",
    Status.PASSED_ON.value: "An application gets here when its school lets it go to another hub, which decides.",
    Status.TOOK_ALTERNATIVE.value: "An application rests here when its school has taken what was offered instead.",
    Status.WITHDRAWN.value: "An application gets here when its school takes it back. It needs no decision.",
}
# The panel's controls in their order, each with what "no choice" reads as.
SHOWN_AS = {
    "words": "",
    "project": "Any project",
    "outcome": "Any verdict",
    "criterion": "Any criterion",
    "authority": "Any authority",
    "owner": "Anybody",
    "late": "Overdue or not",
    "signatures": "Missing or not",
    "decision": "Prepared or not",
    "sender": "Anybody",
    "sent_from": "",
    "sent_to": "",
    "sort": "",
}
# "Missing" holds those that somebody declined, too.
SIGNATURES = {"missing": "Missing", "declined": "Declined"}
PREPARED = {"prepared": "Prepared", **dict(Decision.Kind.choices), "none": "Nothing prepared"}
OF_THE_HUB = {"project", "criterion", "authority", "owner"}
LONGEST_SHOWN = 200
# Overdue: still waiting so long after its project closed or, where nothing closes or it came later, after it was sent.
OVERDUE_AFTER = timedelta(days=28)
CHOICES_KEPT_SECONDS = 60
Choices = list[tuple[str, str]]


# Of an application: one of those asked to sign for it has declined.
SOMEBODY_DECLINED = Exists(Signatory.objects.filter(pledge=OuterRef("pledge"), status=Signatory.Status.DECLINED))


# --- What there is to choose from -----------------------------------------------------------------


@dataclass(frozen=True)
class HubChoices:
    """The values that occur in one hub's queue, as (value, label)."""

    project: Choices
    criterion: Choices
    authority: Choices
    owner: Choices
    criterion_keys: dict[str, list[int]]  # by code: each edition has a criterion of its own
    closings: dict[int, datetime | None]  # by project; None where the hub takes applications all year


def choices_for(hub: Hub) -> HubChoices:
    """The hub's choices; read with two queries, then kept for a minute in this process."""
    near = caches["near"]
    key = f"queue-choices-{hub.pk}"
    found = near.get(key)
    if found is None:
        found = _read_choices(hub)
        near.set(key, found, CHOICES_KEPT_SECONDS)
    return found


def _read_choices(hub: Hub) -> HubChoices:
    # One look into an index for each project or authority there is, instead of a walk over all applications.
    sent = Application.objects.filter(hub=hub).exclude(status=Status.DRAFT)
    projects = Project.objects.filter(Exists(sent.filter(project=OuterRef("pk"))) | Q(openings__hub=hub))
    closes = Opening.objects.filter(hub=hub, project=OuterRef("pk")).values("closes")
    rows = list(
        projects.annotate(closes=Subquery(closes[:1]))
        .order_by("-year", "code", "criteria__order")
        .values_list("pk", "title", "code", "closes", "criteria__pk", "criteria__code", "criteria__text")
        .distinct()
    )
    keys = defaultdict(list)
    for *_, key, code, _text in rows:
        keys[code].append(key)
    authorities, people = _authorities_and_people(hub, sent)
    return HubChoices(
        project=[(str(pk), f"{title} ({code})") for pk, title, code in dict.fromkeys(row[:3] for row in rows)],
        # The newest edition that has a criterion gives it its words.
        criterion=list({code: text for *_, code, text in reversed(rows) if code}.items())[::-1],
        authority=authorities,
        criterion_keys=dict(keys),
        owner=[("me", "Me"), ("nobody", "Nobody yet"), *people],
        closings={pk: closes for pk, _, _, closes, *_ in rows},
    )


def _authorities_and_people(hub: Hub, sent) -> tuple[Choices, Choices]:
    """The authorities that schools applied from and the people of the desk, by name, in one query."""
    found = LocalAuthority.objects.filter(Exists(sent.filter(authority=OuterRef("pk"))))
    authorities = found.order_by().values_list(Value("authority"), "pk", "name", Value(""), Value(""))
    at_desk = User.objects.filter(hub_roles__hub=hub, hub_roles__kind__in=DESK).order_by()
    people = at_desk.values_list(Value("person"), "pk", "first_name", "last_name", "email")
    parts = {"authority": [], "person": []}
    for kind, key, first, last, email in authorities.union(people):
        parts[kind].append((str(key), f"{first} {last}".strip() or email))
    return tuple(sorted(part, key=lambda choice: choice[1].casefold()) for part in parts.values())


# --- Fields that take what people type ------------------------------------------------------------


class DayFilter(django_filters.Filter):
    field_class = DayField


class WordsField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "max_length": 100})
        self.error_messages["max_length"] = "Use at most 100 characters."

    def to_python(self, value):
        # What no name or number holds is dropped, so that no byte the database refuses gets to it.
        kept = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", str(value or ""))
        return super().to_python(kept)


class WordsFilter(django_filters.Filter):
    field_class = WordsField


def _pick(label: str, choices, method=None, **kwargs) -> django_filters.ChoiceFilter:
    wrong = {"invalid_choice": "Choose one from the list."}
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, error_messages=wrong, **kwargs)


@dataclass(frozen=True)
class Box:
    """One control of the panel: a choice where it has options, else a box to type in."""

    name: str
    label: str
    options: Choices
    value: str
    errors: list[str]


# --- The filter -----------------------------------------------------------------------------------


class ApplicationFilter(django_filters.FilterSet):
    """Narrows applications of one hub. `without_status` is the same without the tab, to count the tabs from."""

    words = WordsFilter(label="Search", method="with_words")
    project = _pick("Project", (), field_name="project_id")
    outcome = _pick("Verdict", Outcome.choices)
    criterion = _pick("Criterion", (), method="with_criterion")
    authority = _pick("Local authority", (), field_name="authority_id")
    owner = _pick("Owner", (), method="with_owner")
    late = _pick("Overdue", [("yes", "Overdue")], method="with_late")
    signatures = _pick("Signatures", list(SIGNATURES.items()), method="with_signatures")
    decision = _pick("Decision", list(PREPARED.items()), method="with_decision")
    sender = _pick("Sender", [("unknown", "Nobody has confirmed them")], method="with_sender")
    sent_from = DayFilter(label="Sent on or after", method="from_day")
    sent_to = DayFilter(label="Sent on or before", method="to_day")
    status = _pick("Status", list(TABS.items()), method="on_tab")
    sort = _pick("Sort", [(name, order.label) for name, order in ORDERS.items()], method="unchanged")

    def __init__(self, data, queryset, *, choices: HubChoices, user):
        self.user = user
        self.choices = choices
        # Only what the address asks for is built: most visits to the queue ask for nothing.
        self.base_filters = {name: each for name, each in type(self).base_filters.items() if data.get(name)}
        super().__init__(data, queryset)
        for name in OF_THE_HUB & self.filters.keys():
            self.filters[name].extra["choices"] = getattr(choices, name)

    @property
    def values(self) -> dict:
        """What was asked for and understood, by filter; what is wrong is in `form.errors`."""
        return self.form.cleaned_data if self.form.is_valid() else getattr(self.form, "cleaned_data", {})

    @property
    def tab(self) -> str:
        return self.values.get("status") or "waiting"

    @property
    def order(self) -> str:
        return self.values.get("sort") or "newest"

    @property
    def chosen(self) -> dict:
        """The filters in force, tab and order apart."""
        return {name: value for name, value in self.values.items() if value and name not in ("status", "sort")}

    def understood(self) -> str:
        """What the address asks for and this understands, as it stands behind the "?"; tab and order among it."""
        return urlencode(
            {name: self.data[name] for name, value in self.values.items() if value and self.data.get(name)}
        )

    @property
    def order_label(self) -> str:
        return ORDERS[self.order].label

    @property
    def tab_label(self) -> str:
        return TABS[self.tab]

    @property
    def tab_hint(self) -> str:
        """How an application gets to this tab, for when it is empty."""
        return HOW_IT_GETS_HERE.get(self.tab, "")

    def boxes(self) -> list["Box"]:
        """The controls of the filter panel, as plain values: twenty-five rows must not wait for widgets."""
        return [self._box(name) for name in SHOWN_AS]

    def _box(self, name: str) -> "Box":
        known = type(self).base_filters[name]
        options = list(getattr(self.choices, name) if name in OF_THE_HUB else known.extra.get("choices", ()))
        if SHOWN_AS[name]:
            options.insert(0, ("", SHOWN_AS[name]))
        value = self.order if name == "sort" else self.data.get(name, "")[:LONGEST_SHOWN]
        return Box(name, str(known.label), options, value, self.form.errors.get(name, []))

    def filter_queryset(self, queryset):
        return self.on_tab(self.without_status(), "status", self.tab)

    def without_status(self):
        queryset = self.queryset
        for name, value in self.chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def chips(self) -> list[tuple[str, str, str]]:
        """(filter, its label, the value in words) of each filter in force."""
        return [(name, self.filters[name].label, self._in_words(name, value)) for name, value in self.chosen.items()]

    def _in_words(self, name: str, value) -> str:
        if isinstance(value, date):
            return f"{value.day} {value:%B %Y}"
        known = type(self).base_filters[name].extra.get("choices") or ()
        options = dict(getattr(self.choices, name) if name in OF_THE_HUB else known)
        return str(options.get(value, value))

    def with_words(self, queryset, name, value):
        for word in fold(value).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset

    def with_criterion(self, queryset, name, value):
        # By key, not through the criteria's table: the database then looks up a claim for each row it walks.
        keys = self.choices.criterion_keys.get(value, ())
        claims = CriterionClaim.objects.filter(application=OuterRef("pk"), criterion__in=keys)
        return queryset.filter(Exists(claims))

    def with_late(self, queryset, name, value):
        before = timezone.now() - OVERDUE_AFTER
        closed = [key for key, closes in self.choices.closings.items() if closes is None or closes < before]
        # No project has the key 0: an empty list could not be counted.
        return queryset.filter(status__in=AWAITING, submitted__lt=before, project__in=closed or [0])

    def with_signatures(self, queryset, name, value):
        missing = queryset.filter(Exists(Pledge.objects.filter(pk=OuterRef("pledge"), status=Pledge.Status.OPEN)))
        return missing.filter(SOMEBODY_DECLINED) if value == "declined" else missing

    def with_decision(self, queryset, name, value):
        waiting = Decision.objects.filter(application=OuterRef("pk"), status=Decision.Status.PREPARED)
        if value == "none":
            return queryset.filter(~Exists(waiting))
        return queryset.filter(Exists(waiting if value == "prepared" else waiting.filter(kind=value)))

    def with_sender(self, queryset, name, value):
        return with_unknown_sender(queryset)

    def with_owner(self, queryset, name, value):
        if value == "nobody":
            return queryset.filter(owner=None)
        return queryset.filter(owner=self.user.pk if value == "me" else value)

    def from_day(self, queryset, name, value):
        return queryset.filter(submitted__gte=_midnight(value))

    def to_day(self, queryset, name, value):
        return queryset.filter(submitted__lt=_midnight(value + timedelta(days=1)))

    def on_tab(self, queryset, name, value):
        if value == "waiting":
            return queryset.filter(status__in=AWAITING)
        return queryset if value == "all" else queryset.filter(status=value)

    def unchanged(self, queryset, name, value):
        return queryset


def _midnight(day: date) -> datetime:
    """The moment the day begins in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def is_overdue(sent: datetime, closes: datetime | None, now: datetime) -> bool:
    """Of one that still waits; the same rule as the filter's."""
    return max(sent, closes or sent) < now - OVERDUE_AFTER
