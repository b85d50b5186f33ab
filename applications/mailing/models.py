"""One message of a hub to many schools: asked for, held back for ten minutes, then sent or stopped."""

from django.db import models
from django.db.models import Q

from applications.held import Held
from hubs.models import Hub


class Mailing(Held):
    """What is written to whom is frozen when it is asked for."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="mailings")
    query = models.CharField(max_length=1000, blank=True, help_text="The filters of the queue it was written from.")
    words = models.CharField(max_length=400, help_text="The same filters in words.")
    subject = models.CharField(max_length=150)
    text = models.TextField()
    count = models.PositiveIntegerField(help_text="How many schools it goes to.")

    def __str__(self):
        return self.subject


class MailingRecipient(models.Model):
    """One application a mailing is written to; done once its email stands in the outbox."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mailing", "application"], name="mailing_once_to_each")]
        indexes = [models.Index(fields=["mailing", "id"], condition=Q(done=None), name="mailing_recipient_to_do")]

    def __str__(self):
        return f"{self.application_id} of {self.mailing_id}"
