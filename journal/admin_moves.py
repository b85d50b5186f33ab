"""Buttons of the administration that do what a verb does: a page asks, the verb acts, a refusal says why."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from journal.moves import Refused


class MoveForm(forms.Form):
    """What a move asks. `about` is the row it is about; the hidden fields are what the page was drawn from."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    seen_owner = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, about):
        drawn_from = {
            "seen": about.status,
            "seen_owner": getattr(about, "owner_id", None),
            "seen_version": getattr(about, "version", None),
        }
        super().__init__(data, initial=drawn_from)


class ReasonForm(MoveForm):
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 5, "cols": 60}))


@dataclass(frozen=True)
class AdminMove:
    """`run(row, by, form)` calls the verb and returns a sentence that says what was done."""

    label: str
    run: Callable[..., str]
    form: type[MoveForm] = MoveForm
    warning: str = ""


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    is_open: bool
    why: str = ""


class MovesAdmin:
    """For a ModelAdmin: `moves` by name, shown as buttons on the row's page, closed ones with their reason."""

    moves: dict[str, AdminMove] = {}
    change_form_template = "admin/change_form_with_moves.html"

    def why_not(self, request, obj, move: str) -> str:
        """The reason why the move is closed to this person now; empty when it is open."""
        return ""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:key>/move/<slug:move>/", view, name=name), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {**(extra_context or {}), "buttons": self.buttons(request, object_id)}
        return super().change_view(request, object_id, form_url, context)

    def buttons(self, request, object_id) -> list[Button]:
        obj = self.get_object(request, object_id)
        if obj is None:
            return []
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_move"
        found = []
        for move, how in self.moves.items():
            why = self.why_not(request, obj, move)
            found.append(Button(how.label, reverse(name, args=[obj.pk, move]), not why, why))
        return found

    def move_view(self, request, key: int, move: str):
        how = self.moves.get(move)
        if how is None or key >= 2**63:
            raise Http404
        obj = get_object_or_404(self.get_queryset(request), pk=key)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        form = how.form(request.POST if request.method == "POST" else None, about=obj)
        why = self.why_not(request, obj, move)
        if request.method == "POST" and form.is_valid():
            try:
                done = how.run(obj, request.user, form)
            except Refused as refusal:
                why = refusal.reason
            else:
                self.message_user(request, done, messages.SUCCESS)
                return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": how.label,
            "opts": self.opts,
            "object": obj,
            "page": page,
            "how": how,
            "form": form,
            "why": why,
        }
        return TemplateResponse(request, "admin/move.html", context)
