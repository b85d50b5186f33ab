"""The messages that the programme writes about an application, as `outbox.queue` takes them."""

from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from applications import spec
from applications.models import Application, DraftKey
from journal import outbox
from journal.models import Event
from workgroups.models import Opening


def receipt(application: Application, *, opening: Opening | None, sections: list[dict]) -> dict:
    """The message that says it has arrived, as `outbox.queue` takes it; with no teacher reference number in it."""
    key = f"application-received-{application.pk}"
    return _letter(application, "received", key=key, opening=opening, sections=spec.without_trns(sections))


def receipts(application: Application, **said) -> list[dict]:
    """The receipt; and a second one to whoever began it without an account, where that is another address."""
    return _to_starter_too(application, receipt(application, **said))


def to_school_people(application: Application, template: str, *, key: str, **more) -> list[dict]:
    """A message to the same people as the receipt."""
    return _to_starter_too(application, to_school(application, template, key=key, **more))


def addresses(application: Application) -> list[str]:
    """Who gets what `to_school_people` writes."""
    found = [application.contact_email]
    starter = application.started_email
    if not application.started_by_id and starter != found[0].lower() and application.is_held_by(starter):
        found.append(starter)
    return found


def _to_starter_too(application: Application, first: dict) -> list[dict]:
    starter = application.started_email
    if application.started_by_id or starter == first["to"].lower() or not application.is_held_by(starter):
        return [first]
    return [first, {**first, "key": f"{first['key']}-starter", "to": starter}]


def decision(application: Application, template: str, event: Event) -> dict:
    """The message about a decision, as `outbox.queue` takes it."""
    return _letter(application, template, key=f"application-{template}-{application.pk}-{event.pk}")


def to_school(application: Application, template: str, *, key: str, **more) -> dict:
    """A message to the school that is no decision; `key` tells it from others of this template."""
    return _letter(application, template, key=f"application-{template}-{key}", **more)


def offered(application: Application, offer, token: str) -> list[dict]:
    """The messages with an offer and the link that answers it. They hold the token, so their words are erased."""
    link = settings.SITE_URL + reverse("apply:offer_link", args=[token])
    key = f"{offer.pk}-{offer.links}"
    told = to_school_people(application, "offered", key=key, offer=offer, group=offer.place.group, link=link)
    return [{**letter, "secret": True} for letter in told]


def pass_on(application: Application, asked, token: str) -> list[dict]:
    """The messages that ask whether to pass it on, with the link that answers; their words are erased, too."""
    link = settings.SITE_URL + reverse("apply:pass_on_link", args=[token])
    told = to_school_people(application, "pass_on", key=f"{asked.pk}-{asked.links}", asked=asked, link=link)
    return [{**letter, "secret": True} for letter in told]


def alternative(application: Application, alternative, token: str) -> list[dict]:
    """The messages with a suitable alternative and the link that answers it; their words are erased like an offer's."""
    link = settings.SITE_URL + reverse("apply:alternative_link", args=[token])
    key = f"{alternative.pk}-{alternative.links}"
    told = to_school_people(application, "alternative_offered", key=key, alternative=alternative, link=link)
    return [{**letter, "secret": True} for letter in told]


def to_complete(draft: Application, alternative, *, key: str) -> list[dict]:
    """The messages that lead to the draft of an alternative that the school has said yes to."""
    more = {"alternative": alternative, "new_link_url": settings.SITE_URL + reverse("apply:new_link")}
    return to_school_people(draft, "alternative_to_complete", key=key, page="tasks", **more)


def tell_hub(application: Application, template: str, *, key: str, **more) -> None:
    """Queue a message to whoever answers enquiries about this at the hub; nobody, where no address is known."""
    opening = (
        more.get("opening") or Opening.objects.filter(hub=application.hub_id, project=application.project_id).first()
    )
    to = (opening and opening.contact_email) or application.hub.enquiry_email
    if not to:
        return
    slug = application.hub.slug
    address = reverse("desk:late", args=[slug])
    if not application.is_draft:
        address = reverse("desk:application", args=[slug, application.reference])
    letter = _letter(application, template, key=f"application-{template}-{key}", **more)
    letter["context"]["desk_url"] = settings.SITE_URL + address
    outbox.queue(**{**letter, "to": to, "reply_to": application.contact_email if not application.is_draft else ""})


def _letter(application: Application, template: str, *, key: str, page: str = "status", **more) -> dict:
    path = reverse(f"apply:{page}", args=[application.reference])
    context = {
        "application": application,
        "school": application.school,
        "hub": application.hub,
        "project": application.project,
        "own_words": application.hub.own_words(template),
        "status_url": settings.SITE_URL + path,
        **more,
    }
    return {
        "key": key,
        "template": f"applications/{template}",
        "to": application.contact_email,
        "context": context,
        "about": application,
        "reply_to": application.hub.enquiry_email,
    }


def draft_link(key: DraftKey, token: str, *, opening: Opening | None, asked_by: str = "") -> dict:
    """The message that leads back to a draft, on any device. It holds the token, so its words are erased once sent."""
    application = key.application
    context = {
        "application": application,
        "school": application.school,
        "hub": application.hub,
        "project": application.project,
        "opening": opening,
        "key": key,
        "asked_by": asked_by,
        "link": _link(token),
        "new_link_url": settings.SITE_URL + reverse("apply:new_link"),
    }
    return {
        "key": f"draft-link-{key.pk}-{uuid4()}",
        "template": "applications/draft_link",
        "to": key.email,
        "context": context,
        "about": application,
        "reply_to": application.hub.enquiry_email,
        "secret": True,
    }


def new_links(email: str, told: list) -> dict:
    """The message with a new link for each application (`application`, `token`); it says so where there is none."""
    rows = [{"application": one.application, "link": _link(one.token)} for one in told]
    context = {"rows": rows, "email": email, "find_url": settings.SITE_URL + reverse("schools:find")}
    key, template = f"draft-links-{uuid4()}", "applications/draft_links"
    return {"key": key, "template": template, "to": email, "context": context, "secret": True}


def _link(token: str) -> str:
    return settings.SITE_URL + reverse("apply:link", args=[token])
