"""A handful of the demo's applications that show what is rare: withdrawn, corrected, late, signed for, by a stranger.

They were written like all others; what happens to them here, the verbs themselves do, at the moment the demo is made.
"""

from datetime import timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from accounts.models import User
from applications import claiming, corrections, judging, late, more, pledging, withdrawal
from applications.eligibility import JUDGE
from applications.mailing import sending
from applications.mailing.models import Mailing
from applications.models import Application, Outcome, Status
from demo import people, plans, specialists, words
from demo.stories import Story
from hubs.models import Hub
from journal.models import Email
from schools.models import Claim, SchoolRole, TrustRole
from workgroups import openings, pledge_changes, pledges
from workgroups.models import Opening, Pledge, Project

# The cast's own hub closes one of these early, or two, so that two schools are late there.
MAY_CLOSE = (Project.Kind.SUSTAINING, Project.Kind.EMBEDDING, Project.Kind.DEVELOPMENT)
LATE = 2
WAITS = (Status.SUBMITTED, Status.IN_REVIEW)
ADDRESS = "192.0.2.1"  # of the made-up signatures


def leave_late(stories: list[Story], year: int) -> list[Story]:
    """Two stories of the cast's hub, of one kind where it has such, that become drafts: their schools will be late."""
    here = [one for one in stories[:-1] if one.hub.slug == people.HUB and one.edition.year == year and not one.group]
    by_kind = [[story for story in here if story.edition.kind == kind] for kind in MAY_CLOSE]
    by_kind.sort(key=lambda found: len(found) < LATE)
    late_ones = [story for found in by_kind for story in found][:LATE]
    for story in late_ones:
        story.leave_unsent()
    return late_ones


class Shown:
    """What is shown, one after the other, each on an application of its own, at the cast's hub where there is one."""

    def __init__(self, cast: dict[str, User], desks: dict[int, people.Desk], year: int):
        self.cast, self.desks, self.year = cast, desks, year
        self.used: set[int] = set()

    def show(self, late_stories: list[Story], *, to_plan: int = 0) -> None:
        """All of it, as far as there are applications to show it on; so many more schools apply at the cast's hub."""
        before = Email.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.late(late_stories)
        for application in self._next(*WAITS, only=Q(outcome=Outcome.JUDGE), alone=False):
            self.judge(application, self.desks[application.hub_id].lead)
        for step in (self.withdraw, self.ask, self.ask_and_answer, self.correct):
            for application in self._next(*WAITS):
                step(application, self.desks[application.hub_id].lead)
        for hub in (people.HUB, people.OTHER_HUB):
            for application in self._next(*WAITS, only=Q(hub__slug=hub)):
                self.claim(application)
        self.sign()
        self.write_to_schools()
        specialists.show(by=self.cast["alice"], year=self.year)
        plans.fill(by=self.cast["alice"], year=self.year, more=to_plan)
        _count_as_sent(before)

    def late(self, stories: list[Story]) -> None:
        """The hub closes; two schools ask to be let in, and one of them is."""
        schools, editions = [one.school.pk for one in stories], {one.edition.pk for one in stories}
        drafts = Application.objects.filter(hub__slug=people.HUB, status=Status.DRAFT, school__in=schools)
        drafts = drafts.filter(project__in=editions).select_related("school", "project", "hub", "started_by")
        for number, draft in enumerate(drafts.order_by("reference")[:LATE]):
            lead = self.desks[draft.hub_id].lead
            opening = Opening.objects.get(hub=draft.hub, project=draft.project)
            if opening.is_open():
                openings.close_now(opening, by=lead)
            entry = late.ask(draft, reason=words.WHY_LATE[number], by=draft.started_by)
            if number:
                until = timezone.localdate() + timedelta(days=7)
                late.let_in(entry, until=until, words=words.LET_IN, by=lead)

    def claim(self, application: Application) -> None:
        """Nobody knows who sent it; they say that they are of the school's office, and wait for their hub."""
        by = application.started_by
        SchoolRole.objects.filter(user=by, school=application.school_id).delete()
        claiming.claim(school=application.school, kind=Claim.Kind.OFFICE, name=by.get_full_name(), by=by)

    def withdraw(self, application: Application, lead: User) -> None:
        withdrawal.withdraw(application, reason=words.WHY_WITHDRAWN, by=application.started_by)

    def ask(self, application: Application, lead: User, days: int = 10) -> None:
        names = [row["name"] for part in more.askable(application) for row in part["answers"]]
        questions = {name: words.QUESTION for name in names if name == "statement"}
        due = timezone.localdate() + timedelta(days=days)
        more.ask(application, questions=questions, general=words.GENERAL_QUESTION, due=due, by=lead)

    def ask_and_answer(self, application: Application, lead: User) -> None:
        self.ask(application, lead)
        more.answer(application, reply=words.REPLY, by=application.started_by)

    def correct(self, application: Application, lead: User) -> None:
        correction = corrections.begin(application, by=application.started_by)
        corrections.save_page(correction, answers={"telephone": "01632 960 555"})
        corrections.send(application, by=application.started_by)

    def judge(self, application: Application, lead: User) -> None:
        code = next(check["code"] for check in application.checks if check["outcome"] == JUDGE)
        judging.judge(application, code=code, outcome="pass", reason=words.WHY_JUDGED, by=lead)

    def sign(self) -> None:
        """Pledges that nobody, some, all but one who declined, and all have signed."""
        several = Q(project__kind=Project.Kind.SECONDARY)  # four people sign
        asked = self._with_pledge(*WAITS, signed=0, only=~several)
        self._with_pledge(*WAITS, signed=2, only=several)
        self._with_pledge(*WAITS, signed=0, declines=True)
        self._with_pledge(Status.PLACED, signed=4)
        if asked:
            self._ask_helen(asked)

    def _with_pledge(self, *statuses, signed: int, only: Q | None = None, declines: bool = False) -> Pledge | None:
        for application in self._next(*statuses, only=only):
            pledge = pledging.begin(application)
            Application.objects.filter(pk=application.pk).update(pledge=pledge)
            pledging.ask_all()
            waiting = list(pledge.signatories.waiting().exclude(email="").select_related("pledge"))
            for one in waiting[:signed]:
                pledges.sign(one, name=one.name, version=1, address=ADDRESS)
            if declines and waiting[signed:]:
                pledges.decline(waiting[signed], reason=words.WHY_NOT_SIGNED)
            return pledge
        return None

    def _ask_helen(self, pledge: Pledge) -> None:
        """Helen leads that school too, so that a paper waits for her."""
        helen = self.cast["helen"]
        one = pledge.signatories.waiting().select_related("pledge").first()
        if one:
            pledge_changes.replace(one, name=helen.get_full_name(), email=helen.email)

    def write_to_schools(self) -> None:
        """The cast's hub has written to those it has not decided about."""
        hub, by = Hub.objects.get(slug=people.HUB), self.cast["alice"]
        if not Application.objects.sent_to(hub).filter(status=Status.SUBMITTED).exists():
            return
        said = {"hub": hub, "query": "status=submitted", "subject": words.SUBJECT, "text": words.MAILING, "by": by}
        mailing = sending.ask(**said, expected=sending.preview(**said).count)
        Mailing.objects.filter(pk=mailing.pk).update(due=timezone.now())
        sending.send_due()

    def _fresh(self, *statuses, alone: bool):
        """This year's applications that show nothing yet; of schools with no other, where `alone`; our hub's first."""
        ours = Case(When(hub__slug=people.HUB, then=0), default=1)
        others = Application.objects.filter(school=OuterRef("school")).exclude(pk=OuterRef("pk"))
        looked_after = TrustRole.objects.values("trust")
        rows = Application.objects.filter(project__year=self.year, status__in=statuses)
        if alone:
            rows = rows.filter(~Exists(others))
        rows = rows.exclude(school__trust__in=looked_after).exclude(pk__in=self.used)
        related = ("school__authority", "school__trust", "project", "hub", "started_by")
        return rows.select_related(*related).order_by(ours, F("started").desc(), "reference")

    def _next(self, *statuses, only: Q | None = None, alone: bool = True) -> list[Application]:
        """One more to show something on, where its hub still takes applications; none where there is none."""
        still_open = Opening.objects.open_at().filter(hub=OuterRef("hub"), project=OuterRef("project"))
        found = list(self._fresh(*statuses, alone=alone).filter(Exists(still_open), only or Q())[:1])
        self.used |= {application.pk for application in found}
        return found


def _count_as_sent(before: int) -> None:
    """Nobody's mailbox gets the messages that were made since; words that hold a link are erased, as always."""
    new = Email.objects.filter(pk__gt=before, sent=None)
    new.filter(secret=True).update(text="", html="")
    new.update(sent=timezone.now(), attempts=1)
