"""Draws one page of the form as data (`applications.spec`) as a Django form, and turns what was typed into answers."""

import re
from collections.abc import Iterable
from functools import lru_cache

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape

from applications.named_schools import label, which
from applications.spec.check import choices_of, problems, row_problems, tidy_postcode, tidy_trn
from applications.spec.types import FROM_HISTORY, SOURCE, Field, Kind, Page, marker
from journal.words import check_can_be_kept


class Line(forms.CharField):
    """One line: white space is tidied, control characters and too many characters are refused."""

    def __init__(self, *, most: int, **options):
        super().__init__(required=False, empty_value="", **options)
        self.most = most
        self.validators = [check_can_be_kept, self._check_length]

    def to_python(self, value):
        text = super().to_python(value)
        check_can_be_kept(text)
        return " ".join(text.split())

    def _check_length(self, text: str) -> None:
        if len(text) > self.most:
            raise ValidationError(f"Use at most {self.most:,} characters. You have used {len(text):,}.")


class Trn(Line):
    """A teacher reference number, kept as seven digits."""

    def to_python(self, value):
        return tidy_trn(super().to_python(value))


class Postcode(Line):
    def to_python(self, value):
        return tidy_postcode(super().to_python(value))


class Words(Line):
    """Several lines, kept as typed but for the ends and the kind of line break."""

    def to_python(self, value):
        text = forms.CharField.to_python(self, value)
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class Hit(forms.ChoiceField):
    """A choice among the hits of a search; what may be chosen is known only once the search has run."""

    def validate(self, value):
        return


class PageForm(forms.Form):
    """One page, bound to an application's answers. `given` are the page's new answers once it is valid.

    `whole=False` keeps a page that is not finished: only what cannot be kept is refused. `typing` is one that somebody
    is still writing: half a name is not yet taken for a school.
    """

    page: Page

    def __init__(self, data=None, *, answers: dict, school_id: int, whole: bool = True, typing: bool = False):
        self.answers, self.school_id, self.whole, self.typing = answers, school_id, whole and not typing, typing
        super().__init__(data, initial=initial(self.page.fields, answers), use_required_attribute=False)
        self.given: dict = {}
        for field in self.page.fields:
            if field.only_if and not self._hangs_here(field) and not field.is_asked(answers):
                del self.fields[field.name]

    @property
    def is_from_history(self) -> bool:
        """Whether what stands here was taken over from last year, to be checked (J3, S6)."""
        return self.answers.get(marker(self.page.slug)) == FROM_HISTORY

    @property
    def said_of_history(self) -> str:
        return (
            f"From last year: {self.answers.get(SOURCE) or 'what your school told us'}. "
            "Check it, change what is different this year, and tick the box at the end."
        )

    def _hangs_here(self, field: Field) -> bool:
        """Whether the answer that decides if this is asked is given on this page."""
        return any(other.name == field.only_if[0] for other in self.page.fields)

    def clean(self):
        for field in self.page.fields:
            if field.kind is Kind.SCHOOLS:
                self.given[field.name] = self._schools(field)
            elif field.name in self.fields:
                self.given[field.name] = self.cleaned_data.get(field.name, "")
        if self.whole:
            for name, says in problems(self.page, {**self.answers, **self.given}):
                if name in self.fields:
                    self._add_once(name, says)
                elif not self.given.get(name):  # schools: what is wrong with a row is said beside that row
                    self._add_once(f"{name}_0_school", says)
        return self.cleaned_data

    def _add_once(self, name: str, says: str) -> None:
        if name not in self.errors:
            self.add_error(name, says)

    def _schools(self, field: Field) -> list[dict]:
        known = {row["typed"]: row for row in self.answers.get(field.name) or [] if row.get("urn")}
        rows, controls = [], []
        for number in range(field.rows):
            prefix = f"{field.name}_{number}"
            typed = self.cleaned_data.get(f"{prefix}_school", "")
            if typed:
                rows.append(self._row(prefix, known.get(typed, {"typed": typed, "urn": None, "name": ""})))
                controls.append(prefix)
        if self.whole and field.is_asked({**self.answers, **self.given}):
            for place, part, says in row_problems(field, rows):
                self._add_once(f"{controls[place]}_{part}", says)
        return rows

    def _row(self, prefix: str, row: dict) -> dict:
        if not row["urn"] and not self.typing:
            chosen = self.data.get(f"{prefix}_which", "")
            meant = which(row["typed"], chosen, self.school_id)
            if meant.school:
                row = {"typed": label(meant.school), "urn": meant.school.urn, "name": meant.school.name}
            elif self.whole:
                self.fields[f"{prefix}_which"].choices = [(school.urn, label(school)) for school in meant.hits]
                self._add_once(f"{prefix}_school", meant.says)
        more = {part: self.cleaned_data.get(f"{prefix}_{part}", "") for part in ("relationship", "other")}
        return {**row, **more}

    def can_be_kept(self) -> dict:
        """Of the answers given those without an error: the rest stays in the browser."""
        wrong = {re.sub(r"_\d+_(school|which|relationship|other)$", "", control) for control in self.errors}
        return {name: answer for name, answer in self.given.items() if name not in wrong}

    @property
    def can_add_rows(self) -> str:
        """What "Add another school" hangs on, like in_group=yes; "" with no schools or all rows shown."""
        for field in self.page.fields:
            if field.kind is Kind.SCHOOLS and self._rows_shown(field) < field.rows:
                return "=".join(field.only_if)
        return ""

    @property
    def helper(self) -> FormHelper:
        """The crispy layout; the page's template writes the form tag and the buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.heading_field = self.page.heading
        helper.layout = Layout(*(part for field in self.page.fields for part in self._drawn(field)))
        return helper

    def _drawn(self, field: Field) -> list:
        parts = self._rows_drawn(field) if field.kind is Kind.SCHOOLS else [field.name]
        if field.only_if is None:
            return parts
        if not self._hangs_here(field):
            return [name for name in parts if name in self.fields]
        name, value = field.only_if
        return [Div(*parts, css_class="only-if", data_only_if=f"{name}={'on' if value is True else value}")]

    def _rows_drawn(self, field: Field) -> list:
        return [self._row_drawn(f"{field.name}_{number}", number) for number in range(self._rows_shown(field))]

    def _rows_shown(self, field: Field) -> int:
        """All that are filled and one more, at least two."""
        filled = [n for n in range(field.rows) if self[f"{field.name}_{n}_school"].value()]
        return min(field.rows, max([2, *(n + 2 for n in filled)]))

    def _row_drawn(self, prefix: str, number: int) -> Fieldset:
        hits = [f"{prefix}_which"] if self.fields[f"{prefix}_which"].choices else []
        other = Div(f"{prefix}_other", css_class="only-if", data_only_if=f"{prefix}_relationship=other")
        return Fieldset(
            f"School {number + 1}", f"{prefix}_school", *hits, f"{prefix}_relationship", other, css_class="school-row"
        )


@lru_cache(maxsize=256)
def page_form(page: Page) -> type[PageForm]:
    """The form class of a page; remembered, for a page that reads the same is the same page."""
    fields = {}
    for field in page.fields:
        fields.update(_row_fields(field) if field.kind is Kind.SCHOOLS else {field.name: _control(field)})
    return type("PageForm", (PageForm,), {"page": page, **fields})


def _control(field: Field) -> forms.Field:
    # Hints come from the edition, which people write, and the template draws help texts as they are.
    told = {"label": _label(field), "help_text": escape(field.hint)}
    attrs = {"autocomplete": field.autocomplete} if field.autocomplete else {}
    match field.kind:
        case Kind.WORDS:
            attrs |= {"rows": 10 if (field.most_words or 0) > 60 else 4}
            if field.most_words:
                attrs["data-word-limit"] = str(field.most_words)
            return Words(most=field.most_characters, widget=forms.Textarea(attrs), **told)
        case Kind.EMAIL:
            attrs |= {"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"}
            return Line(most=field.most_characters, widget=forms.TextInput(attrs), **told)
        case Kind.PHONE:
            return Line(most=field.most_characters, widget=forms.TextInput(attrs | {"type": "tel"}), **told)
        case Kind.TRN:
            attrs |= {"spellcheck": "false", "autocomplete": "off"}
            return Trn(most=field.most_characters, widget=forms.TextInput(attrs), **told)
        case Kind.POSTCODE:
            attrs |= {"spellcheck": "false", "autocapitalize": "characters"}
            return Postcode(most=field.most_characters, widget=forms.TextInput(attrs), **told)
        case Kind.TICK:
            return forms.BooleanField(required=False, **told)
        case Kind.YES_NO | Kind.CHOICE:
            return forms.ChoiceField(required=False, choices=choices_of(field), widget=forms.RadioSelect, **told)
        case Kind.CHOICES:
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(required=False, choices=field.choices, widget=boxes, **told)
    return Line(most=field.most_characters, widget=forms.TextInput(attrs), **told)


def _label(field: Field) -> str:
    return field.label if field.needed or field.kind is Kind.TICK else f"{field.label} (optional)"


def _row_fields(field: Field) -> dict[str, forms.Field]:
    found = {}
    for number in range(field.rows):
        prefix = f"{field.name}_{number}"
        finder = forms.TextInput({"data-school-finder": "", "autocomplete": "off", "spellcheck": "false"})
        found[f"{prefix}_school"] = Line(most=300, label="Name of the school", help_text=field.hint, widget=finder)
        found[f"{prefix}_which"] = Hit(required=False, label="Which of these?", widget=forms.RadioSelect)
        found[f"{prefix}_relationship"] = forms.ChoiceField(
            required=False, label="How do you belong together?", choices=(("", "Choose"), *field.choices)
        )
        found[f"{prefix}_other"] = Line(most=200, label="What ties you to each other?")
    return found


def initial(fields: Iterable[Field], answers: dict) -> dict:
    """What the controls of these fields hold, by the control's name."""
    found = {}
    for field in fields:
        answer = answers.get(field.name)
        if field.kind is not Kind.SCHOOLS:
            found[field.name] = answer
            continue
        for number, row in enumerate((answer or [])[: field.rows]):
            prefix = f"{field.name}_{number}"
            found |= {
                f"{prefix}_school": row["typed"],
                f"{prefix}_relationship": row.get("relationship"),
                f"{prefix}_other": row.get("other"),
            }
    return found
