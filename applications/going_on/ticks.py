"""What is left to tick where all else is known: last year's answers checked once for all pages, and each commitment.

So a school that goes on as it was confirms on one page.
"""

from applications.forms import PageForm, page_form
from applications.models import Application
from applications.spec import FormSpec, form_for
from applications.spec.check import problems
from applications.spec.types import FROM_HISTORY, Answers, Field, Kind, Page

CHECKED = "checked_all"


def page_of(form: FormSpec, answers: Answers) -> Page | None:
    """One page with every tick that is missing; None where something else is missing, too."""
    fields, is_to_check = [], False
    for _, page in form.pages():
        by_name = {field.name: field for field in page.fields}
        for name, _says in problems(page, answers):
            field = by_name.get(name)
            if field is None or field.kind is not Kind.TICK or not field.needed:
                return None
            if _is_about_history(field):
                is_to_check = True
            else:
                fields.append(field)
    return Page("confirm", "Confirm", (*_checked(is_to_check), *fields))


def _is_about_history(field: Field) -> bool:
    return bool(field.only_if and field.only_if[1] == FROM_HISTORY)


def _checked(is_to_check: bool) -> tuple[Field, ...]:
    if not is_to_check:
        return ()
    label = "I have checked the answers above, and they are right for this year."
    asks = "Check the answers above, change what is different, and tick to say that they are right."
    return (Field(CHECKED, label, Kind.TICK, asks),)


def given(form: FormSpec, answers: Answers, ticked: Answers) -> dict[str, bool]:
    """The form's own answers for what was ticked on that page."""
    found = {name: True for name, value in ticked.items() if value and name != CHECKED}
    if ticked.get(CHECKED):
        asked = (field for _, page in form.pages() for field in page.asked(answers))
        found |= {field.name: True for field in asked if _is_about_history(field)}
    return found


def ticks_form(application: Application, data=None) -> PageForm | None:
    """The form of that page; None where something else is missing, too. Empty where nothing is."""
    page = page_of(form_for(application.project), application.answers)
    if page is None:
        return None
    return page_form(page)(data, answers=application.answers, school_id=application.school_id)
