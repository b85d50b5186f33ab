"""The small forms of bringing in: a file, what its columns are, and which schools are meant."""

from django import forms

from applications.arrivals import mapping, reading
from applications.arrivals.models import Arrival, ArrivalRow
from applications.named_schools import which
from schools.models import School

SKIP, OTHER = "skip", "other"


class FileForm(forms.Form):
    """A CSV, and the project it is for. `cleaned_data["project"]` is a Project."""

    project = forms.ChoiceField(
        label="What are the forms for?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the forms are for.",
            "invalid_choice": "Choose one of the projects that your hub has opened.",
        },
    )
    file = forms.FileField(
        label="The responses as a CSV file",
        help_text="Up to 2,000 responses and 5 MB, with the questions in the first line. Google Forms: open the "
        "responses as a sheet, then File, Download, “Comma-separated values”. Excel: Save As, “CSV UTF-8”.",
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "missing": "Choose a file."},
    )

    def __init__(self, data=None, files=None, *, projects: list):
        self.projects = {project.code: project for project in projects}
        only = next(iter(self.projects)) if len(self.projects) == 1 else ""
        super().__init__(data, files, initial={"project": only}, use_required_attribute=False)
        self.fields["project"].choices = [
            (code, f"{project.title}, {project.academic_year}") for code, project in self.projects.items()
        ]

    def clean_project(self):
        return self.projects[self.cleaned_data["project"]]

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if sent.size > reading.LARGEST:
            most = reading.LARGEST // 1024**2
            raise forms.ValidationError(f"The file has {sent.size / 1024**2:.1f} MB, and the most is {most} MB.")
        return sent


class ColumnsForm(forms.Form):
    """One list for each heading; `columns()` is what was chosen."""

    def __init__(self, data=None, *, arrival: Arrival, known: mapping.Targets):
        super().__init__(data, use_required_attribute=False)
        self.arrival = arrival
        choices = _grouped(known)
        for place, heading in enumerate(arrival.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=arrival.columns[place],
                widget=forms.Select({"class": "form-select"}),
                error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what this column holds."),
            )

    def columns(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.arrival.headings))]

    def clean(self):
        if not self.errors:
            try:
                mapping.check(self.columns(), self.arrival.headings, self.arrival.project)
            except mapping.WrongColumn as wrong:
                self.add_error(f"column_{wrong.place}", wrong.reason)
        return self.cleaned_data


def _grouped(known: mapping.Targets) -> list:
    groups = []
    for title, group in known.groups:
        options = [(target.means, target.label) for target in group]
        groups += [(title, options)] if title else options
    return groups


class SchoolsForm(forms.Form):
    """For each row: one of its candidates, another school looked for by words, or to skip it.

    `said()` is what was chosen, by the row's key; rows left alone are not in it.
    """

    def __init__(self, data=None, *, rows: list[ArrivalRow]):
        super().__init__(data, use_required_attribute=False)
        self.rows = rows
        self.found: dict[int, School | None] = {}
        for row in rows:
            options = [(str(school.urn), school.name) for school in row.shown]
            self.fields[f"row_{row.pk}"] = forms.ChoiceField(
                required=False,
                choices=[*options, (OTHER, "Another school"), (SKIP, "Skip")],
                widget=forms.RadioSelect,
                label=f"Line {row.line}",
                error_messages={"invalid_choice": "Choose one of these, or another school."},
            )
            self.fields[f"other_{row.pk}"] = forms.CharField(required=False, max_length=100, label="Another school")

    def clean(self):
        for row in self.rows:
            said = self.cleaned_data.get(f"row_{row.pk}", "")
            words = self.cleaned_data.get(f"other_{row.pk}", "").strip()
            if said == SKIP:
                self.found[row.pk] = None
            elif said == OTHER or (words and not said):
                self._look_for(row, words)
            elif said:
                self.found[row.pk] = next(school for school in row.shown if str(school.urn) == said)
        return self.cleaned_data

    def _look_for(self, row: ArrivalRow, words: str) -> None:
        meant = which(words, "", 0) if words else None
        if meant and meant.school:
            self.found[row.pk] = meant.school
        elif meant and meant.hits:
            row.shown = meant.hits
            self.add_error(f"row_{row.pk}", f"Line {row.line}: {meant.says}")
        else:
            says = meant.says if meant else "Enter the name, postcode or URN of the school."
            self.add_error(f"other_{row.pk}", f"Line {row.line}: {says}")

    def said(self) -> dict[int, School | None]:
        return self.found
