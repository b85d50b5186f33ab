"""A file of forms that arrived at a hub, its rows until they are brought in, and which column was which question."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubs.access import desk_hubs
from hubs.models import Hub
from schools.models import School
from workgroups.models import Project


class ArrivalQuerySet(models.QuerySet):
    def reviewable_by(self, user):
        """What the hubs brought in at whose desk this person works."""
        return self.filter(hub__in=desk_hubs(user))


class Arrival(models.Model):
    """One file of responses, from being looked at to being brought in as applications."""

    class Status(models.TextChoices):
        CHECKING = "checking", "Being checked"
        APPLYING = "applying", "Being brought in"
        APPLIED = "applied", "Brought in"
        UNDONE = "undone", "Undone"
        PUT_AWAY = "put_away", "Put away"

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="arrivals")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the file as it was sent.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CHECKING, editable=False)
    headings = models.JSONField(default=list, help_text="As the file has them.")
    columns = models.JSONField(default=list, help_text="What each heading means, in the same order.")
    # 0 until a person has said what each column means; grows each time, so that work begun before is not kept.
    round = models.PositiveIntegerField(default=0)
    tell_schools = models.BooleanField(default=False, help_text="Each school gets a receipt.")
    counts = models.JSONField(default=dict, blank=True, help_text="Rows by what became of them.")
    undone = models.DateTimeField(null=True, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="undone", undone__isnull=False) | (~Q(status="undone") & Q(undone=None)),
                name="arrival_undone_has_a_time",
            )
        ]
        indexes = [models.Index(fields=["hub", "-id"], name="arrival_of_hub")]

    def __str__(self):
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Its columns and schools can still be said otherwise."""
        return self.status == self.Status.CHECKING


class ArrivalRow(models.Model):
    """One response. Its words go as soon as it is brought in; what became of it stays."""

    class Match(models.TextChoices):
        CERTAIN = "certain", "Certain"
        CONFIRMED = "confirmed", "Confirmed by eye"
        DOUBTFUL = "doubtful", "To be confirmed"
        NONE = "none", "No school found"
        SKIPPED = "skipped", "Skipped"

    class Result(models.TextChoices):
        MADE = "made", "Brought in"
        SENT_ALREADY = "sent_already", "Was here already"
        REPEATED = "repeated", "Repeated in the file"
        LEFT_OUT = "left_out", "Left out"
        UNDONE = "undone", "Undone"

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text="On which the response begins in its file.")
    key = models.CharField(max_length=64, help_text="Hash of the response.")
    cells = models.JSONField(default=list)
    looked_at = models.BooleanField(default=False)
    match = models.CharField(max_length=20, choices=Match.choices, default=Match.NONE)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    candidates = models.JSONField(default=list, blank=True, help_text="URNs to choose among, the likeliest first.")
    why = models.CharField(max_length=300, blank=True, help_text="Why the school is not certain.")
    sent = models.DateTimeField(null=True, blank=True, help_text="When the school sent it, as the file says.")
    gaps = models.JSONField(default=list, blank=True, help_text="What the form still needs, a sentence each.")
    unread = models.JSONField(default=list, blank=True, help_text="Answers that fit no question, a sentence each.")
    problem = models.CharField(max_length=300, blank=True, help_text="Why it cannot be brought in.")
    outcome = models.CharField(max_length=20, blank=True, help_text="The verdict it would get.")
    result = models.CharField(max_length=20, choices=Result.choices, blank=True)
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["arrival_id", "line"]
        constraints = [
            models.UniqueConstraint(fields=["arrival", "line"], name="arrival_row_once"),
            models.CheckConstraint(
                condition=Q(result="", done=None) | (~Q(result="") & Q(done__isnull=False)),
                name="arrival_row_done_has_a_result",
            ),
        ]
        indexes = [models.Index(fields=["key"], name="arrival_row_key")]

    def __str__(self):
        return f"Line {self.line}"


class ColumnMapping(models.Model):
    """What a heading meant the last time a hub brought in forms of this kind of project."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Project.Kind.choices)
    heading = models.CharField(max_length=300, help_text="Folded: lower case, without punctuation.")
    means = models.CharField(max_length=100)

    class Meta:
        ordering = ["hub_id", "kind", "heading"]
        constraints = [models.UniqueConstraint(fields=["hub", "kind", "heading"], name="column_mapping_once")]

    def __str__(self):
        return f"{self.heading} → {self.means}"
