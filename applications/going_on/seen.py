"""How a group that goes on stands, for its hub: who confirmed, signed, said no, is silent; and who was not asked."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from applications.going_on.asking import NOT_AGAIN_FOR
from applications.going_on.candidates import Candidate, candidates
from applications.going_on.models import Continuation
from journal.models import Email
from workgroups.models import Signatory, WorkGroup

State = Continuation.Status
TONES = {State.OPEN: "info", State.CONFIRMED: "good", State.TO_DECIDE: "care", State.DECLINED: "", State.TAKEN_BACK: ""}


@dataclass(frozen=True)
class Row:
    """One school; `lost` where the email that asks it did not arrive, `signed` of `signing` where it confirmed."""

    one: Continuation
    lost: bool
    signed: int
    signing: int

    @property
    def is_silent(self) -> bool:
        return self.one.is_open

    @property
    def tag(self) -> str:
        if self.one.is_open:
            return "Has begun" if self.one.opened else "Silent"
        return self.one.get_status_display()

    @property
    def tone(self) -> str:
        return "care" if self.is_silent and self.one.answer_by < timezone.localdate() else TONES[self.one.status]

    @property
    def all_signed(self) -> bool:
        return self.signing > 0 and self.signed == self.signing

    @property
    def reminded_lately(self) -> bool:
        return self.one.asked > timezone.now() - NOT_AGAIN_FOR


@dataclass(frozen=True)
class Shown:
    rows: list[Row]
    others: list[Candidate]  # of last year's group, not asked, or said no

    def count(self, *states: str) -> int:
        return sum(row.one.status in states for row in self.rows)

    @property
    def confirmed(self) -> int:
        return self.count(State.CONFIRMED)

    @property
    def silent(self) -> int:
        return self.count(State.OPEN)

    @property
    def to_decide(self) -> int:
        return self.count(State.TO_DECIDE)

    @property
    def gone(self) -> int:
        return self.count(State.DECLINED, State.TAKEN_BACK)

    @property
    def signed(self) -> int:
        return sum(row.all_signed for row in self.rows)

    @property
    def may_remind(self) -> bool:
        return any(row.is_silent and not row.reminded_lately for row in self.rows)


def shown(group: WorkGroup) -> Shown:
    """A fixed number of queries, however many schools."""
    signing = Prefetch("application__pledge__signatories", Signatory.objects.asked(), to_attr="asked_now")
    found = Continuation.objects.filter(group=group).select_related("school", "application__pledge", "by")
    found = list(found.prefetch_related(signing).order_by("school__name", "pk"))
    lost = _lost(found)
    rows = [_row(one, one.pk in lost) for one in found]
    asked = {one.school_id for one in found if one.status not in (State.DECLINED, State.TAKEN_BACK)}
    others = [one for one in candidates(group.continues, group.project) if one.school.pk not in asked]
    return Shown(rows, others)


def _row(one: Continuation, lost: bool) -> Row:
    pledge = one.application.pledge if one.application and one.status == State.CONFIRMED else None
    asked = pledge.asked_now if pledge else []
    return Row(one, lost and one.is_open, sum(person.status == "signed" for person in asked), len(asked))


def _lost(found: list[Continuation]) -> set[int]:
    """Keys of those whose newest email is in trouble."""
    emails = Email.objects.in_trouble().filter(
        subject_label=Continuation._meta.label_lower, subject_key__in=[str(one.pk) for one in found]
    )
    newest = {f"continue_asked-{one.pk}-{one.links}": one.pk for one in found}
    return {newest[key] for key in emails.values_list("key", flat=True) if key in newest}
