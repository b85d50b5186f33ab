"""A group of last year that goes on at the cast's hub: one school has confirmed, one says no, the others are silent."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from applications import pledging, spec, workflow
from applications.going_on import answering, asking
from applications.going_on.candidates import candidates
from applications.going_on.models import Continuation
from demo import words
from demo.answers import answers
from demo.stories import Planner, Story
from hubs.models import Hub
from journal.models import Email
from schools.models import School
from workgroups.going_on import details_for
from workgroups.models import Project, WorkGroup

SCHOOLS = 4
ANSWER_IN = timedelta(days=10)


def set_aside(can_apply: list[School], codes: set[str]) -> list[School]:
    """Schools in these authorities that no story uses; taken out of those that can apply."""
    here = (one for one in can_apply if one.authority.code in codes)
    fit = (one for one in here if one.is_open and one.is_primary and one.is_state_funded)
    found = [school for _, school in zip(range(SCHOOLS), fit, strict=False)]
    for school in found:
        can_apply.remove(school)
    return found


def were_together(planner: Planner, edition: Project, hub: Hub, schools: list[School]) -> list[Story]:
    """Their stories of last year: all placed in one group."""
    group, stories = planner.new_group(hub, edition), []
    for school in schools:
        stories.append(planner.placed_in(group, school, edition, years_ago=1))
    return stories


def show(hub: Hub, schools: list[School], edition: Project, *, by) -> int:
    """The hub goes on with them, and they answer; how many were asked."""
    old = WorkGroup.objects.filter(hub=hub, places__school__in=schools, project__year=edition.year - 1).first()
    if old is None:
        return 0
    asked = {one.earlier.pk: one.email for one in candidates(old, edition) if one.is_usual}
    until = timezone.localdate() + ANSWER_IN
    said = {"schools": asked, "answer_by": until, "words": words.GO_ON, "by": by, **details_for(old, edition)}
    group = asking.continue_group(old, project=edition, **said)
    waiting = list(Continuation.objects.filter(group=group).select_related("school").order_by("school__name"))
    if len(waiting) > 1:
        _confirm(waiting[0], schools[0])
        answering.say_no(waiting[1], reason=words.WHY_NOT_ON)
    unsent = Email.objects.filter(sent=None)
    unsent.filter(secret=True).update(text="", html="")
    unsent.update(sent=F("queued"), attempts=1)
    return len(asked)


def _confirm(one: Continuation, friend: School) -> None:
    by = one.earlier.application.started_by
    draft, _ = answering.begin(one, by=by)
    told = {"school": draft.school, "by": by, "friend": friend, "together": False}
    given = answers(spec.form_for(draft.project), [], draft.answers, on=timezone.localdate(), seed=1, **told)
    draft = workflow.save_page(draft, answers=given, by=by)
    answering.confirm(draft, by=by)
    pledging.ask_all()
