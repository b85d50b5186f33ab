"""The messages of going on that are about no application yet, as `outbox.queue` takes them."""

from django.conf import settings
from django.urls import reverse

from applications.going_on.models import Continuation
from journal import outbox
from workgroups.models import Opening


def ask(one: Continuation, token: str, *, again: bool = False) -> None:
    """Queue the question with its link. It holds the token, so its words are erased once it is sent."""
    link = settings.SITE_URL + reverse("apply:continue_link", args=[token])
    members = one.earlier.group.places.filter(status__in=one.earlier.TAKES_PART).exclude(school=one.earlier.school_id)
    names = list(members.order_by("school__name").values_list("school__name", flat=True))
    more = {"link": link, "again": again, "members": names}
    outbox.queue(**_letter(one, "continue_asked", key=f"{one.pk}-{one.links}", **more), secret=True)


def tell_school(one: Continuation, template: str, *, key: str) -> None:
    outbox.queue(**_letter(one, template, key=key))


def tell_hub(one: Continuation, template: str, *, key: str) -> None:
    """To whoever answers enquiries about this at the hub; to nobody, where no address is known."""
    group = one.group
    opening = Opening.objects.filter(hub=group.hub_id, project=group.project_id).first()
    to = (opening and opening.contact_email) or group.hub.enquiry_email
    if to:
        desk = settings.SITE_URL + reverse("desk:going_on", args=[group.hub.slug, group.pk])
        outbox.queue(**_letter(one, template, key=key, desk_url=desk) | {"to": to, "reply_to": one.email})


def _letter(one: Continuation, template: str, *, key: str, **more) -> dict:
    group = one.group
    context = {
        "one": one,
        "group": group,
        "earlier": one.earlier.group,
        "school": one.school,
        "hub": group.hub,
        "project": group.project,
        **more,
    }
    return {
        "key": f"{template}-{key}",
        "template": f"applications/{template}",
        "to": one.email,
        "context": context,
        "about": one,
        "reply_to": group.hub.enquiry_email,
    }
