"""Who leads groups for a hub: the form of a specialist's record."""

from django import forms
from django.db.models import Q

from applications.forms import Line
from applications.moments import DayField
from applications.named_schools import label
from applications.school_field import school_choice, school_line, school_meant
from applications.settings_forms import ChangeForm, email_field, needed, number_field
from hubs import specialists
from hubs.models import Hub, Specialist
from journal.clock import day
from journal.moves import Refused
from schools.models import LocalAuthority


class SpecialistForm(ChangeForm):
    """Who leads groups. A new one is a person by address and name; later those are the person's own to change."""

    names = specialists.FIELDS
    email = needed(email_field(label="Email", help_text="They sign in with it."), "Enter their email address.")
    first_name = needed(Line(most=80, label="First name"), "Enter their first name.")
    last_name = needed(Line(most=80, label="Last name"), "Enter their last name.")
    kind = forms.ChoiceField(
        label="They are a",
        choices=Specialist.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are.", "invalid_choice": "Choose what they are."},
    )
    cohort = number_field(1, 99, label="Cohort")
    first_year = number_field(
        2014, 2100, label="First year of their training", help_text="The year it began in: 2024 for 2024/25."
    )
    starts_on = DayField(
        label="Leads from (optional)",
        required=False,
        help_text="The day from which they lead groups, like 1 September 2027. Empty: from now.",
        widget=forms.TextInput(attrs={"class": "input-20"}),
    )
    home_school = school_line(label="Home school (optional)", help_text="Its name, postcode or URN.")
    which_school = school_choice()
    most_groups = number_field(1, 20, label="Most Work Groups they can lead in a year")
    most_schools = number_field(
        1,
        99,
        label="Most schools or departments they can work with in a year (optional)",
        help_text="Empty: as many as the project lets a lead have.",
        required=False,
    )
    travel_km = number_field(
        0,
        500,
        label="Kilometres they travel (optional)",
        help_text="From their home school, in a straight line. Schools beyond it are marked; nobody is refused.",
        required=False,
    )
    travel_areas = forms.ModelMultipleChoiceField(
        LocalAuthority.objects.none(),
        label="Authorities they travel to, however far (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Choose among the authorities shown.",
            "invalid_pk_value": "Choose among the authorities shown.",
        },
    )
    days = Line(most=200, label="Days they can (optional)", help_text="Like “Tuesdays, and Fridays in autumn”.")

    def __init__(self, data=None, *, hub: Hub, row=None, **options):
        self.hub = hub
        super().__init__(data, row=row, initial={"most_groups": 1}, **options)
        self.fields["travel_areas"].queryset = self._areas()
        if row:
            for name in ("email", "first_name", "last_name", "kind"):
                del self.fields[name]

    def fresh(self, row):
        return type(self)(hub=self.hub, row=row)

    def _areas(self):
        """Those the hub serves today, and those on the record already."""
        served = Q(pk__in=self.hub.areas.current().values("authority"))
        theirs = Q(pk__in=self.row.travel_areas.values("pk")) if self.row else Q()
        return LocalAuthority.objects.filter(served | theirs)

    def drawn_from(self, row) -> dict:
        return super().drawn_from(row) | {
            "home_school": label(row.home_school) if row.home_school else "",
            "starts_on": day(row.starts_on) if row.starts_on else "",
            "travel_areas": [str(area.pk) for area in row.travel_areas.all()],
        }

    def in_words(self, field) -> str:
        if field.name != "travel_areas":
            return super().in_words(field)
        return ", ".join(area.name for area in self.row.travel_areas.all())

    def clean_home_school(self):
        now = self.row.home_school if self.row else None
        return school_meant(self, "home_school", "which_school", now=now)

    def clean_starts_on(self):
        day_ = self.cleaned_data["starts_on"]
        if self.row:
            try:
                specialists.check_starts(self.row, day_)
            except Refused as refusal:
                raise forms.ValidationError(refusal.reason) from None
        return day_

    def changes(self) -> dict:
        new = () if self.row else ("email", "first_name", "last_name", "kind")
        return {name: self.cleaned_data[name] for name in (*new, *self.names)}


class EndForm(forms.Form):
    """From which day a specialist leads no new groups."""

    on = DayField(
        label="From which day?",
        required=False,
        help_text="Like 1 September 2027. Empty: from today.",
        widget=forms.TextInput(attrs={"class": "input-20"}),
    )
