"""A school of last year's group that is asked to go on in this year's, while its seat is kept (J3, S6)."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.asked_models import two_working_days_before
from applications.deciding.answerable import Answerable, AnswerableQuerySet
from schools.access import left_by, school_ids_of
from schools.calendar import SchoolDays
from schools.models import School
from workgroups.models import Place, WorkGroup


class ContinuationQuerySet(AnswerableQuerySet):
    def of_school_people(self, user):
        """What this person may answer: of schools they act for, and what went to an address they have proved."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        proved = EmailAddress.objects.filter(user=user, verified=True)
        sent = Q(email__in=proved.values("email")) & ~Q(school__in=left_by(user))
        return self.filter(Q(school__in=school_ids_of(user)) | sent)


class Continuation(Answerable):
    """One school's seat in the group that goes on, kept until it confirms, says no, or the hub takes it back.

    The application is made when the school begins to confirm; confirmed, it is sent and placed in one step. After the
    day to answer by the seat stays kept: the group stays together until its hub takes a seat back.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Waits for the school"
        CONFIRMED = "confirmed", "Confirmed"
        TO_DECIDE = "to_decide", "Sent, for the hub to decide"
        DECLINED = "declined", "Does not go on"
        TAKEN_BACK = "taken_back", "Taken back by the hub"

    group = models.ForeignKey(WorkGroup, on_delete=models.PROTECT, related_name="continuations")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="continuations")
    earlier = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="continued", help_text="Its place in last year’s group."
    )
    place = models.OneToOneField(
        Place, on_delete=models.PROTECT, related_name="continuation", help_text="The seat that is kept, or was."
    )
    application = models.OneToOneField(
        "applications.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="continuation"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN, editable=False)
    email = models.EmailField(max_length=254, help_text="Lower case: where the school is asked.")
    asked = models.DateTimeField(default=timezone.now, help_text="When it was asked, or reminded by hand, last.")
    opened = models.DateTimeField(null=True, blank=True, help_text="When somebody first began to confirm.")

    objects = ContinuationQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "school__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "school"], name="continuation_once_a_group_and_school"),
            models.CheckConstraint(
                condition=~Q(status__in=["declined", "taken_back"]) | ~Q(reason=""),
                name="continuation_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "to_decide"]) | Q(application__isnull=False),
                name="continuation_confirmed_has_an_application",
            ),
            models.CheckConstraint(
                condition=Q(status="open", answered=None) | ~Q(status="open") & Q(answered__isnull=False),
                name="continuation_answered_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(status="open"), name="continuation_unanswered")]

    def __str__(self):
        return f"{self.school} in {self.group}"

    def reminders(self, days: SchoolDays) -> list[date]:
        """A week and two working days before the day, on it, and a week after; on the last school day up to then."""
        authority, made = self.school.authority_id, timezone.localdate(self.made)
        week = timedelta(days=7)
        meant = (self.answer_by - week, two_working_days_before(self.answer_by), self.answer_by, self.answer_by + week)
        found = [days.on_or_before(day, authority) for day in meant]
        return [day for day in sorted(set(found)) if day > made]


def waits_for(draft) -> Continuation | None:
    """The seat that is kept while this draft waits to be confirmed; one query where it was not read with it."""
    found = getattr(draft, "continuation", None) if draft.is_draft else None
    return found if found and found.is_open else None
