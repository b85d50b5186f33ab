"""What a form is made of, as data: sections hold pages, pages hold fields and rules, nothing of it knows Django forms.

A project's form is declared in one module beside this file (see `readiness`). Views walk it, `check` judges
answers by it, `applications.forms` draws it. Answers are one flat dict by field name, as kept in
`Application.answers`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum

Answers = Mapping[str, object]


class Kind(Enum):
    """How a field is asked and what its answer is; an answer not yet given is missing, "" or False."""

    LINE = "line"  # str without line breaks
    EMAIL = "email"  # str
    PHONE = "phone"  # str
    POSTCODE = "postcode"  # str, like "GL5 1AA"
    TRN = "trn"  # a person's teacher reference number: str of seven digits
    WORDS = "words"  # str of several lines
    DATE = "date"  # str, a day as typed: "14 March 2024" or "14/3/2024" (see applications.spec.days)
    TICK = "tick"  # bool
    YES_NO = "yes_no"  # "yes" or "no"
    CHOICE = "choice"  # str, a value of `choices`
    CHOICES = "choices"  # list of values of `choices`
    # list of {"typed", "urn", "name", "relationship", "other"}; urn is None while nobody knows which school is meant
    SCHOOLS = "schools"


@dataclass(frozen=True)
class Field:
    """One question. `asks` is what the page says when a needed answer is not there."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    asks: str = ""
    hint: str = ""
    needed: bool = True
    most_words: int | None = None
    most_characters: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    only_if: tuple[str, object] | None = None  # (other field's name, its answer): asked only then
    autocomplete: str = ""
    pattern: str = ""  # a regular expression the whole answer matches
    pattern_says: str = ""
    about: str = ""  # whom or what it is about, where the answer is read away from its page
    rows: int = 7  # most rows of a SCHOOLS field
    personal: bool = False  # about a living person by name: left out where personal data was not asked for (U6)

    def is_asked(self, answers: Answers) -> bool:
        """Whether this question arises, given the answer it hangs on."""
        return self.only_if is None or answers.get(self.only_if[0]) == self.only_if[1]


FROM_HISTORY = "history"
SOURCE = "_from"  # under this name answers keep, in words, where that was taken from


def marker(slug: str) -> str:
    """Under this name answers keep that a page's were taken over from the school's history. No reader sees it."""
    return f"_from_{slug}"


@dataclass(frozen=True)
class AtLeast:
    """So many of these ticks are needed."""

    fields: tuple[str, ...]
    number: int
    says: str

    def broken(self, answers: Answers) -> tuple[str, str] | None:
        if sum(answers.get(name) is True for name in self.fields) < self.number:
            return self.fields[0], self.says
        return None


@dataclass(frozen=True)
class Different:
    """`field` may not repeat what `others` say (case and spaces aside). All empty is not a repetition."""

    field: str
    others: tuple[str, ...]
    says: str

    def broken(self, answers: Answers) -> tuple[str, str] | None:
        mine = _folded(answers.get(self.field))
        if mine and any(mine == _folded(answers.get(other)) for other in self.others):
            return self.field, self.says
        return None


def _folded(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


@dataclass(frozen=True)
class Page:
    """One screen with one subject. `facts` names what the page shows beside its questions.

    With `heading` that field's label is the heading of the page, instead of the title.
    """

    slug: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    heading: str = ""
    facts: str = ""  # "school" (the register's facts) or "privacy" (the hub's notice)
    rules: tuple[AtLeast | Different, ...] = ()

    def asked(self, answers: Answers) -> list[Field]:
        return [field for field in self.fields if field.is_asked(answers)]


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class FormSpec:
    sections: tuple[Section, ...]
    # Names of the fields whose words help to find the application in a queue.
    search_fields: tuple[str, ...] = ()

    def pages(self) -> list[tuple[Section, Page]]:
        """Every page with its section, in the order they are walked."""
        return [(section, page) for section in self.sections for page in section.pages]

    def within(self, part: Collection[str] | None) -> "FormSpec":
        """The form as somebody sees it who was asked for these sections only; None is all of it."""
        if part is None:
            return self
        return replace(self, sections=tuple(section for section in self.sections if section.slug in part))

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.sections if section.slug == slug), None)

    def page(self, section: str, page: str) -> Page | None:
        return next((p for s, p in self.pages() if (s.slug, p.slug) == (section, page)), None)

    def after(self, section: str, page: str) -> tuple[str, str] | None:
        """Slugs of the page that follows; None after the last."""
        return self._beside(section, page, 1)

    def before(self, section: str, page: str) -> tuple[str, str] | None:
        """Slugs of the page that comes before; None before the first."""
        return self._beside(section, page, -1)

    def _beside(self, section: str, page: str, step: int) -> tuple[str, str] | None:
        walk = [(s.slug, p.slug) for s, p in self.pages()]
        place = walk.index((section, page)) + step
        return walk[place] if 0 <= place < len(walk) else None

    def fields(self) -> list[Field]:
        return [field for _, page in self.pages() for field in page.fields]
