"""Two versions of one page's answers beside each other, and the one that was chosen of each."""

from dataclasses import dataclass

from django.http import QueryDict

from applications.forms import initial
from applications.spec import Answers, Field, Kind, Page
from applications.spec.check import in_words
from applications.stale import Clash

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Versions:
    """One question whose answer was changed twice: what this page says, and what was saved since."""

    name: str
    label: str
    mine: str
    theirs: str


def versions(page: Page, given: Answers, clash: Clash) -> list[Versions]:
    return [
        Versions(f"keep_{field.name}", field.label, _said(field, given), _said(field, clash.theirs))
        for field in page.fields
        if field.name in clash.theirs
    ]


def _said(field: Field, answers: Answers) -> str:
    return in_words(field, answers.get(field.name)) or "Not answered"


def chosen(posted: QueryDict, page: Page, answers: Answers) -> QueryDict:
    """What was posted, with the saved answer in place of each for which that was chosen."""
    fields = [field for field in page.fields if posted.get(f"keep_{field.name}") == THEIRS]
    if not fields:
        return posted
    data = posted.copy()
    for field in fields:
        _take_over(data, field, initial((field,), answers))
    return data


def _take_over(data: QueryDict, field: Field, values: dict) -> None:
    rows = [name for name in data if field.kind is Kind.SCHOOLS and name.startswith(f"{field.name}_")]
    for name in [field.name, *rows]:
        data.pop(name, None)
    for name, value in values.items():
        data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [_typed(value)] if value else [])


def _typed(value: object) -> str:
    return "on" if value is True else str(value)
