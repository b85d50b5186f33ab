"""Forms of the administration that save through the verbs, and show a refusal beside what was typed."""

from django import forms

from workgroups import groups, places
from workgroups.models import Place, WorkGroup


class VerbForm(forms.ModelForm):
    """Saved by a verb. What the verb refuses is shown by the same form, drawn again with what was typed."""

    by = None  # the person, and the reason of a refusal: set by the admin
    refusal = ""

    def verb(self):
        """Do what saving means; return the row."""
        raise NotImplementedError

    def clean(self):
        super().clean()
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        return self.cleaned_data


class WorkGroupForm(VerbForm):
    class Meta:
        model = WorkGroup
        fields = ("hub", "project", "name", "lead", "capacity", "mode", "venue", "dates", "first_school")

    def verb(self):
        if self.instance.pk:
            changes = {name: self.cleaned_data[name] for name in self.changed_data if name not in ("hub", "project")}
            return groups.change(self.instance, by=self.by, **changes)
        return groups.set_up(by=self.by, **self.cleaned_data)


class PlaceForm(VerbForm):
    """A seat for a school that goes on without applying, as in Sustaining (S6)."""

    over = forms.CharField(
        label="Why over capacity",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Needed where the group is full.",
    )

    class Meta:
        model = Place
        fields = ("group", "school")

    def verb(self):
        return places.take(by=self.by, **self.cleaned_data)
