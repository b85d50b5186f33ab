"""The application form as data: what is asked, what is still missing, and how it reads once it is sent.

`form_for` gives a project's form; everything else here reads an application's answers by it. A new kind of
project is a declaration of its own, named in DECLARATIONS.
"""

import time
from dataclasses import dataclass
from functools import lru_cache

from applications.models import Application
from applications.spec import readiness
from applications.spec.check import in_words, is_started, problems
from applications.spec.edition import Edition, read
from applications.spec.types import Answers, Field, FormSpec, Kind, Page, Section
from workgroups.models import Project

DECLARATIONS = {Project.Kind.READINESS: readiness.declare}

__all__ = [
    "DECLARATIONS",
    "Answers",
    "Field",
    "FormSpec",
    "Kind",
    "Page",
    "PageState",
    "Section",
    "SectionState",
    "answers_of",
    "claimed",
    "criteria_claimed",
    "form_for",
    "freeze",
    "frozen_form",
    "missing",
    "names",
    "read",
    "recent_form",
    "searchable",
    "walk",
]


RECENT = 20  # seconds
_recent: dict[int, tuple[float, FormSpec]] = {}


@lru_cache(maxsize=64)
def _declared(edition: Edition) -> FormSpec:
    return DECLARATIONS[edition.kind](edition)


def form_for(project: Project) -> FormSpec:
    """The project's form in its edition's words. One query; the form itself is remembered while they stay the same.

    Raises KeyError for a kind of project without a form (not in DECLARATIONS).
    """
    return _declared(read(project))


def recent_form(project_id: int) -> FormSpec:
    """The form as it was at most twenty seconds ago, mostly without a query.

    For saving a page that was drawn a while ago anyway. What is shown, checked and sent reads `form_for`.
    """
    read_at, form = _recent.get(project_id, (0, None))
    if form is None or time.monotonic() - read_at > RECENT:
        form = form_for(Project.objects.get(pk=project_id))
        _recent[project_id] = (time.monotonic(), form)
    return form


@dataclass(frozen=True)
class PageState:
    """How far one page is: `missing` are the sentences that say what it still needs."""

    page: Page
    missing: tuple[str, ...]
    started: bool

    @property
    def done(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class SectionState:
    section: Section
    pages: tuple[PageState, ...]

    @property
    def missing(self) -> list[str]:
        return [words for page in self.pages for words in page.missing]

    @property
    def missing_said(self) -> str:
        """The first three things missing, and how many more."""
        missing = self.missing
        more = f" And {len(missing) - 3} more." if len(missing) > 3 else ""
        return " ".join(missing[:3]) + more

    @property
    def state(self) -> str:
        """One of "done", "started" and "to do"."""
        if not self.missing:
            return "done"
        return "started" if any(page.started for page in self.pages) else "to do"

    @property
    def first_open(self) -> Page:
        """The page to go to: the first with something missing, or the section's first."""
        return next((state.page for state in self.pages if state.missing), self.pages[0].page)


def walk(form: FormSpec, answers: Answers) -> list[SectionState]:
    """Every section with what is done and what is missing."""
    return [
        SectionState(section, tuple(_page_state(page, answers) for page in section.pages)) for section in form.sections
    ]


def _page_state(page: Page, answers: Answers) -> PageState:
    return PageState(page, tuple(words for _, words in problems(page, answers)), is_started(page, answers))


def missing(application: Application) -> list[str]:
    """What the form still needs before it can be sent, a sentence each; empty when it is complete."""
    sections = walk(form_for(application.project), application.answers)
    return [words for section in sections for words in section.missing]


def frozen_form(application: Application) -> list[dict]:
    """The form as it reads today, sections of [{"title", "answers": [{"label", "value"}]}]: what is kept and sent.

    Questions that did not arise are left out; a question left empty has the value "".
    """
    return freeze(form_for(application.project), application.answers)


def freeze(form: FormSpec, answers: Answers) -> list[dict]:
    """`frozen_form` of a form and answers at hand."""
    return [
        {"title": section.title, "answers": [row for page in section.pages for row in answers_of(page, answers)]}
        for section in form.sections
    ]


def answers_of(page: Page, answers: Answers) -> list[dict[str, str]]:
    """The page's questions that arose, each with its answer in words.

    Ticks not set are left out where not needed; what hangs on a tick is read as the tick's own answer.
    """
    rows = []
    for field in page.asked(answers):
        value = in_words(field, answers.get(field.name))
        if field.only_if and field.only_if[1] is True:
            rows[-1]["value"] = value or rows[-1]["value"]
        elif value or field.needed or field.kind is not Kind.TICK:
            label = f"{field.about}: {field.label.lower()}" if field.about else field.label
            rows.append({"label": label, "value": value})
    return rows


def criteria_claimed(application: Application) -> dict[str, str]:
    """The codes of the criteria ticked, each with the evidence given (R4)."""
    return claimed(read(application.project), application.answers)


def claimed(edition: Edition, answers: Answers) -> dict[str, str]:
    """`criteria_claimed` of an edition and answers at hand."""
    codes = [row.code for row in edition.criteria]
    return {code: str(answers.get(f"evidence_{code}") or "") for code in codes if answers.get(f"criterion_{code}")}


def searchable(application: Application) -> str:
    """Names on the form, for the words a hub searches its queue by."""
    return names(form_for(application.project), application.answers)


def names(form: FormSpec, answers: Answers) -> str:
    """`searchable` of a form and answers at hand."""
    return " ".join(str(answers[name]) for name in form.search_fields if answers.get(name))
