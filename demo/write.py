"""Stories written as rows, many at once, with the pieces that the verbs are made of: theirs is what is kept and said.

Only the moments differ, and that the messages count as sent: nobody's mailbox is to get them.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import User
from applications import continuing, eligibility, facts, letters, spec, workflow
from applications.models import Application, CriterionClaim, NamedSchool, Note, Outcome, Status
from applications.named_schools import named_in, names_of
from demo import words
from demo.answers import answers
from demo.history import History
from demo.stories import LONDON, Story
from journal import chain, outbox
from journal.models import Email, Event
from journal.moves import event_about
from schools.models import School
from workgroups.models import Opening, Place, Project

CHUNK = 1000


class Edition:
    """An edition's form, read once."""

    def __init__(self, project: Project, openings: dict[int, Opening]):
        self.openings = openings
        self.form = spec.form_for(project)
        self.words = spec.read(project)
        self.criteria = list(project.criteria.all())
        self.codes = [criterion.code for criterion in self.criteria]


class Writer:
    """Writes stories in the order they were sent, a chunk of them in a few statements."""

    def __init__(self, editions: dict[int, Edition], history: History, friends: list[School], seed: int):
        self.editions, self.history = editions, history
        self.friends, self.by_urn = friends, {friend.urn: friend for friend in friends}
        self.rng = random.Random(seed)
        self.references: set[str] = set()

    def write(self, stories: list[Story]) -> Iterator[int]:
        """Write them all, yielding how many were written with each chunk."""
        stories = sorted(stories, key=lambda story: story.order)
        for start in range(0, len(stories), CHUNK):
            chunk = stories[start : start + CHUNK]
            self._write(chunk)
            yield len(chunk)

    def _write(self, stories: list[Story]) -> None:
        rows = [self._application(story) for story in stories]
        places = [row.place for row in rows if row.place]
        Place.objects.bulk_create(places)
        for row in rows:
            row.place = row.place  # its key is known only now
        Application.objects.bulk_create(rows)
        pairs = list(zip(stories, rows, strict=True))
        sent = [pair for pair in pairs if pair[0].sent]
        CriterionClaim.objects.bulk_create(claim for story, row in sent for claim in self._claims(story, row))
        NamedSchool.objects.bulk_create(name for story, row in sent for name in self._named(story, row))
        notes = Note.objects.bulk_create(note for story, row in sent for note in _notes(story, row))
        noted = {}
        for note in notes:
            noted.setdefault(note.application_id, []).append(note)
        events = [(story, row, list(_events(story, row, noted.get(row.pk, [])))) for story, row in pairs]
        chain.write_all(event for _, _, found in events for event in found)
        Email.objects.bulk_create(
            letter for story, row, found in events if story.sent for letter in self._letters(story, row, found[-1])
        )

    def _application(self, story: Story) -> Application:
        edition = self.editions[story.edition.pk]
        last = self.history.last_year(story)
        taken_over = continuing.taken_over(edition.form, last) if last else {}
        given = answers(
            edition.form,
            edition.codes,
            taken_over,
            school=story.school,
            by=story.by,
            friend=story.friend or self.rng.choice(self.friends),
            together=story.friend is not None,
            on=story.started.date(),
            seed=self.rng.getrandbits(48),
        )
        pages = len(edition.form.pages())
        row = Application(
            reference=self._reference(),
            school=story.school,
            project=story.edition,
            hub=story.hub,
            started_by=story.by,
            started_email=story.by.email,
            owner=story.owner,
            status=story.status,
            answers=given,
            version=pages,
            started=story.started,
            saved=(story.sent or story.started + timedelta(minutes=30)) - timedelta(minutes=2),
            decided=story.decided,
            decline_reason=story.reason,
        )
        if story.sent:
            self._submit(story, row, edition)
        else:
            self._leave_unfinished(row, edition, taken_over)
        if story.group:
            held = {"group": story.group, "school": story.school, "project": story.edition, "since": story.decided}
            row.place = Place(**held, **_against(story))
        return row

    def _submit(self, story: Story, row: Application, edition: Edition) -> None:
        on = story.sent.astimezone(LONDON).date()
        known = facts.put_together(row, edition.words, on=on, **self.history.of(story))
        story.answers = row.answers
        self.history.add(story)
        verdict = eligibility.assess(known)
        form = spec.freeze(edition.form, row.answers)
        kept = workflow.kept(row, verdict, form, names=spec.names(edition.form, row.answers), at=story.sent)
        for name, value in kept.items():
            setattr(row, name, value)
        if story.group and row.outcome == Outcome.NOT_ELIGIBLE:
            story.place_all_the_same(self.rng.choice(words.OVERRIDES))
            row.owner = story.owner

    def _leave_unfinished(self, row: Application, edition: Edition, taken_over: dict) -> None:
        """Only the first pages are answered, and what was taken over stands on the others."""
        pages = edition.form.pages()
        row.version = self.rng.randint(1, len(pages) - 1)
        names = [field.name for _, page in pages[: row.version] for field in page.fields]
        row.answers = taken_over | {name: row.answers[name] for name in names if name in row.answers}
        row.saved = row.started + timedelta(minutes=3 * row.version)

    def _claims(self, story: Story, row: Application) -> list[CriterionClaim]:
        edition = self.editions[story.edition.pk]
        return workflow.claims_of(row, spec.claimed(edition.words, row.answers), edition.criteria)

    def _named(self, story: Story, row: Application) -> list[NamedSchool]:
        return names_of(row, named_in(self.editions[story.edition.pk].form, row), self.by_urn)

    def _letters(self, story: Story, row: Application, last: Event) -> Iterator[Email]:
        opening = self.editions[story.edition.pk].openings.get(story.hub.pk)
        yield _sent(letters.receipt(row, opening=opening, sections=row.frozen["form"]), story.sent)
        if story.decided:
            yield _sent(letters.decision(row, story.status, last), story.decided)

    def _reference(self) -> str:
        while True:
            reference = "EOI-" + "".join(self.rng.choices(workflow.LETTERS, k=7))
            if reference not in self.references:
                self.references.add(reference)
                return reference


def _sent(letter: dict, at: datetime) -> Email:
    """A message as it is once a mail server took it."""
    email = outbox.compose(**letter)
    email.queued = email.due = at
    email.sent = at + timedelta(seconds=2)
    email.attempts = 1
    return email


def _notes(story: Story, row: Application) -> list[Note]:
    return [Note(application=row, by=by, at=at, text=text) for at, by, text in story.notes]


def _events(story: Story, row: Application, notes: list[Note]) -> Iterator[Event]:
    """The trail in the order it was left; the move to the last status comes last."""
    status = Status.DRAFT
    yield event_about(row, "started", by=story.by, at=story.started)
    for to, at, by, note in _moves(story):
        if story.group and to == Status.PLACED:
            data = {"group": story.group.pk, "school": story.school.pk}
            data |= {"unfit_why": story.override} if story.override else {}
            yield event_about(row.place, "took a place", by=by, at=at, data=data)
        kind = workflow.MOVES[status][to]
        move = event_about(row, kind, by=by, at=at, from_status=status, to_status=to, note=note)
        status = to
        if to == Status.IN_REVIEW:
            yield move
            yield from (event_about(row, "wrote a note", by=n.by, at=n.at, data={"note_id": n.pk}) for n in notes)
        else:
            yield move


def _moves(story: Story) -> Iterator[tuple[str, datetime, User, str]]:
    """(status, when, by whom, note) of each move."""
    if story.sent:
        yield Status.SUBMITTED, story.sent, story.by, ""
    if story.taken_on:
        yield Status.IN_REVIEW, story.taken_on, story.owner, ""
    if story.group:
        yield Status.PLACED, story.decided, story.decided_by, _where(story)
    elif story.decided:
        yield Status.DECLINED, story.decided, story.decided_by, story.reason


def _against(story: Story) -> dict:
    """What the place was given against, as `places.take` keeps it."""
    who = {"overridden_by": story.decided_by, "overridden_at": story.decided}
    return {"unfit_why": story.override, **who} if story.override else {}


def _where(story: Story) -> str:
    return f"{story.group.name}. {story.override}" if story.override else story.group.name
