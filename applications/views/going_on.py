"""A group that goes on, as its hub sees it: who confirmed, signed, said no, is silent; and what the hub does."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.decisions import WritingField
from applications.going_on import asking, seen
from applications.going_on.models import Continuation
from applications.settings_forms import email_field, needed
from applications.views.continue_group import AnswerBy
from applications.views.desk import hub_of, rail
from hubs.models import Hub
from journal.moves import Refused
from workgroups.models import WorkGroup

NO_ADDRESS = "Enter the address that this school is asked at."


class WriteForm(forms.Form):
    """The address that a school is asked at; `key` tells it from others on its page."""

    do = "write"
    email = needed(email_field(label="Address"), NO_ADDRESS)

    def __init__(self, data=None, *, key: int, email: str = ""):
        self.key = key
        super().__init__(data, initial={"email": email}, auto_id=f"{self.do}_{key}_%s", use_required_attribute=False)


class AskForm(WriteForm):
    do = "ask"
    answer_by = AnswerBy()


class TakeBackForm(WriteForm):
    do = "take_back"
    email = None
    reason = WritingField(
        label="Why?",
        help_text="The school reads it.",
        asks="Write why you take the seat back: the school reads it.",
        rows=2,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def going_on(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    """Every school of the group that goes on; a POST does one of ACTS."""
    place = hub_of(request, hub)
    own = WorkGroup.objects.filter(hub=place, continues__isnull=False).with_seats()
    group = get_object_or_404(
        own.select_related("hub", "project", "lead__user", "continues__project", "continues__hub"), pk=key
    )
    act = ACTS.get(request.POST.get("do", ""))
    if request.method != "POST" or act is None:
        return _page(request, place, group)
    form = None
    try:
        form, said = act(request, group)
    except Refused as refusal:
        return _page(request, place, group, refusal=refusal.reason, status=409)
    if said:
        messages.success(request, said)
        return redirect("desk:going_on", place.slug, group.pk)
    return _page(request, place, group, form=form, status=422)


def _remind_all(request: HttpRequest, group: WorkGroup) -> tuple:
    number = asking.remind_all(group, by=request.user)
    if not number:
        raise Refused("Each school that is silent was written to within the last day. Remind them tomorrow.")
    return None, f"{number} school{'' if number == 1 else 's'} reminded. Each gets an email now."


def _write(request: HttpRequest, group: WorkGroup) -> tuple:
    one = _one(request, group)
    form = WriteForm(request.POST, key=one.pk)
    if not form.is_valid():
        return form, ""
    one = asking.write_to(one, email=form.cleaned_data["email"], by=request.user)
    return form, f"{one.school.name} is asked at {one.email}. The links sent before open nothing now."


def _take_back(request: HttpRequest, group: WorkGroup) -> tuple:
    one = _one(request, group)
    form = TakeBackForm(request.POST, key=one.pk)
    if not form.is_valid():
        return form, ""
    one = asking.take_back(one, reason=form.cleaned_data["reason"], by=request.user)
    return form, f"The seat of {one.school.name} is free. The school gets an email."


def _ask(request: HttpRequest, group: WorkGroup) -> tuple:
    form = AskForm(request.POST, key=_key(request))
    if not form.is_valid():
        return form, ""
    one = asking.ask_more(group, earlier=form.key, by=request.user, **form.cleaned_data)
    return form, f"{one.school.name} is asked, and a seat is kept for it."


ACTS = {"remind_all": _remind_all, "write": _write, "take_back": _take_back, "ask": _ask}


def _key(request: HttpRequest) -> int:
    """The row it is about; 0, which none has, for what is no number."""
    key = request.POST.get("key", "")
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0


def _one(request: HttpRequest, group: WorkGroup) -> Continuation:
    return get_object_or_404(
        Continuation.objects.filter(group=group).select_related("group__hub", "school"), pk=_key(request)
    )


def _page(request, hub: Hub, group: WorkGroup, *, form=None, refusal: str = "", status: int = 200) -> HttpResponse:
    found = seen.shown(group)

    def drawn(kind, key: int, **start):
        return form if type(form) is kind and form.key == key else kind(key=key, **start)

    context = {
        "hub": hub,
        "group": group,
        "shown": found,
        "rows": [
            (row, drawn(WriteForm, row.one.pk, email=row.one.email), drawn(TakeBackForm, row.one.pk))
            for row in found.rows
        ],
        "others": [(one, drawn(AskForm, one.earlier.pk, email=one.email)) for one in found.others],
        "form": form,
        "refusal": refusal,
        "rail": rail(hub),
        "here": "group",
    }
    return render(request, "applications/desk/going_on.html", context, status=status)
