"""Rows made by the thousand are the rows the verbs make: a seeded application is taken away and made again by verbs."""

import re

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from accounts.models import User
from applications import placement, reviewing, spec, workflow
from applications.models import Application, Status
from journal import guards
from journal.models import Email, Event
from workgroups.models import Place, WorkGroup

pytestmark = pytest.mark.django_db

# Keys, and moments that no verb takes from the clock at hand.
# And the schools of the demo are not asked to sign by the thousand.
NOT_COMPARED = {"id", "started", "saved", "place", "pledge"}


def rows_of(application: Application) -> dict:
    """Everything that one application has left in the database, without its keys."""
    fields = [field.name for field in Application._meta.fields if field.name not in NOT_COMPARED]
    emails = Email.objects.filter(subject_label="applications.application", subject_key=str(application.pk))
    emails = emails.exclude(template="applications/mailing")  # written to many by the hub
    place = application.place
    return {
        "application": {name: getattr(application, name) for name in fields},
        "place": place and model_to_dict(place, exclude=("id", "since")),
        "claims": list(application.criterion_claims.values_list("criterion", "evidence")),
        "notes": list(application.notes.values_list("by", "text")),
        "trail": [_event(event) for event in Event.objects.about(application)],
        "trail of the place": [_event(event) for event in Event.objects.about(place)] if place else [],
        "emails": [_email(email) for email in emails.order_by("id")],
    }


def _event(event: Event) -> dict:
    fields = model_to_dict(event, exclude=("id", "subject_key"))
    fields["data"] = {name: value for name, value in event.data.items() if name != "note_id"}
    return fields


def _email(email: Email) -> dict:
    composed = ("template", "subject_label", "to", "reply_to", "subject", "text", "html", "secret")
    return {name: getattr(email, name) for name in composed} | {"key": re.sub(r"\d+", "N", email.key)}


class Again:
    """Takes an application out of the database and makes it again, step by step, each at its own moment."""

    def __init__(self, application: Application, monkeypatch):
        self.was, self.monkeypatch = application, monkeypatch
        self.steps = list(Event.objects.about(application))
        self.notes = iter(list(application.notes.order_by("id").values_list("text", flat=True)))
        self.group = WorkGroup.objects.filter(places=application.place_id).first() if application.place_id else None

    def take_away(self):
        place = self.was.place
        for gone in (self.was, place):
            if gone:
                with guards.lifted():
                    Event.objects.about(gone).delete()
        Email.objects.filter(subject_label="applications.application", subject_key=str(self.was.pk)).delete()
        Application.objects.filter(pk=self.was.pk).delete()
        if place:
            Place.objects.filter(pk=place.pk).delete()

    def make(self) -> Application:
        self.monkeypatch.setattr(workflow, "new_reference", lambda: self.was.reference)
        current = None
        for event in self.steps:
            self.monkeypatch.setattr(timezone, "now", lambda at=event.at: at)
            current = self.step(event, User.objects.get(pk=event.by), current) or current
        self.monkeypatch.undo()
        return Application.objects.get(pk=current.pk)

    def step(self, event: Event, by: User, current: Application | None) -> Application | None:
        was = self.was
        match event.kind:
            case "started":
                made = workflow.start(school=was.school, project=was.project, hub=was.hub, by=by)
                return self.fill(made, by)
            case "sent":
                return workflow.submit(current, by=by)
            case "took on":
                return reviewing.take_on(current, by=by)
            case "wrote a note":
                return reviewing.add_note(current, text=next(self.notes), by=by) and None
            case "placed":
                _, _, reason = event.note.partition(". ")
                return placement.place(current, group=self.group, by=by, reason=reason)
            case "declined":
                return reviewing.decline(current, reason=was.decline_reason, by=by)
        raise AssertionError(event.kind)

    def fill(self, made: Application, by: User) -> Application:
        pages = spec.form_for(self.was.project).pages()[: self.was.version]
        for _, page in pages:
            names = [field.name for field in page.fields if field.name in self.was.answers]
            made = workflow.save_page(made, answers={name: self.was.answers[name] for name in names}, by=by)
        return made


def lonely(**wanted) -> Application:
    """A seeded application whose school has no other and carries no school on, so that its history is its own.

    What the verbs themselves have made for show is left out.
    """
    untouched = dict.fromkeys(("pledge", "judgements", "revisions", "more_asked", "decisions"))
    found = Application.objects.filter(school__links_to_predecessors=None, **untouched, **wanted)
    for application in found.select_related("school__authority", "school__trust", "project", "hub", "place"):
        if Application.objects.filter(school=application.school).count() == 1:
            return application
    raise AssertionError(f"The demo has no application with {wanted}.")


@pytest.mark.parametrize(
    "wanted",
    [
        {"status": Status.DRAFT},
        {"status": Status.SUBMITTED},
        {"outcome": "not_eligible"},
        {"status": Status.IN_REVIEW},
        {"status": Status.IN_REVIEW, "notes__isnull": False},
        {"status": Status.PLACED, "outcome": "eligible"},
        {"status": Status.PLACED, "outcome": "not_eligible"},
        {"status": Status.DECLINED},
    ],
    ids=["draft", "sent", "not eligible", "taken on", "with a note", "placed", "placed all the same", "declined"],
)
def test_a_seeded_application_is_what_the_verbs_make(small_demo, wanted, monkeypatch):
    seeded = lonely(**wanted)
    expected = rows_of(seeded)
    again = Again(seeded, monkeypatch)
    again.take_away()

    made = rows_of(again.make())
    for what, rows in expected.items():
        assert made[what] == rows, what
