"""What a school signs: a Pledge, the words of it, who is asked to sign, and the signatures (Y7, R5)."""

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Pledge(models.Model):
    """The commitments of a project edition, for one school at one hub. Moved only by `workgroups.pledges`."""

    class Status(models.TextChoices):
        NEW = "new", "Not asked yet"
        OPEN = "open", "Waiting for signatures"
        COMPLETE = "complete", "Signed by everybody"
        WAIVED = "waived", "Went ahead without"
        ENDED = "ended", "No longer needed"

    TAKES_SIGNATURES = (Status.OPEN, Status.WAIVED)

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="pledges")
    project = models.ForeignKey("workgroups.Project", on_delete=models.PROTECT, related_name="pledges")
    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="pledges")
    reference = models.CharField(max_length=20, help_text="The number of the form that is signed, as people know it.")
    contact_email = models.EmailField(max_length=254, help_text="Who sent the form: told of what happens here.")
    asked_by = models.CharField(max_length=200, blank=True, help_text="Their name, as the form has it.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW, editable=False)
    version = models.PositiveIntegerField(default=0, help_text="Of the words signed now; 0 before there are any.")
    made = models.DateTimeField(default=timezone.now)
    completed = models.DateTimeField(null=True, blank=True, help_text="When the last of them signed.")
    waived_because = models.TextField(blank=True, help_text="Why the hub went ahead without a signature.")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(status="new"), name="pledge_not_asked_yet")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="complete") | Q(completed__isnull=False), name="pledge_complete_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="waived") | ~Q(waived_because=""), name="pledge_waived_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.reference}, signatures"

    @property
    def takes_signatures(self) -> bool:
        return self.status in self.TAKES_SIGNATURES


class PledgeText(models.Model):
    """The words of a pledge at one version, written once: commitments, the form, and what a signature confirms.

    `words` is {"clauses": [str], "sections": [{"title", "answers": [row]}], "confirms": str}; a row has a label and
    a value, `of` the code of the role it is about, `private` where nobody else reads it on their page, and `trn` where
    it stands for a teacher reference number (of which the words say only that it was given).
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField()
    words = models.JSONField()
    hash = models.CharField(max_length=64, help_text="SHA-256 of the words as sorted JSON.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["pledge", "version"], name="pledge_text_version_once")]

    def __str__(self):
        return f"{self.pledge}, version {self.version}"

    def read_by(self, role: str) -> list[dict]:
        """The sections with what concerns this role: no telephone, address or number of anybody else."""
        kept = (
            {**part, "answers": [row for row in part["answers"] if not row.get("private") or row.get("of") == role]}
            for part in self.words["sections"]
        )
        return [part for part in kept if part["answers"]]

    def read_with_own_trn(self, signatory: "Signatory | None") -> list[dict]:
        """All sections for a copy: of teacher reference numbers this person's own; of others, that they were given."""
        parts = self.words["sections"]
        return [{**part, "answers": [_with_trn(row, signatory) for row in part["answers"]]} for part in parts]


def _with_trn(row: dict, signatory: "Signatory | None") -> dict:
    own = row.get("trn") and row["value"] and signatory and signatory.trn and row.get("of") == signatory.role
    return {**row, "value": signatory.trn} if own else row


class SignatoryQuerySet(models.QuerySet):
    def asked(self):
        """Those who count today: nobody has taken their place."""
        return self.exclude(status="void")

    def waiting(self):
        """Who can sign now and has not."""
        return self.filter(status="waiting", pledge__status__in=Pledge.TAKES_SIGNATURES)

    def sent_to(self, user):
        """Papers that wait for this person: asked for at an address they have proved."""
        if not (user and user.is_authenticated and user.is_active):
            return self.none()
        proved = EmailAddress.objects.filter(user=user, verified=True)
        return self.waiting().filter(email__in=proved.values("email"))


class Signatory(models.Model):
    """One person asked to sign in one role, and the link they were sent. Void ones stay, for what they signed."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Declined"
        NOT_ME = "not_me", "Reached somebody else"
        VOID = "void", "No longer holds"

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="signatories")
    role = models.SlugField(max_length=30, help_text="Code of the role in the edition.")
    title = models.CharField(max_length=100, help_text="The role in words.")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=170, blank=True)
    email = models.EmailField(max_length=254, blank=True, help_text="Lower case. Empty: nobody has said whom to ask.")
    trn = models.CharField("TRN", max_length=10, blank=True, help_text="Shown to this person alone.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.WAITING, editable=False)
    since = models.DateTimeField(default=timezone.now, help_text="When it came to be as it is.")
    reason = models.TextField(blank=True, help_text="Why they declined, or why it no longer holds.")
    anew = models.CharField(max_length=300, blank=True, help_text="Why this person is asked again, in words.")
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, help_text="SHA-256 of the token.")
    link_sent = models.DateTimeField(null=True, blank=True)
    link_expires = models.DateTimeField(null=True, blank=True)
    links = models.PositiveIntegerField(default=0, help_text="How many were sent; only the newest opens anything.")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["pledge_id", "order", "id"]
        verbose_name_plural = "signatories"
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "role"], condition=~Q(status="void"), name="signatory_one_a_role"
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""), name="signatory_declined_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["email"], condition=Q(status="waiting"), name="signatory_waiting")]

    def __str__(self):
        return f"{self.name or 'Nobody yet'}, {self.short_title.lower()}"

    @property
    def short_title(self) -> str:
        """“Headteacher” of “Headteacher, or a senior leader who acts for them”."""
        return self.title.split(",")[0]

    def link_works(self, now=None) -> bool:
        return bool(self.link_expires and (now or timezone.now()) < self.link_expires)


class Signature(models.Model):
    """That somebody signed: which words, under which name, when, from where. Written once, never changed."""

    signatory = models.OneToOneField(Signatory, on_delete=models.PROTECT, related_name="signature")
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="signatures")
    text_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=200, help_text="As they typed it.")
    role = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField("network address", null=True, blank=True)
    reached = models.EmailField(max_length=254, help_text="The address that the link went to.")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.name}, {self.role}"


class PledgeCopy(models.Model):
    """The complete form with its signatures, as one of those who signed or the hub got it. Made once, never changed."""

    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="copies")
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, null=True, blank=True, related_name="copies", help_text="Empty: the hub's."
    )
    name = models.CharField(max_length=100, help_text="Of the file.")
    media_type = models.CharField(max_length=30)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the file; it stands in the journal too.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "pledge copies"
        constraints = [
            models.UniqueConstraint(fields=["text", "signatory"], name="pledge_copy_once"),
            models.UniqueConstraint(fields=["text"], condition=Q(signatory=None), name="pledge_copy_of_hub_once"),
        ]

    def __str__(self):
        return self.name
