"""A line for a school of the register, by name, postcode or URN, and the choice where several fit."""

from django import forms

from applications.forms import Hit, Line
from applications.named_schools import label, which
from journal.words import check_can_be_kept
from schools.models import School


def school_line(**told) -> Line:
    """The line; the page's script suggests schools while somebody types."""
    box = forms.TextInput(attrs={"data-school-finder": "", "autocomplete": "off", "spellcheck": "false"})
    return Line(most=300, widget=box, **told)


def school_choice() -> Hit:
    """The choice beside it, shown only where it has something to choose among."""
    return Hit(required=False, label="Which of these?", widget=forms.RadioSelect)


def school_meant(form: forms.Form, name: str, choice: str, *, now: School | None) -> School | None:
    """For `clean_<name>`: the school of the register; what is shown already stays as it is."""
    typed = form.cleaned_data[name]
    if not typed:
        return None
    if now and typed == label(now):
        return now
    check_can_be_kept(typed)
    meant = which(typed, form.data.get(choice, ""), 0)
    if meant.school:
        return meant.school
    form.fields[choice].choices = [(school.urn, label(school)) for school in meant.hits]
    raise forms.ValidationError(meant.says)
