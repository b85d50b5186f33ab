"""A Work Group as its hub fills it in."""

from django import forms

from applications.forms import Line
from applications.named_schools import label
from applications.school_field import school_choice, school_line, school_meant
from hubs.models import Hub, Specialist
from workgroups.leading import most_schools, units
from workgroups.leads import Choice, choices
from workgroups.models import Project, WorkGroup

LARGEST = 100


class GroupForm(forms.Form):
    """`capacity` is in the project's unit, schools or departments; `schools` are those the group has."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="What schools will know it by, like Stroud Readiness."
    )
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=LARGEST)
    lead = forms.ChoiceField(label="Work Group Lead", required=False, widget=forms.RadioSelect)
    mode = forms.ChoiceField(label="How it meets", choices=WorkGroup.Mode.choices, widget=forms.RadioSelect)
    dates = Line(
        most=300,
        label="When it meets",
        help_text="The dates, or what is known of them, like “Tuesdays: 22 September, 10 November, 12 January”.",
    )
    first_school = school_line(
        label="School of the first workshop",
        help_text="In this project it is the lead’s own school. Leave it empty, and that is filled in.",
    )
    which_school = school_choice()
    venue = Line(
        most=200, label="Where it meets", help_text="A school or another place; leave it empty until you know."
    )

    def __init__(self, data=None, *, project: Project, hub: Hub, group: WorkGroup | None = None, schools=()):
        super().__init__(data, initial=_initial(project, group))
        self.project, self.group = project, group
        self.choices: list[Choice] = choices(project, hub=hub, group=group, schools=schools)
        nobody = "Nobody yet" if project.needs_lead else "Nobody: the hub supports the group"
        self.fields["lead"].choices = [
            ("", nobody),
            *((str(each.specialist.pk), str(each.specialist)) for each in self.choices),
        ]
        if not project.first_at_home:
            del self.fields["first_school"], self.fields["which_school"]
        size = units(project, project.group_size)
        self.fields["capacity"].help_text = f"A group of this project normally has up to {size}."
        self._own_words()

    def _own_words(self) -> None:
        self.fields["name"].error_messages |= {"required": "Enter a name for the group."}
        self.fields["capacity"].error_messages |= {
            "required": "Enter how many places the group has.",
            "invalid": f"Enter a whole number, 1 to {LARGEST}.",
        }
        for validator in self.fields["capacity"].validators:
            validator.message = f"Enter a whole number, 1 to {LARGEST}."
        self.fields["mode"].error_messages |= {"required": "Choose how the group meets."}
        self.fields["lead"].error_messages |= {"invalid_choice": "Choose somebody who may lead this group."}

    def clean_lead(self):
        """Who is chosen; whoever is greyed is refused with the same words."""
        chosen = next((each for each in self.choices if str(each.specialist.pk) == self.cleaned_data["lead"]), None)
        if chosen and chosen.why_not:
            raise forms.ValidationError(chosen.why_not)
        return chosen and chosen.specialist

    def clean_first_school(self):
        now = self.group.first_school if self.group else None
        return school_meant(self, "first_school", "which_school", now=now)

    def leads(self) -> list[tuple[Choice, str]]:
        """Who can be chosen, each with what they lead already in words."""
        return [(each, self._load(each)) for each in self.choices]

    def _load(self, choice: Choice) -> str:
        person, load = choice.specialist, choice.load
        groups = "1 group" if person.most_groups == 1 else f"{person.most_groups} groups"
        said = f"Leads {load.groups} of {groups}{' besides this one' if self._is_now(person) else ''}"
        most = most_schools(person, self.project)
        return said if most is None else f"{said}, {load.schools} of {units(self.project, most)}"

    def _is_now(self, person: Specialist) -> bool:
        return bool(self.group and self.group.lead_id == person.pk)

    def values(self) -> dict:
        """What the verbs take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "which_school"}


def _initial(project: Project, group: WorkGroup | None) -> dict:
    if group is None:
        return {"capacity": project.group_size, "mode": WorkGroup.Mode.BLENDED}
    shown = {name: getattr(group, name) for name in ("name", "capacity", "mode", "venue", "dates")}
    first = label(group.first_school) if group.first_school else ""
    return shown | {"lead": str(group.lead_id or ""), "first_school": first}
