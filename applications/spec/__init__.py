"""The application form as data: what is asked, what is still missing, and how it reads once it is sent.

`form_for` gives a project's form; everything else here reads an application's answers by it. A new kind of
project is a declaration of its own, named in DECLARATIONS.
"""

import time
from dataclasses import dataclass
from functools import lru_cache

from applications.models import Application
from applications.spec import development, embedding, readiness, secondary, sustaining
from applications.spec.check import in_words, is_started, problems
from applications.spec.edition import Edition, read
from applications.spec.pages import with_own_questions
from applications.spec.types import FROM_HISTORY, Answers, Field, FormSpec, Kind, Page, Section
from workgroups.models import Project

DECLARATIONS = {
    Project.Kind.READINESS: readiness.declare,
    Project.Kind.DEVELOPMENT: development.declare,
    Project.Kind.EMBEDDING: embedding.declare,
    Project.Kind.SUSTAINING: sustaining.declare,
    Project.Kind.SECONDARY: secondary.declare,
}

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
    "first_answers",
    "forget",
    "form_for",
    "freeze",
    "frozen_form",
    "missing",
    "names",
    "read",
    "recent_form",
    "school_fields",
    "searchable",
    "walk",
    "without_trns",
]


YES = in_words(Field("", "", Kind.TICK, needed=False), True)
RECENT = 20  # seconds
_recent: dict[int, tuple[float, FormSpec]] = {}


@lru_cache(maxsize=64)
def _declared(edition: Edition) -> FormSpec:
    return with_own_questions(DECLARATIONS[edition.kind](edition), edition)


def form_for(project: Project) -> FormSpec:
    """The project's form in its edition's words. One query; the form itself is remembered while they stay the same.

    Raises KeyError for a kind of project without a form (not in DECLARATIONS).
    """
    return _declared(read(project))


def first_answers(project: Project, given: Answers) -> dict[str, object]:
    """Of answers given before there was a form (the guide's), those to questions of this form that they answer well."""
    kept = {}
    for _, page in form_for(project).pages() if given else ():
        wrong = {name for name, _ in problems(page, given)}
        fields = [field for field in page.asked(given) if field.name in given and field.name not in wrong]
        kept |= {field.name: given[field.name] for field in fields}
    return kept


def recent_form(project_id: int) -> FormSpec:
    """The form as it was at most twenty seconds ago, mostly without a query.

    For saving a page that was drawn a while ago anyway. What is shown, checked and sent reads `form_for`.
    """
    read_at, form = _recent.get(project_id, (0, None))
    if form is None or time.monotonic() - read_at > RECENT:
        form = form_for(Project.objects.get(pk=project_id))
        _recent[project_id] = (time.monotonic(), form)
    return form


def forget() -> None:
    """What `recent_form` remembers: for tests, whose editions are taken back."""
    _recent.clear()


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


def answers_of(page: Page, answers: Answers) -> list[dict]:
    """The page's questions that arose, each with its answer in words, its field's `name` and its `page`'s slug.

    `personal` marks what is about a person by name, `trn` a teacher reference number; both are there only where
    true, and neither is in what was frozen before they were kept. Ticks not set are left out where not needed;
    what hangs on a tick is read as the tick's own answer; that last year's answers were checked is no answer.
    """
    rows = []
    for field in page.asked(answers):
        if field.only_if and field.only_if[1] == FROM_HISTORY:
            continue
        value = in_words(field, answers.get(field.name))
        if field.only_if and field.only_if[1] is True:
            said = [rows[-1]["value"], value] if rows[-1]["value"] != YES else [value]
            rows[-1]["value"] = "\n".join(filter(None, said)) or YES
        elif value or field.needed or field.kind is not Kind.TICK:
            label = f"{field.about}: {field.label[:1].lower()}{field.label[1:]}" if field.about else field.label
            rows.append({"label": label, "value": value, "name": field.name, "page": page.slug, **_marks(field)})
    return rows


def _marks(field: Field) -> dict[str, bool]:
    marks = {"personal": field.personal, "trn": field.kind is Kind.TRN}
    return {mark: True for mark, holds in marks.items() if holds}


def without_trns(sections: list[dict]) -> list[dict]:
    """A frozen form for a message: of a teacher reference number only that it was given (U6)."""
    return [{**section, "answers": [_untold(row) for row in section["answers"]]} for section in sections]


def _untold(row: dict) -> dict:
    return {**row, "value": "Given"} if row.get("trn") and row["value"] else row


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


def school_fields(form: FormSpec, answers: Answers) -> list[str]:
    """Names of the questions that ask for schools of the register, where they arise."""
    return [field.name for field in form.fields() if field.kind is Kind.SCHOOLS and field.is_asked(answers)]
