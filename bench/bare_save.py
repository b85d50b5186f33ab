"""The bare equivalents of saving: a form that writes rows, with no rule and no person."""

import secrets

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from journal.models import Event


class OneRow(forms.ModelForm):
    """As many fields as the page of the form it is measured against."""

    class Meta:
        model = Event
        fields = ("subject", "subject_key", "kind", "from_status", "note")


def any_number() -> int:
    """Rows of their own: these events form no chain."""
    return secrets.randbelow(2**31)


def save_one(request: HttpRequest) -> HttpResponse:
    """A form that inserts one row and sends the browser on."""
    form = OneRow(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400)
    form.instance.number = any_number()
    form.save()
    return HttpResponseRedirect("/")


def save_three(request: HttpRequest) -> HttpResponse:
    """A form that inserts three rows in one transaction."""
    form = OneRow(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400)
    with transaction.atomic():
        for kind in ("first", "second", "third"):
            Event.objects.create(**form.cleaned_data | {"kind": kind, "number": any_number()})
    return HttpResponseRedirect("/")


# The same for somebody signed in: a session and a person are read first, as for every page of ours.
save_one_signed_in = login_required(save_one)
save_three_signed_in = login_required(save_three)
